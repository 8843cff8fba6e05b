import { z } from 'zod';
import { ok } from '#api/frame/answer.ts';
import { notFound } from '#api/frame/fail.ts';
import { route } from '#api/frame/route.ts';
import { stepView } from '#api/live/cut.ts';
import { runHref } from '#api/runs/admission-answer.ts';
import { currentRun } from '#api/runs/current-run.ts';
import { loadTrace } from '#api/runs/load-trace.ts';
import { publicRun, runInList } from '#api/runs/view-run.ts';
import { givenInstant, id, json, pageQuery } from '#api/schemas/common.ts';
import { runPage, runStatus, runView, trace } from '#api/schemas/run.ts';
import { listRuns } from '#domain/runs/list-runs.ts';

export const runRef = z.object({ run: id('run') });

export const getRun = route({
  method: 'get',
  path: '/runs/{run}',
  tag: 'Runs',
  summary: 'One run',
  params: runRef,
  output: { 200: runView },
  scopes: ['runs:read'],
  handle: async ({ caller, params }, deps) => ok(publicRun(await currentRun(deps, caller.tenant.id, params.run))),
});

/** Steps and characters of one answer; the rest is behind `nextCursor`. */
const MOST_STEPS = 20_000;
const MOST_CHARACTERS = 24 * 1024 * 1024;

export const getTrace = route({
  method: 'get',
  path: '/runs/{run}/trace',
  tag: 'Runs',
  summary: 'What a run did, step by step',
  description: 'Values of over 32 KB are cut: `{ $cut, size, href, preview }`, the whole is at `href`.',
  params: runRef,
  query: z.object({
    cursor: z.coerce.number().int().min(0).default(0).describe('`n` of the last step already read'),
    limit: z.coerce.number().int().min(1).max(MOST_STEPS).default(MOST_STEPS),
  }),
  output: { 200: trace },
  scopes: ['runs:read'],
  handle: async ({ caller, params, query }, deps) => {
    // One more than is shown says that there is more.
    const most = query.limit + 1;
    const { steps } = await loadTrace(deps, caller.tenant.id, params.run, { since: query.cursor, most });
    const shown = [];
    let size = 0;
    for (const step of steps) {
      const view = stepView(step, runHref(params.run));
      size += JSON.stringify(view).length;
      if (shown.length > 0 && (shown.length >= query.limit || size > MOST_CHARACTERS)) break;
      shown.push(view);
    }
    return ok({ steps: shown, nextCursor: shown.length < steps.length ? String(shown.at(-1)?.n ?? 0) : null });
  },
});

export const getStepValue = route({
  method: 'get',
  path: '/runs/{run}/steps/{n}/{part}',
  tag: 'Runs',
  summary: 'The whole of a value that a trace cut',
  params: runRef.extend({ n: z.coerce.number().int().min(1), part: z.enum(['input', 'output']) }),
  output: { 200: json },
  scopes: ['runs:read'],
  handle: async ({ caller, params }, deps) => {
    const { steps } = await loadTrace(deps, caller.tenant.id, params.run, { since: params.n - 1, most: 1 });
    const step = steps.find((one) => one.n === params.n);
    if (!step) throw notFound();
    return ok(step[params.part]);
  },
});

/** One status, or several between commas. */
const statuses = z
  .string()
  .transform((text) => text.split(',').map((one) => one.trim()))
  .pipe(z.array(runStatus));
export const time = z.union([givenInstant, z.iso.date()]);

/** A word of an address: only the one, or only the others. */
export const yesOrNo = z.enum(['true', 'false']).transform((text) => text === 'true');

export const listRunsRoute = route({
  method: 'get',
  path: '/runs',
  tag: 'Runs',
  summary: 'Runs, newest first',
  query: pageQuery.extend({
    flow: z.string().max(100).optional().describe('Id or slug'),
    status: statuses.optional().describe('One, or several between commas'),
    from: time.optional().describe('Accepted at or after'),
    to: time.optional().describe('Accepted before'),
    test: yesOrNo.optional().describe('Only runs of tests, or only others'),
    retryOf: id('run').optional().describe('Only those that try this run again'),
    q: z.string().max(200).optional().describe('Found in the id, the trigger, the output or the error'),
  }),
  output: { 200: runPage },
  scopes: ['runs:read'],
  handle: async ({ caller, query }, deps) => {
    const { cursor, limit, ...filters } = query;
    const page = await deps.database.withTenant(caller.tenant.id, (db) => listRuns(db, filters, { cursor, limit }));
    return ok({ data: page.data.map(runInList), nextCursor: page.nextCursor });
  },
});
