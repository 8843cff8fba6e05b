import type { TenantDb } from '#prisma/with-tenant.ts';
import { parseId } from '../ids.ts';

/** `settings.redact` of the version (or draft) that a run is of. */
export const redactedPaths = async (db: TenantDb, runId: string): Promise<string[]> => {
  const [row] = await db.sql<{ redact: string[] | null }>`
    select coalesce(r.plan, v.plan) #> '{settings,redact}' as redact from runs r
    left join flow_versions v on v.tenant_id = r.tenant_id and v.flow_id = r.flow_id and v.version = r.flow_version
    where r.tenant_id = ${db.tenant} and r.id = ${parseId('run', runId)}`;
  return row?.redact ?? [];
};
