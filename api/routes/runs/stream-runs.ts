import { z } from 'zod';
import type { ApiDeps } from '#api/deps.ts';
import { type EventStream, events } from '#api/frame/answer.ts';
import { route } from '#api/frame/route.ts';
import { changesOf } from '#api/live/change.ts';
import { stepView } from '#api/live/cut.ts';
import { followRun, resumePoint } from '#api/live/follow-run.ts';
import { followRuns, resumeTime } from '#api/live/follow-runs.ts';
import { runHref } from '#api/runs/admission-answer.ts';
import { currentRun } from '#api/runs/current-run.ts';
import { loadTrace } from '#api/runs/load-trace.ts';
import { publicRun, runInList } from '#api/runs/view-run.ts';
import { getFlow } from '#domain/flows/get-flow.ts';
import { listRuns } from '#domain/runs/list-runs.ts';
import { redactedPaths } from '#domain/runs/redacted-paths.ts';
import { runRef } from './read-run.ts';

/** Another process may close a run without our hearing of it. */
const LOOK_AGAIN_MS = 2_000;
/** Where workers are other processes, no step of a run is heard of here: who watches one that runs sees it as soon as this. */
const LOOK_AT_RUNNING_MS = 350;

export const streamRun = route({
  method: 'get',
  path: '/runs/{run}/stream',
  tag: 'Live',
  summary: 'A run and its steps as they change, as server-sent events',
  description:
    'Events: `run`, `step`, `end`, and `partial` with what a language model has written so far. `Last-Event-ID` goes on where a connection broke.',
  params: runRef,
  scopes: ['runs:read'],
  handle: async ({ caller, params, request }, deps) => {
    const tenantId = caller.tenant.id;
    // A run that is not there is 404, not a stream.
    await currentRun(deps, tenantId, params.run);
    return events(async (stream) => {
      const quiet = await tellPartials(deps, tenantId, params.run, stream);
      let status = '';
      const longest = () => (status === 'running' ? LOOK_AT_RUNNING_MS : LOOK_AGAIN_MS);
      const { changed, stop } = changesOf(deps.dispatch, tenantId, { runId: params.run }, longest);
      const load = async (since: number) => {
        const { run, steps } = await loadTrace(deps, tenantId, params.run, { since });
        status = run.status;
        return { run: publicRun(run), steps: steps.map((step) => stepView(step, runHref(params.run))) };
      };
      await followRun({ load, changed }, stream, resumePoint(request.header('last-event-id'))).finally(() => {
        stop();
        quiet();
      });
    });
  },
});

/** What is hidden in a trace may turn up in any text: a run with `redact` shows none before it is whole. */
async function tellPartials(deps: ApiDeps, tenantId: string, runId: string, stream: EventStream): Promise<() => void> {
  const hidden = await deps.database.withTenant(tenantId, (db) => redactedPaths(db, runId));
  if (hidden.length > 0) return () => {};
  return deps.dispatch.onPartial(runId, (data) => stream.send({ event: 'partial', data }));
}

export const streamRuns = route({
  method: 'get',
  path: '/runs/stream',
  tag: 'Live',
  summary: 'The runs of a flow (or all) as they begin, change and end, as server-sent events',
  query: z.object({ flow: z.string().max(100).optional().describe('Id or slug') }),
  scopes: ['runs:read'],
  handle: async ({ caller, query, request }, deps) => {
    const tenantId = caller.tenant.id;
    const { flow } = query;
    const flowId =
      flow === undefined ? undefined : (await deps.database.withTenant(tenantId, (db) => getFlow(db, flow))).id;
    return events(async (stream) => {
      const filter = flowId === undefined ? {} : { flowId };
      const { changed, stop } = changesOf(deps.dispatch, tenantId, filter, LOOK_AGAIN_MS);
      const load = async () => {
        const page = await deps.database.withTenant(tenantId, (db) => listRuns(db, { flow: flowId }, { limit: 100 }));
        return page.data.map(runInList);
      };
      await followRuns({ load, changed }, stream, resumeTime(request.header('last-event-id'))).finally(stop);
    });
  },
});
