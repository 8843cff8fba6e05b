import type { Json } from '#flow/json.ts';
import { json, sql } from '#prisma/sql.ts';
import { eachRow, type SealedPlace } from '../keys/sealed-place.ts';
import { closeAnswer, openAnswer } from './closed-answer.ts';

/** The id of the key stands within the answer, which is JSON. */
export const sealedAnswers: SealedPlace = {
  name: 'idempotency_keys',
  table: sql`idempotency_keys`,
  keyId: sql`(answer ->> 'keyId')`,
  purpose: 'idempotency',
  reseal: async (db, { limit, skip }) => {
    const newest = db.sealer('idempotency').id;
    const rows = await db.sql<{ principal: string; route: string; key: string; answer: Json }>`
      select principal, route, key, answer from idempotency_keys
      where tenant_id = ${db.tenant} and (answer ->> 'keyId') <> ${newest}
      order by principal, route, key limit ${limit} offset ${skip} for update`;
    return eachRow(rows, async ({ principal, route, key, answer }) => {
      const call = { route, key };
      const again = closeAnswer(db, call, openAnswer(db, call, answer));
      await db.sql`
        update idempotency_keys set answer = ${json(again)}::json
        where tenant_id = ${db.tenant} and principal = ${principal} and route = ${route} and key = ${key}`;
    });
  },
};
