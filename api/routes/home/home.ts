import { z } from 'zod';
import { ok } from '#api/frame/answer.ts';
import { route } from '#api/frame/route.ts';
import { givenInstant, id, instant, json } from '#api/schemas/common.ts';
import { runStatus } from '#api/schemas/run.ts';
import { flowActivity } from '#domain/home/flow-activity.ts';
import { countOpenApprovals, homeFigures } from '#domain/home/home-figures.ts';

const counts = { runs: z.int(), succeeded: z.int(), failed: z.int(), minutesSaved: z.number().nullable() };

const home = z.object({
  totals: z.object(counts),
  flows: z
    .array(z.object({ ...counts, id: id('flw'), name: z.string(), days: z.array(z.int()) }))
    .describe('Those with most runs; `days`: runs of each day, the first first'),
  waiting: z.object({
    count: z.int(),
    oldest: z.object({ runId: id('run'), flowName: z.string(), since: instant }).nullable(),
  }),
  approvals: z.object({
    open: z.int(),
    oldest: z.object({ id: id('apr'), title: z.string(), since: instant }).nullable(),
  }),
  failures: z.array(z.object({ runId: id('run'), flowId: id('flw'), flowName: z.string(), error: json, at: instant })),
  flowCount: z.int(),
  publishedCount: z.int(),
});

/** Farther back nobody looks on a first page, and the query stays small. */
const LONGEST_MS = 100 * 86_400_000;
const USUAL_MS = 7 * 86_400_000;

export const getHome = route({
  method: 'get',
  path: '/home',
  tag: 'Account',
  summary: 'Figures of a first page: totals, busiest flows, what waits, what failed last',
  description: 'Of production: runs of tests are left out. Days are those of the tenant’s time zone.',
  query: z.object({ from: givenInstant.optional().describe('Seven days ago where it is left out; at most 100 days') }),
  output: { 200: home },
  scopes: ['runs:read'],
  handle: async ({ caller, query }, deps) => {
    const now = deps.now();
    const from = Math.max(query.from ? Date.parse(query.from) : now - USUAL_MS, now - LONGEST_MS);
    const ask = { from: new Date(from).toISOString(), timezone: caller.tenant.timezone, now };
    return ok(await deps.database.withTenant(caller.tenant.id, (db) => homeFigures(db, ask)));
  },
});

export const getCounts = route({
  method: 'get',
  path: '/home/counts',
  tag: 'Account',
  summary: 'How many approvals wait for somebody',
  output: { 200: z.object({ approvals: z.int() }) },
  scopes: ['approvals:read'],
  handle: async ({ caller }, deps) =>
    ok({ approvals: await deps.database.withTenant(caller.tenant.id, countOpenApprovals) }),
});

const ACTIVITY_DAYS = 8;

export const getFlowActivity = route({
  method: 'get',
  path: '/home/flows',
  tag: 'Account',
  summary: 'Of every flow that ran: its last run, and its runs of each of the last eight days',
  description:
    'Of production: runs of tests are left out. Days are those of the tenant’s time zone, the last one is today.',
  output: {
    200: z.object({
      data: z.array(
        z.object({
          flowId: id('flw'),
          lastRun: z.object({ id: id('run'), status: runStatus, at: instant }),
          runs: z.int(),
          failed: z.int(),
          days: z.array(z.int()),
        }),
      ),
    }),
  },
  scopes: ['runs:read'],
  handle: async ({ caller }, deps) => {
    const from = new Date(deps.now() - (ACTIVITY_DAYS - 1) * 86_400_000).toISOString();
    const ask = { from, timezone: caller.tenant.timezone, days: ACTIVITY_DAYS };
    return ok({ data: await deps.database.withTenant(caller.tenant.id, (db) => flowActivity(db, ask)) });
  },
});
