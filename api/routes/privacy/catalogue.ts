import { z } from 'zod';
import { ok } from '#api/frame/answer.ts';
import { route } from '#api/frame/route.ts';
import { viewCatalogue } from '#domain/privacy/view-catalogue.ts';

const column = z.object({ name: z.string(), kind: z.enum(['personal', 'secret', 'business', 'technical']) });

export const getDataCatalogue = route({
  method: 'get',
  path: '/data-catalogue',
  tag: 'Privacy',
  summary: 'What is kept of a tenant: every table and column, what it is for, for how long, where it goes',
  output: {
    200: z.object({
      data: z.array(
        z.object({
          table: z.string(),
          purpose: z.string(),
          keeping: z.string().describe('A retention that the tenant chooses, or tenant, audit, short'),
          archive: z.enum(['out', 'no']).describe('Whether exports hold it'),
          person: z.enum(['rows', 'values', 'no']).describe('What goes where one person is erased'),
          columns: z.array(column),
        }),
      ),
    }),
  },
  scopes: ['tenant:read'],
  handle: ({ request }) => Promise.resolve(ok({ data: viewCatalogue(request.locale) })),
});
