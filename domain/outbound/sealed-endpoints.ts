import { sql } from '#prisma/sql.ts';
import { eachRow, KEY_ID, type SealedPlace } from '../keys/sealed-place.ts';
import { openSecrets, sealSecrets } from './endpoint-secrets.ts';

const PURPOSE = 'webhook';

export const sealedEndpoints: SealedPlace = {
  name: 'webhook_endpoints',
  table: sql`webhook_endpoints`,
  keyId: KEY_ID,
  purpose: PURPOSE,
  reseal: async (db, { limit, skip }) => {
    const newest = db.sealer(PURPOSE).id;
    const rows = await db.sql<{ id: string; url: string; secrets: Buffer; key_id: string }>`
      select id, url, secrets, key_id from webhook_endpoints
      where tenant_id = ${db.tenant} and key_id <> ${newest} order by id limit ${limit} offset ${skip} for update`;
    return eachRow(rows, async (row) => {
      const { bytes, keyId } = sealSecrets(db, row.id, row.url, openSecrets(db, row));
      await db.sql`
        update webhook_endpoints set secrets = ${bytes}, key_id = ${keyId}
        where tenant_id = ${db.tenant} and id = ${row.id}`;
    });
  },
};
