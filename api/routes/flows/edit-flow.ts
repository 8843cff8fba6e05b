import { z } from 'zod';
import { checkDraft } from '#api/flows/check-draft.ts';
import { etagOf, revisionIn } from '#api/flows/if-match.ts';
import { viewWithProblems } from '#api/flows/view-flow.ts';
import { created, ok } from '#api/frame/answer.ts';
import { fail } from '#api/frame/fail.ts';
import { route } from '#api/frame/route.ts';
import { pageQuery } from '#api/schemas/common.ts';
import { definition, flowPage, flowRef, flowView, validation } from '#api/schemas/flow.ts';
import { archiveFlow as archive } from '#domain/flows/archive-flow.ts';
import { createFlow as create } from '#domain/flows/create-flow.ts';
import { getFlow as get } from '#domain/flows/get-flow.ts';
import { listFlows as list } from '#domain/flows/list-flows.ts';
import { restoreFlow as restore } from '#domain/flows/restore-flow.ts';
import { saveDraft as save } from '#domain/flows/save-draft.ts';
import { formatId } from '#domain/ids.ts';
import { boardSchema } from '#flow/board.ts';
import { faultWords } from '#flow/fault-words.ts';
import type { Json } from '#flow/json.ts';

/** A document of 1 MB, and a board of as much. */
const DOCUMENT_LIMIT = 2_200_000;

const withDefinition = z
  .object({ definition, board: boardSchema.optional() })
  .refine((body) => body.definition !== undefined, {
    path: ['definition'],
    ...faultWords('Falta a definição do fluxo', 'The definition of the flow is missing'),
  });

/** A draft is an object, right or wrong. @throws `invalid`. */
function asDocument(definition: Json): Json {
  if (typeof definition === 'object' && definition !== null && !Array.isArray(definition)) return definition;
  throw fail('invalid', 'definition é um objeto.', 'definition is an object.', {
    errors: [{ pointer: '/definition', code: 'invalid_type', message: 'object' }],
  });
}

export const createFlow = route({
  method: 'post',
  path: '/flows',
  tag: 'Flows',
  summary: 'Make a flow',
  description: 'The definition may have problems: it is saved as the draft, and they come back in `problems`.',
  body: withDefinition,
  output: { 201: flowView },
  scopes: ['flows:write'],
  idempotent: true,
  bodyLimit: DOCUMENT_LIMIT,
  handle: async ({ caller, body, request, resourceId }, deps) => {
    const given = {
      ...{ definition: asDocument(body.definition), by: caller.principal },
      ...(body.board === undefined ? {} : { board: body.board }),
    };
    const id = resourceId === undefined ? {} : { id: formatId('flw', resourceId) };
    const flow = await deps.database.withTenant(caller.tenant.id, (db) => create(db, { ...given, ...id }));
    const view = await viewWithProblems(deps, caller, flow, request);
    return created(`/v1/flows/${flow.id}`, view, { ETag: etagOf(flow.draftRevision) });
  },
});

export const listFlows = route({
  method: 'get',
  path: '/flows',
  tag: 'Flows',
  summary: 'Flows, newest first',
  query: pageQuery.extend({
    q: z.string().max(200).optional().describe('Found in the name or the slug'),
    archived: z.stringbool().optional().describe('true: only archived ones'),
    folder: z.string().max(200).optional().describe('This folder and those in it'),
    tag: z.string().max(50).optional(),
  }),
  output: { 200: flowPage },
  scopes: ['flows:read'],
  handle: async ({ caller, query: { cursor, limit, ...filters } }, deps) =>
    ok(await deps.database.withTenant(caller.tenant.id, (db) => list(db, filters, { cursor, limit }))),
});

export const getFlow = route({
  method: 'get',
  path: '/flows/{flow}',
  tag: 'Flows',
  summary: 'A flow with its draft',
  params: flowRef,
  output: { 200: flowView },
  scopes: ['flows:read'],
  handle: async ({ caller, params, request }, deps) => {
    const flow = await deps.database.withTenant(caller.tenant.id, (db) => get(db, params.flow));
    return ok(await viewWithProblems(deps, caller, flow, request), { ETag: etagOf(flow.draftRevision) });
  },
});

export const saveDraft = route({
  method: 'put',
  path: '/flows/{flow}/draft',
  tag: 'Flows',
  summary: 'Save the draft',
  description: 'With `If-Match` it is 412 where somebody saved before.',
  params: flowRef,
  body: withDefinition,
  output: { 200: flowView },
  errors: ['stale', 'conflict'],
  scopes: ['flows:write'],
  bodyLimit: DOCUMENT_LIMIT,
  handle: async ({ caller, params, body, request }, deps) => {
    const revision = revisionIn(request.header('if-match'));
    const given = { definition: asDocument(body.definition), board: body.board, revision, by: caller.principal };
    const flow = await deps.database.withTenant(caller.tenant.id, (db) => save(db, params.flow, given));
    return ok(await viewWithProblems(deps, caller, flow, request), { ETag: etagOf(flow.draftRevision) });
  },
});

export const archiveFlow = route({
  method: 'delete',
  path: '/flows/{flow}',
  tag: 'Flows',
  summary: 'Archive a flow',
  description: 'Nothing starts it any more; open runs go on, and its runs stay readable.',
  params: flowRef,
  output: { 200: flowView },
  errors: ['stale'],
  scopes: ['flows:write'],
  handle: async ({ caller, params, request }, deps) => {
    const revision = revisionIn(request.header('if-match'));
    const flow = await deps.database.withTenant(caller.tenant.id, async (db) => {
      const before = await get(db, params.flow);
      if (revision !== null && revision !== before.draftRevision)
        throw fail('stale', 'Alguém salvou o fluxo antes de você.', 'Somebody saved the flow before you.');
      if (before.archivedAt === null) await archive(db, before.id, caller.principal);
      return get(db, before.id);
    });
    return ok(await viewWithProblems(deps, caller, flow, request));
  },
});

export const restoreFlow = route({
  method: 'post',
  path: '/flows/{flow}/restore',
  tag: 'Flows',
  summary: 'Take an archived flow back, as a draft',
  description:
    'By its id. Nothing starts it before it is published again; its versions and runs are there. Its slug is another where that was taken meanwhile.',
  params: flowRef,
  output: { 200: flowView },
  scopes: ['flows:write'],
  handle: async ({ caller, params, request }, deps) => {
    const flow = await deps.database.withTenant(caller.tenant.id, (db) => restore(db, params.flow, caller.principal));
    return ok(await viewWithProblems(deps, caller, flow, request), { ETag: etagOf(flow.draftRevision) });
  },
});

const anything = z.unknown().transform((body): { document: Json; flowId: string | null } => {
  const whole = (body ?? null) as Json;
  if (typeof whole !== 'object' || whole === null || Array.isArray(whole)) return { document: whole, flowId: null };
  const document = Object.hasOwn(whole, 'definition') ? (whole.definition ?? null) : null;
  return { document, flowId: typeof whole.flow === 'string' ? whole.flow : null };
});

export const validateFlow = route({
  method: 'post',
  path: '/flows/validate',
  tag: 'Flows',
  summary: 'Check a definition, and write nothing',
  description:
    'Answers 200 with the problems of any JSON body: `{ definition, flow? }`. `flow` is the id of the flow that it is of: the address where that one answers is its own.',
  body: anything,
  output: { 200: validation },
  scopes: ['flows:read'],
  bodyLimit: 8 * 1024 * 1024,
  tooDeep: 'null',
  handle: async ({ caller, body, request }, deps) => {
    const { document, flowId } = body;
    const { problems, plan } = await checkDraft(deps, caller.tenant.id, document, { locale: request.locale, flowId });
    return ok({ problems, plan: plan === null ? null : { hash: plan.hash, nodes: plan.nodes.length } });
  },
});
