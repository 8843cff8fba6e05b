import type { AdminDb } from '#prisma/admin-db.ts';
import { formatId, uuidIn } from '../ids.ts';

export interface OpenRun {
  tenantId: string;
  flowId: string;
  runId: string;
  workflowId: string;
  startedAt: string;
}

interface Row {
  tenant_id: string;
  flow_id: string;
  id: string;
  workflow_id: string;
  started_at: Date;
}

/** Runs of all tenants that have begun before `before` and are not closed, in order of id, after the run `after`. */
export const listOpenRuns = async (
  admin: AdminDb,
  { before, after, limit }: { before: Date; after: string | null; limit: number },
): Promise<OpenRun[]> => {
  const rows = await admin.sql<Row>`
    select tenant_id, flow_id, id, workflow_id, coalesce(started_at, accepted_at) as started_at from runs
    where ended_at is null and status <> 'queued' and coalesce(started_at, accepted_at) < ${before.toISOString()}::timestamptz
      and (${after === null} or id > ${after === null ? null : uuidIn('run', after)}::uuid)
      and not exists (select 1 from outbox o where o.run_id = runs.id and o.kind = 'start' and o.done_at is null)
    order by id limit ${limit}`;
  return rows.map((row) => ({
    tenantId: formatId('ten', row.tenant_id),
    flowId: formatId('flw', row.flow_id),
    runId: formatId('run', row.id),
    workflowId: row.workflow_id,
    startedAt: row.started_at.toISOString(),
  }));
};
