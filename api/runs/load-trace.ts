import type { ApiDeps } from '#api/deps.ts';
import { getRun } from '#domain/runs/get-run.ts';
import { redactedPaths } from '#domain/runs/redacted-paths.ts';
import type { RunView } from '#domain/runs/run-view.ts';
import { mergeSteps, readTrace } from '#domain/runs/trace-pages.ts';
import type { TraceStep } from '#flow/machine/protocol.ts';
import { withLinkShown } from './approval-link.ts';
import { hideValues } from './hidden-values.ts';
import { isOpen } from './view-run.ts';

export interface LoadedTrace {
  /** With the status and waits of now, where the run is open. */
  run: RunView;
  /** In order of `n`, the `most` first past `since`. */
  steps: TraceStep[];
}

/**
 * A run and its trace: closed runs from PostgreSQL alone, open ones with what their workflow adds. What the flow's
 * `redact` names is hidden.
 */
export async function loadTrace(
  deps: ApiDeps,
  tenantId: string,
  runId: string,
  { since = 0, most = Number.POSITIVE_INFINITY }: { since?: number; most?: number } = {},
): Promise<LoadedTrace> {
  const { redact, from, ...before } = await deps.database.withTenant(tenantId, async (db) => {
    const run = await getRun(db, runId);
    const redact = await redactedPaths(db, runId);
    // What is to be hidden may have been seen first in any step.
    const from = redact.length > 0 ? 0 : since;
    return { run, redact, from, stored: await readTrace(db, runId, redact.length > 0 ? {} : { since, most }) };
  });
  const live = isOpen(before.run) ? await deps.dispatch.liveTrace(before.run.workflowId, from) : null;
  const run = live === null ? before.run : { ...before.run, status: live.status, waitingFor: live.waitingFor };
  const steps = live === null ? before.stored : mergeSteps([before.stored, live.steps]);
  const shown = redact.length > 0 ? hideValues(redact, run, steps) : { run, steps };
  return { run: shown.run, steps: shown.steps.filter((step) => step.n > since).map(withLinkShown) };
}
