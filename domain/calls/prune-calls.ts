import type { TenantDb } from '#prisma/with-tenant.ts';
import { firstIdAt } from './call-time.ts';

const DAY_MS = 86_400_000;
/** Bodies are for debugging today. */
const BODY_DAYS = 3;
/** A busy program's month goes in pieces; the rest an hour later. */
const MOST_ROWS = 50_000;

/** Forgets calls that are older, and bodies after three days. Gives how many rows went. */
export const pruneCalls = async (db: TenantDb, days = 30, now = Date.now(), mostRows = MOST_ROWS): Promise<number> => {
  await db.sql`
    update api_calls set bodies = null, bodies_key = null
    where tenant_id = ${db.tenant} and id in (
      select id from api_calls
      where tenant_id = ${db.tenant} and bodies is not null and id < ${firstIdAt(now - BODY_DAYS * DAY_MS)}::uuid
      order by id limit ${mostRows})`;
  const [row] = await db.sql<{ gone: number }>`
    with gone as (
      delete from api_calls where tenant_id = ${db.tenant} and id in (
        select id from api_calls where tenant_id = ${db.tenant} and id < ${firstIdAt(now - days * DAY_MS)}::uuid
        order by id limit ${mostRows})
      returning 1)
    select count(*)::int as gone from gone`;
  return row?.gone ?? 0;
};
