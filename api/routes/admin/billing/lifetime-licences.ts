import { z } from 'zod';
import { ok } from '#api/frame/answer.ts';
import type { Route } from '#api/frame/route.ts';
import { operatorRoute } from '#api/operator/operator-route.ts';
import { id, instant, page, pageQuery } from '#api/schemas/common.ts';
import { importLifetime, listLifetime } from '#domain/licences/lifetime/lifetime-licences.ts';

const tag = 'Operators';

const listLifetimeLicences = operatorRoute({
  method: 'get',
  path: '/admin/billing/lifetime-licences',
  tag,
  summary: 'Licences that were sold for life, and who claimed them, newest first',
  query: pageQuery.extend({
    q: z.string().trim().max(200).optional().describe('A whole address or a whole key: they are kept as sums'),
    state: z.enum(['open', 'claimed']).optional(),
  }),
  output: {
    200: page(
      z.object({
        id: id('lif'),
        email: z.string().describe('Its first letter and its domain'),
        product: z.string(),
        importedAt: instant,
        claimedAt: instant.nullable(),
        claimedTenant: z.object({ id: id('ten'), name: z.string().nullable() }).nullable(),
      }),
    ).extend({ open: z.int().describe('Of all, whatever is looked for'), claimed: z.int() }),
  },
  handle: async ({ query: { cursor, limit, ...filter } }, { database }) =>
    ok(await listLifetime(database, filter, { cursor, limit })),
});

const importLifetimeLicences = operatorRoute({
  method: 'post',
  path: '/admin/billing/lifetime-licences',
  tag,
  summary: 'Take in a list of licences that were sold for life',
  description:
    'Lines of `e-mail,key,product`, by commas or semicolons, with a heading or without. A key is taken in once. Where a line cannot be used, nothing is, and the answer names each.',
  bodyLimit: 4 * 1024 * 1024,
  body: z.strictObject({
    csv: z.string().min(1).max(3_000_000),
    reason: z.string().trim().min(3).max(300),
    dryRun: z.boolean().default(false).describe('Only say what would come of it'),
  }),
  output: {
    200: z.object({
      added: z.int(),
      known: z.int(),
      problems: z.array(
        z.object({ line: z.int(), problem: z.enum(['columns', 'email', 'key', 'product', 'repeated']) }),
      ),
    }),
  },
  errors: ['invalid'],
  handle: async ({ body, by }, { database }) => ok(await importLifetime(database, { ...body, by })),
});

export const lifetimeRoutes: readonly Route[] = [listLifetimeLicences, importLifetimeLicences];
