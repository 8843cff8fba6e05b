import type { ApiDeps } from '#api/deps.ts';
import { getRun } from '#domain/runs/get-run.ts';
import type { RunView } from '#domain/runs/run-view.ts';
import { mergeSteps, readTrace } from '#domain/runs/trace-pages.ts';
import type { TraceStep } from '#flow/machine/protocol.ts';
import { isOpen } from './view-run.ts';

export interface LoadedTrace {
  /** With the status and waits of now, where the run is open. */
  run: RunView;
  /** In order of `n`, those past `since`. */
  steps: TraceStep[];
}

/** A run and its trace: closed runs from PostgreSQL alone, open ones with what their workflow adds. */
export async function loadTrace(deps: ApiDeps, tenantId: string, runId: string, since = 0): Promise<LoadedTrace> {
  const read = () =>
    deps.database.withTenant(tenantId, async (db) => ({
      run: await getRun(db, runId),
      stored: (await readTrace(db, runId)).steps,
    }));
  const before = await read();
  const live = isOpen(before.run) ? await deps.dispatch.liveTrace(before.run.workflowId, since) : null;
  if (live === null) return { run: before.run, steps: before.stored.filter((step) => step.n > since) };
  const run = { ...before.run, status: live.status, waitingFor: live.waitingFor };
  return { run, steps: mergeSteps([before.stored, live.steps]).filter((step) => step.n > since) };
}
