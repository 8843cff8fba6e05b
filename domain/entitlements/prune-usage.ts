import type { TenantDb } from '#prisma/with-tenant.ts';

/** Longer than a month is open to question; the totals stay. */
const LEDGER_DAYS = 100;
const AT_ONCE = 20_000;

/** Forgets entries of the ledger, and warnings, of months that are long rated. Gives how many rows went. */
export const pruneUsage = async (db: TenantDb, days = LEDGER_DAYS): Promise<number> => {
  const entries = await db.sql`
    delete from usage_entries where ctid in (
      select ctid from usage_entries where tenant_id = ${db.tenant} and at < now() - ${days} * interval '1 day'
      limit ${AT_ONCE}) and tenant_id = ${db.tenant} returning feature`;
  const warnings = await db.sql`
    delete from usage_warnings where tenant_id = ${db.tenant} and at < now() - ${days} * interval '1 day'
    returning feature`;
  return entries.length + warnings.length;
};
