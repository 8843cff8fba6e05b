import type { ApiDeps } from '#api/deps.ts';
import { getRun } from '#domain/runs/get-run.ts';
import { redactedPaths } from '#domain/runs/redacted-paths.ts';
import type { RunView } from '#domain/runs/run-view.ts';
import { loadTrace } from './load-trace.ts';
import { isOpen } from './view-run.ts';

/**
 * The run as it is now: the row knows only waits of over a minute, so an open run's workflow is asked as well. Where it
 * cannot be asked, the row stands. What the flow's `redact` names is hidden.
 */
export async function currentRun(deps: ApiDeps, tenantId: string, runId: string): Promise<RunView> {
  const { row, redact } = await deps.database.withTenant(tenantId, async (db) => ({
    row: await getRun(db, runId),
    redact: await redactedPaths(db, runId),
  }));
  if (redact.length > 0) return (await loadTrace(deps, tenantId, runId)).run;
  if (!isOpen(row)) return row;
  const live = await deps.dispatch.liveTrace(row.workflowId, Number.POSITIVE_INFINITY);
  return live === null ? row : { ...row, status: live.status, waitingFor: live.waitingFor };
}
