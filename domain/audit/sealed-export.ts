import { sql } from '#prisma/sql.ts';
import { eachRow, KEY_ID, type SealedPlace } from '../keys/sealed-place.ts';
import { EXPORT_PURPOSE, resealExport } from './export-target.ts';

export const sealedExport: SealedPlace = {
  name: 'audit_exports',
  table: sql`audit_exports`,
  keyId: KEY_ID,
  purpose: EXPORT_PURPOSE,
  reseal: async (db, { limit, skip }) => {
    const newest = db.sealer(EXPORT_PURPOSE).id;
    const rows = await db.sql`
      select 1 from audit_exports where tenant_id = ${db.tenant} and key_id <> ${newest} limit ${limit} offset ${skip}`;
    return eachRow(rows, () => resealExport(db));
  },
};
