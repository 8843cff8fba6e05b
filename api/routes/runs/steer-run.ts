import { z } from 'zod';
import type { ApiDeps } from '#api/deps.ts';
import { accepted } from '#api/frame/answer.ts';
import type { Caller } from '#api/frame/caller.ts';
import { route } from '#api/frame/route.ts';
import { currentRun } from '#api/runs/current-run.ts';
import { type Steering, steer } from '#api/runs/steer.ts';
import { publicRun } from '#api/runs/view-run.ts';
import { runView } from '#api/schemas/run.ts';
import { runRef } from './read-run.ts';

async function steered(deps: ApiDeps, caller: Caller, runId: string, action: Steering) {
  await steer(deps, caller, runId, action);
  return accepted(publicRun(await currentRun(deps, caller.tenant.id, runId)));
}

const steering = (action: Steering, summary: string, description: string) =>
  route({
    method: 'post',
    path: `/runs/{run}/${action}`,
    tag: 'Runs',
    summary,
    description,
    params: runRef,
    body: z.object({}),
    output: { 202: runView },
    errors: ['run_ended', 'conflict'],
    scopes: ['runs:write'],
    idempotent: true,
    handle: ({ caller, params }, deps) => steered(deps, caller, params.run, action),
  });

export const cancelRun = steering(
  'cancel',
  'Cancel a run',
  'Timers, calls and the runs that it waits for end too; one that waits for its turn ends at once.',
);
export const pauseRun = steering(
  'pause',
  'Pause a run',
  'No node starts; timers and the timeout of the run count on, events are kept.',
);
export const resumeRun = steering('resume', 'Let a paused run go on', 'What became due meanwhile happens now.');
