import { z } from 'zod';
import { tryAction } from '#api/connections/try-action.ts';
import { ok } from '#api/frame/answer.ts';
import { route } from '#api/frame/route.ts';
import { json, VALUE_LIMIT } from '#api/schemas/common.ts';
import { connectionSchema } from '#connectors/connection.ts';
import { connectionTypes } from '#connectors/connection-types.ts';
import { appendAudit } from '#domain/audit/audit.ts';
import { triggerTypes } from '#flow/core/triggers.ts';

const nodeType = z.looseObject({
  type: z.string(),
  version: z.number().int(),
  kind: z.enum(['core', 'action']),
  config: json.describe('JSON Schema of the config after its expressions were read'),
  output: json.optional().describe('JSON Schema'),
  ports: z.array(z.string()),
});

export const listNodeTypes = route({
  method: 'get',
  path: '/node-types',
  tag: 'Catalogue',
  summary: 'What flows are made of',
  description: 'Node types, triggers and kinds of connection with their JSON Schemas: for builders and for agents.',
  output: {
    200: z.object({
      data: z.array(nodeType),
      nextCursor: z.null(),
      triggers: z.array(json),
      connections: z.array(json),
    }),
  },
  scopes: ['flows:read'],
  handle: async (_input, { catalogue }) => {
    const connections = connectionTypes.map((type) => {
      const { fields: _shape, hostsFrom: _hosts, test: _test, ...facts } = type;
      return { ...facts, schema: connectionSchema(type) };
    });
    return ok({ data: [...catalogue.values()], nextCursor: null, triggers: triggerTypes, connections });
  },
});

export const testNodeType = route({
  method: 'post',
  path: '/node-types/{type}/test',
  timeoutMs: 11 * 60_000,
  tag: 'Catalogue',
  summary: 'Try one action alone',
  description: 'It is really called. The config holds values, not expressions.',
  params: z.object({ type: z.string().regex(/^[A-Za-z][\w.-]{0,99}$/) }),
  body: z.object({ config: json.optional(), connection: z.string().max(200).nullish() }),
  output: {
    200: z.object({
      ok: z.boolean(),
      output: json,
      error: z.object({ code: z.string(), message: z.string(), details: json }).nullable(),
      ms: z.number(),
    }),
  },
  errors: ['missing_connection'],
  scopes: ['runs:write'],
  bodyLimit: VALUE_LIMIT,
  handle: async ({ caller, params, body, request }, deps) => {
    const what = { type: params.type, config: body.config ?? {}, connection: body.connection ?? null };
    // It has effects outside whatever comes of it, so it is written down before.
    const about = { actor: caller.principal, action: 'action.try', target: what.type };
    const named = { connection: what.connection };
    await deps.database.withTenant(caller.tenant.id, (db) => appendAudit(db, { ...about, data: named }));
    return ok(await tryAction(deps, caller, what, request.signal));
  },
});
