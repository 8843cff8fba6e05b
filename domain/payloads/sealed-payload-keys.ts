import { sql } from '#prisma/sql.ts';
import { eachRow, type SealedPlace } from '../keys/sealed-place.ts';
import { PAYLOAD_KEYS, rewrap } from './wrapped-keys.ts';

/** An erased key has nothing that is closed, whatever its column says. */
export const sealedPayloadKeys: SealedPlace = {
  name: 'payload_keys',
  table: sql`payload_keys`,
  keyId: sql`(case when wrapped is not null then wrapped_by end)`,
  purpose: PAYLOAD_KEYS,
  reseal: async (db, { limit, skip }) => {
    const outer = db.sealer(PAYLOAD_KEYS);
    const rows = await db.sql<{ number: number; wrapped: Buffer; wrapped_by: string }>`
      select number, wrapped, wrapped_by from payload_keys
      where tenant_id = ${db.tenant} and wrapped is not null and wrapped_by <> ${outer.id}
      order by number limit ${limit} offset ${skip} for update`;
    return eachRow(rows, async (row) => {
      await db.sql`
        update payload_keys set wrapped = ${rewrap(db, row)}, wrapped_by = ${outer.id}
        where tenant_id = ${db.tenant} and number = ${row.number}`;
    });
  },
};
