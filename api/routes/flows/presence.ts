import { z } from 'zod';
import { noContent } from '#api/frame/answer.ts';
import { route } from '#api/frame/route.ts';
import { flowRef } from '#api/schemas/flow.ts';
import { beThere as be } from '#domain/flows/presence.ts';

export const beThere = route({
  method: 'post',
  path: '/flows/{flow}/presence',
  tag: 'Flows',
  summary: 'Say that a page has the flow open',
  description: 'Said again before thirty seconds are over, and with `leaving` at the end. Others see it in the stream.',
  params: flowRef,
  body: z.strictObject({
    client: z.string().min(1).max(64).describe('A name that the page made up for itself'),
    node: z.string().max(100).nullish().describe('What is selected there'),
    leaving: z.boolean().optional(),
  }),
  output: { 204: z.null() },
  scopes: ['flows:read'],
  handle: async ({ caller, params, body }, deps) => {
    const { principal, name } = caller;
    const editor = { client: body.client, node: body.node ?? null, leaving: body.leaving ?? false, principal, name };
    await deps.database.withTenant(caller.tenant.id, (db) => be(db, params.flow, editor));
    return noContent();
  },
});
