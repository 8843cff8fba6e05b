import { events } from '#api/frame/answer.ts';
import { route } from '#api/frame/route.ts';
import { changesOf } from '#api/live/change.ts';
import { followFlow } from '#api/live/follow-flow.ts';
import { flowRef } from '#api/schemas/flow.ts';
import { getFlow } from '#domain/flows/get-flow.ts';
import { drawingOf } from '#domain/flows/presence.ts';

/** Who left without a word is gone after thirty seconds, and nobody tells of that. */
const LOOK_AGAIN_MS = 10_000;

export const streamFlow = route({
  method: 'get',
  path: '/flows/{flow}/stream',
  tag: 'Live',
  summary: 'Who has the flow open and when its draft is saved, as server-sent events',
  description: 'Events: `presence` with all who are there, `draft` with the revision and who saved it.',
  params: flowRef,
  scopes: ['flows:read'],
  handle: async ({ caller, params }, deps) => {
    const tenantId = caller.tenant.id;
    const { id } = await deps.database.withTenant(tenantId, (db) => getFlow(db, params.flow));
    return events(async (stream) => {
      const { changed, stop } = changesOf(deps.dispatch, tenantId, { flowId: id, drawing: true }, LOOK_AGAIN_MS);
      const load = () => deps.database.withTenant(tenantId, (db) => drawingOf(db, id));
      await followFlow({ load, changed }, stream, caller.principal).finally(stop);
    });
  },
});
