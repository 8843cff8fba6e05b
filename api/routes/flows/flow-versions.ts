import { z } from 'zod';
import { revisionIn } from '#api/flows/if-match.ts';
import { publish, rollback } from '#api/flows/publish.ts';
import { ok } from '#api/frame/answer.ts';
import { route } from '#api/frame/route.ts';
import { json, pageQuery } from '#api/schemas/common.ts';
import { flowRef, versionPage, versionSummary, versionView } from '#api/schemas/flow.ts';
import { getVersion as get, listVersions as list } from '#domain/flows/find-version.ts';
import { getFlow } from '#domain/flows/get-flow.ts';
import { diffDocuments } from '#flow/diff-documents.ts';
import type { Json } from '#flow/json.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';

const openRuns = z
  .enum(['keep', 'cancel', 'restart'])
  .default('keep')
  .describe('What becomes of open runs of older versions');
const note = z.string().max(2_000).nullish().describe('Shown in the list of versions');
const published = versionSummary.extend({
  settledRuns: z.number().int().describe('Open runs that were cancelled or started again'),
});

export const publishFlow = route({
  method: 'post',
  path: '/flows/{flow}/publish',
  tag: 'Versions',
  summary: 'Publish the draft as the next version',
  params: flowRef,
  body: z.object({ note, openRuns }),
  output: { 200: published },
  errors: ['flow_has_problems', 'stale', 'conflict'],
  scopes: ['flows:write'],
  idempotent: true,
  handle: async ({ caller, params, body, request }, deps) => {
    const revision = revisionIn(request.header('if-match'));
    const what = { note: body.note ?? null, openRuns: body.openRuns, revision, locale: request.locale };
    return ok(await publish(deps, caller, params.flow, what));
  },
});

export const rollbackFlow = route({
  method: 'post',
  path: '/flows/{flow}/rollback',
  tag: 'Versions',
  summary: 'Publish an old version again, as a new one',
  params: flowRef,
  body: z.object({ version: z.int().min(1), note, openRuns }),
  output: { 200: published },
  errors: ['flow_has_problems', 'conflict'],
  scopes: ['flows:write'],
  idempotent: true,
  handle: async ({ caller, params, body, request }, deps) =>
    ok(await rollback(deps, caller, params.flow, { ...body, note: body.note ?? null, locale: request.locale })),
});

export const listVersions = route({
  method: 'get',
  path: '/flows/{flow}/versions',
  tag: 'Versions',
  summary: 'Versions, newest first',
  params: flowRef,
  query: pageQuery,
  output: { 200: versionPage },
  scopes: ['flows:read'],
  handle: async ({ caller, params, query }, deps) =>
    ok(await deps.database.withTenant(caller.tenant.id, (db) => list(db, params.flow, query))),
});

export const getVersion = route({
  method: 'get',
  path: '/flows/{flow}/versions/{version}',
  tag: 'Versions',
  summary: 'One version with its definition',
  params: flowRef.extend({ version: z.coerce.number().int().min(1) }),
  output: { 200: versionView },
  scopes: ['flows:read'],
  handle: async ({ caller, params }, deps) => {
    const version = await deps.database.withTenant(caller.tenant.id, (db) => get(db, params.flow, params.version));
    const { plan: _plan, ...shown } = version;
    return ok(shown, { 'Cache-Control': 'private, max-age=3600' });
  },
});

const side = z.union([z.literal('draft'), z.coerce.number().int().min(1)]);

const documentOf = async (db: TenantDb, flow: string, which: number | 'draft'): Promise<Json> =>
  which === 'draft' ? (await getFlow(db, flow)).draft : (await get(db, flow, which)).definition;

export const diffVersions = route({
  method: 'get',
  path: '/flows/{flow}/diff',
  tag: 'Versions',
  summary: 'What changed between two versions',
  description: 'Each side is the number of a version, or `draft`. Positions on the canvas do not count.',
  params: flowRef,
  query: z.object({ from: side, to: side.default('draft') }),
  output: { 200: z.object({ from: side, to: side, nodes: json, edges: json, other: json }) },
  scopes: ['flows:read'],
  handle: async ({ caller, params, query }, deps) => {
    const [before, after] = await deps.database.withTenant(caller.tenant.id, async (db) => [
      await documentOf(db, params.flow, query.from),
      await documentOf(db, params.flow, query.to),
    ]);
    return ok({ ...query, ...diffDocuments(before ?? null, after ?? null) });
  },
});
