import { sql } from '#prisma/sql.ts';
import { seal, unseal } from '../connections/seal.ts';
import { formatId } from '../ids.ts';
import { eachRow, KEY_ID, type SealedPlace } from '../keys/sealed-place.ts';

const PURPOSE = 'push';

export const sealedPush: SealedPlace = {
  name: 'push_subscriptions',
  table: sql`push_subscriptions`,
  keyId: KEY_ID,
  purpose: PURPOSE,
  reseal: async (db, { limit, skip }) => {
    const key = db.sealer(PURPOSE);
    const rows = await db.sql<{ id: string; sealed: Buffer; key_id: string }>`
      select id, sealed, key_id from push_subscriptions
      where tenant_id = ${db.tenant} and key_id <> ${key.id} order by id limit ${limit} offset ${skip} for update`;
    return eachRow(rows, async ({ id, sealed, key_id: keyId }) => {
      const owner = { tenant: db.tenant, id: formatId('psh', id), connector: PURPOSE, hosts: [] };
      const again = seal(key, unseal(key, { bytes: sealed, keyId }, owner), owner);
      await db.sql`
        update push_subscriptions set sealed = ${again}, key_id = ${key.id}
        where tenant_id = ${db.tenant} and id = ${id}`;
    });
  },
};
