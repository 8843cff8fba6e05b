import { sql } from '#prisma/sql.ts';
import { eachRow, KEY_ID, type SealedPlace } from '../keys/sealed-place.ts';
import { resealSecret, SSO_PURPOSE } from './sso-provider.ts';

export const sealedSso: SealedPlace = {
  name: 'sso_providers',
  table: sql`sso_providers`,
  keyId: KEY_ID,
  purpose: SSO_PURPOSE,
  reseal: async (db, { limit, skip }) => {
    const newest = db.sealer(SSO_PURPOSE).id;
    const rows = await db.sql`
      select 1 from sso_providers where tenant_id = ${db.tenant} and key_id <> ${newest} limit ${limit} offset ${skip}`;
    return eachRow(rows, () => resealSecret(db));
  },
};
