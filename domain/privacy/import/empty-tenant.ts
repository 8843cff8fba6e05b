import { identifier } from '#prisma/sql.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';

/** What an account makes when it is worked in. Its people, rules of access and audit are its own, and may be there. */
const MADE = [
  ...['flows', 'connections', 'data_tables', 'webhook_endpoints', 'runs', 'events', 'conversations', 'state_entries'],
  ...['consent_entries', 'person_requests', 'roles', 'ai_calls'],
] as const;

/** Whether the account has nothing yet that an archive could hit. */
export const isEmptyTenant = async (db: TenantDb): Promise<boolean> => {
  for (const table of MADE) {
    const [row] = await db.sql`/* varies */ select 1 from ${identifier(table)} where tenant_id = ${db.tenant} limit 1`;
    if (row) return false;
  }
  return true;
};
