import { z } from 'zod';
import { ok } from '#api/frame/answer.ts';
import { route } from '#api/frame/route.ts';
import { instant, page, pageQuery } from '#api/schemas/common.ts';
import { readStory } from '#domain/platform/read-story.ts';

export const getSubscriptionStory = route({
  method: 'get',
  path: '/subscription/story',
  tag: 'Subscription',
  summary: 'What happened to the subscription, and what comes next, in plain words',
  description: 'In the language of the request, newest first. The run behind it is the product’s own.',
  query: pageQuery,
  output: {
    200: page(
      z.object({ at: instant, kind: z.enum(['wish', 'payment', 'notice', 'state', 'access']), text: z.string() }),
    ).extend({
      waits: z.object({ text: z.string(), until: instant.nullable() }).nullable(),
    }),
  },
  scopes: ['billing:read'],
  evenIfFrozen: true,
  handle: async ({ caller, query, request: { locale } }, { database, dispatch }) => {
    const ask = (workflow: string) => dispatch.liveTrace(workflow);
    return ok(await readStory(database, caller.tenant.id, { ...query, locale, ask }));
  },
});
