import { z } from 'zod';
import { ok } from '#api/frame/answer.ts';
import { route } from '#api/frame/route.ts';
import { instant } from '#api/schemas/common.ts';
import { runStatus } from '#api/schemas/run.ts';
import { summarizeRuns as summarize } from '#domain/runs/summarize-runs.ts';
import { time, yesOrNo } from './read-run.ts';

export const summarizeRuns = route({
  method: 'get',
  path: '/runs/summary',
  tag: 'Runs',
  summary: 'How many runs each hour or day had, by status, and how long they took',
  description:
    'Without gaps, at most 800; days are those of the tenant’s time zone. `p50Ms` and `p95Ms` are of runs that succeeded.',
  query: z.object({
    flow: z.string().max(100).optional().describe('Id or slug'),
    from: time.describe('Accepted at or after'),
    to: time.optional().describe('Accepted before; now where it is left out'),
    by: z.enum(['hour', 'day']).default('day'),
    test: yesOrNo.optional().describe('Only runs of tests, or only others'),
  }),
  output: {
    200: z.object({
      buckets: z.array(z.object({ from: instant, byStatus: z.partialRecord(runStatus, z.int()) })),
      p50Ms: z.number().nullable(),
      p95Ms: z.number().nullable(),
    }),
  },
  scopes: ['runs:read'],
  handle: async ({ caller, query }, deps) => {
    const { to = new Date(deps.now()).toISOString(), ...rest } = query;
    const ask = { ...rest, to, timezone: caller.tenant.timezone };
    return ok(await deps.database.withTenant(caller.tenant.id, (db) => summarize(db, ask)));
  },
});
