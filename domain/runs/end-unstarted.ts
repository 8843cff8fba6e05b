import { inLocale, localeOf, type Text } from '#flow/json.ts';
import { json } from '#prisma/sql.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { tellOfEnds } from '../outbound/run-facts.ts';
import type { OutboxRef } from '../outbox/outbox-row.ts';
import { getTenant } from '../tenants/get-tenant.ts';
import { tellParents } from './tell-parents.ts';

interface EndedRow {
  id: string;
  flow_id: string;
  flow_version: number | null;
  trigger_type: string;
  status: string;
  test: boolean;
}

/**
 * Ends runs (uuids) that never started, with a reason, which they keep in the tenant's language; their parents hear of it. What was held for them goes: it was
 * theirs alone. Gives the outbox rows for the parents.
 */
export const endUnstarted = async (
  db: TenantDb,
  runs: string[],
  { code, text }: { code: string; text: Text },
  replacedBy: string | null = null,
): Promise<OutboxRef[]> => {
  if (runs.length === 0) return [];
  const error = { code, message: inLocale(text, localeOf(await getTenant(db))) };
  const ended = await db.sql<EndedRow>`
    update runs set status = 'cancelled', ended_at = now(), error = ${json(error)}::json, replaced_by = ${replacedBy}
    where tenant_id = ${db.tenant} and id = any (${runs}::uuid[]) and status = 'queued'
    returning id, flow_id, flow_version, trigger_type, status, test`;
  const at = new Date().toISOString();
  await tellOfEnds(db, ended, () => ({ startedAt: at, endedAt: at, error }));
  await db.sql`delete from outbox where tenant_id = ${db.tenant} and run_id = any (${runs}::uuid[]) and held and done_at is null`;
  return tellParents(
    db,
    ended.map((row) => row.id),
  );
};
