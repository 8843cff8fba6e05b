import type { WaitingFor } from '#flow/machine/protocol.ts';
import { json } from '#prisma/sql.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { formatId, parseId } from '../ids.ts';
import { tellEndpoints } from '../outbound/tell-endpoints.ts';

const MOST_TOLD = 20;

export interface RunMark {
  /** Grows with each mark of the run: a mark that comes late, after a newer one, changes nothing. */
  mark: number;
  status: 'running' | 'waiting' | 'paused';
  waitingFor: WaitingFor[];
}

/** Writes where an open run stands. False: it is closed, not started, or known to be further. */
export const markRun = async (db: TenantDb, runId: string, { mark, status, waitingFor }: RunMark): Promise<boolean> => {
  const [row] = await db.sql<{ id: string; flow_id: string; test: boolean; has_endpoints: boolean }>`
    update runs set status = ${status}, waiting_for = ${json(waitingFor)}::json, state_mark = ${mark}
    where tenant_id = ${db.tenant} and id = ${parseId('run', runId)}
      and ended_at is null and status <> 'queued' and state_mark < ${mark}
    returning id, flow_id, test, exists (select 1 from webhook_endpoints where tenant_id = ${db.tenant}) as has_endpoints`;
  if (row?.has_endpoints && !row.test && status === 'waiting') {
    const flowId = formatId('flw', row.flow_id);
    const few = waitingFor.slice(0, MOST_TOLD).map(({ node, kind }) => ({ node, kind }));
    await tellEndpoints(db, [{ type: 'run.waiting', flowId, data: { runId, flowId, waitingFor: few } }]);
  }
  return row !== undefined;
};
