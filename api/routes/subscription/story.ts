import { z } from 'zod';
import { ok } from '#api/frame/answer.ts';
import { route } from '#api/frame/route.ts';
import { instant } from '#api/schemas/common.ts';
import { readStory } from '#domain/platform/read-story.ts';

export const getSubscriptionStory = route({
  method: 'get',
  path: '/subscription/story',
  tag: 'Subscription',
  summary: 'What happened to the subscription, and what comes next, in plain words',
  description: 'In the language of the request, newest first. The run behind it is the product’s own.',
  output: {
    200: z.object({
      data: z.array(
        z.object({ at: instant, kind: z.enum(['wish', 'payment', 'notice', 'state', 'access']), text: z.string() }),
      ),
      waits: z.object({ text: z.string(), until: instant.nullable() }).nullable(),
    }),
  },
  scopes: ['billing:read'],
  evenIfFrozen: true,
  handle: async ({ caller, request }, { database, dispatch }) =>
    ok(await readStory(database, caller.tenant.id, request.locale, (workflow) => dispatch.liveTrace(workflow))),
});
