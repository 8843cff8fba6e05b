import { z } from 'zod';
import { accepted } from '#api/frame/answer.ts';
import { route } from '#api/frame/route.ts';
import { admissionBody, madeRun, runHref } from '#api/runs/admission-answer.ts';
import { bulk, MOST_RUNS } from '#api/runs/bulk.ts';
import { retry } from '#api/runs/retry.ts';
import { id, json, VALUE_LIMIT } from '#api/schemas/common.ts';
import { admissionView, runStatus } from '#api/schemas/run.ts';
import { runRef, time } from './read-run.ts';

export const retryRun = route({
  method: 'post',
  path: '/runs/{run}/retry',
  tag: 'Runs',
  summary: 'Run an ended run again',
  description: 'Makes a new run that keeps what `from` (a node of the top scope) does not lead to.',
  params: runRef,
  body: z.object({
    from: z.string().max(64).optional(),
    data: json.optional().describe("In place of the trigger's data"),
    version: z.int().min(1).optional(),
  }),
  output: { 202: admissionView.extend({ retryOf: id('run') }) },
  errors: ['conflict', 'bad_input'],
  scopes: ['runs:write'],
  idempotent: true,
  bodyLimit: VALUE_LIMIT,
  handle: async ({ caller, params, body, request, resourceId }, deps) => {
    const how = { ...body, locale: request.locale, resourceId };
    const { admission, flowId, flowVersion } = await retry(deps, caller, params.run, how);
    const { runId } = admission;
    const about = madeRun(admission) ? { flowId, flowVersion } : {};
    const made = { id: runId, ...admissionBody(admission), ...about, retryOf: params.run };
    return accepted(made, { Location: runHref(runId) });
  },
});

const filter = z.object({
  flow: z.string().max(100).optional(),
  status: z
    .union([runStatus, z.array(runStatus)])
    .optional()
    .transform((one) => (typeof one === 'string' ? [one] : one)),
  from: time.optional(),
  to: time.optional(),
  test: z.boolean().optional(),
  q: z.string().max(200).optional(),
});

export const bulkRuns = route({
  method: 'post',
  path: '/runs/bulk',
  tag: 'Runs',
  summary: 'Do one thing to many runs',
  description:
    'At most 1,000 runs a call, oldest first; `more` says that there may be others, and `next`, sent as `after`, goes on behind them.',
  body: z.object({
    filter,
    action: z.enum(['cancel', 'retry', 'pause', 'resume']),
    limit: z.int().min(1).max(MOST_RUNS).optional().describe('Runs of this call'),
    after: id('run').optional().describe('Only runs after this one'),
    dryRun: z.boolean().optional().describe('Only tells in `matched` how many there are, at most 100,000'),
  }),
  output: {
    202: z.object({
      matched: z.number().int(),
      done: z.number().int(),
      failed: z.array(z.object({ id: id('run'), code: z.string() })),
      more: z.boolean(),
      next: id('run').optional(),
    }),
  },
  scopes: ['runs:write'],
  idempotent: true,
  handle: async ({ caller, body, request, resourceId }, deps) =>
    accepted(await bulk(deps, caller, { ...body, locale: request.locale, resourceId })),
});
