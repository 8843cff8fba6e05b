import type { Plan } from '#flow/plan/plan.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { parseId } from '../ids.ts';

/** `settings.redact` of the version (or draft) that a run is of. */
export const redactedPaths = async (db: TenantDb, runId: string): Promise<string[]> => {
  // A plan comes over only where it may hold one: reading it in PostgreSQL would take it apart each time, and fails at \u0000.
  const [row] = await db.sql<{ plan: Plan | null }>`
    select case when p.plan::text like '%"redact"%' then p.plan end as plan
    from (
      select coalesce(r.plan, v.plan) as plan from runs r
      left join flow_versions v on v.tenant_id = r.tenant_id and v.flow_id = r.flow_id and v.version = r.flow_version
      where r.tenant_id = ${db.tenant} and r.id = ${parseId('run', runId)}) p`;
  return row?.plan?.settings.redact ?? [];
};
