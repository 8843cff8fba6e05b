import { z } from 'zod';
import { ok } from '#api/frame/answer.ts';
import { route } from '#api/frame/route.ts';
import { askGraph } from '#api/graphql/graph-api.ts';
import { json } from '#api/schemas/common.ts';

export const graphql = route({
  method: 'post',
  path: '/graphql',
  tag: 'GraphQL',
  summary: 'Read by GraphQL: flows, runs, events, approvals, connections, tables, members, usage',
  description:
    'What a field gives is what its call of the API gives, under the same rights. Lists are connections: `first`, `after`, `nodes`, `pageInfo`. At most 8 levels, 20 fields to begin at and 5,000 values a query. Nothing is written here.',
  body: z.object({
    query: z.string().min(1).max(20_000),
    variables: z.record(z.string(), json).nullish(),
    operationName: z.string().max(200).nullish(),
  }),
  example: { query: '{ runs(first: 5) { nodes { id status flow { name } } pageInfo { hasNextPage endCursor } } }' },
  output: {
    200: z.object({
      data: json.optional(),
      errors: z
        .array(
          z.object({
            message: z.string(),
            locations: z.array(z.object({ line: z.int(), column: z.int() })).optional(),
            path: z.array(z.union([z.string(), z.int()])).optional(),
            extensions: json.optional(),
          }),
        )
        .optional()
        .describe('`extensions.code` is of the table of errors'),
    }),
  },
  scopes: [],
  handle: async ({ caller, body, request }, deps) => ok(await askGraph(body, { caller, request, deps })),
});
