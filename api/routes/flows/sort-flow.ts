import { z } from 'zod';
import { etagOf } from '#api/flows/if-match.ts';
import { viewWithProblems } from '#api/flows/view-flow.ts';
import { ok } from '#api/frame/answer.ts';
import { route } from '#api/frame/route.ts';
import { flowRef, flowView } from '#api/schemas/flow.ts';
import { sortFlow as sort } from '#domain/flows/sort-flow.ts';

const folder = z
  .string()
  .trim()
  .regex(/^[^/\s][^/]*(\/[^/\s][^/]*){0,4}$/)
  .max(200)
  .describe('A path of at most five names with `/`');
const tag = z.string().trim().min(1).max(50);

export const sortFlow = route({
  method: 'patch',
  path: '/flows/{flow}',
  tag: 'Flows',
  summary: 'Folder, tags and minutes saved of a flow',
  description: 'What is left out stays. The draft and its ETag are untouched.',
  params: flowRef,
  body: z.strictObject({
    folder: folder.nullable().optional().describe('null: none'),
    tags: z
      .array(tag)
      .max(20)
      .transform((tags) => [...new Set(tags)])
      .optional(),
    minutesSaved: z.number().min(0).max(10_000).nullable().optional(),
  }),
  output: { 200: flowView },
  errors: ['conflict'],
  scopes: ['flows:write'],
  handle: async ({ caller, params, body, request }, deps) => {
    const flow = await deps.database.withTenant(caller.tenant.id, (db) =>
      sort(db, params.flow, body, caller.principal),
    );
    return ok(await viewWithProblems(deps, caller, flow, request), { ETag: etagOf(flow.draftRevision) });
  },
});
