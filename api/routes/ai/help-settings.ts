import { z } from 'zod';
import { askHelp } from '#api/ai-help/ask-help.ts';
import { valuesSeen } from '#api/ai-help/open-help.ts';
import { type Asked, askedAs, type HelpState, helpState } from '#api/ai-help/who-is-asked.ts';
import { refuseUse } from '#api/connections/may-use.ts';
import type { ApiDeps } from '#api/deps.ts';
import { ok } from '#api/frame/answer.ts';
import type { Caller } from '#api/frame/caller.ts';
import { route } from '#api/frame/route.ts';
import { id } from '#api/schemas/common.ts';
import { setHelpSettings } from '#domain/ai-help/help-settings.ts';
import { TramaError } from '#flow/errors.ts';
import { helpUsage } from './help-usage.ts';

const connection = id('con').nullable().describe('Of a language model; null: the oldest, else the operator’s');
const model = z.string().trim().min(1).max(200).nullable().describe('null: the connection’s own');

const view = z.object({
  available: z.boolean(),
  state: z.enum(['ready', 'off', 'missing', 'gone', 'forbidden']),
  asked: z
    .object({ name: z.string().nullable().describe('null: the operator’s model'), model: z.string().nullable() })
    .nullable()
    .describe('Who answers'),
  settings: z.object({ enabled: z.boolean(), connection: z.string().nullable(), model: z.string().nullable() }),
  connections: z.array(z.object({ id: id('con'), name: z.string(), model: z.string().nullable() })),
});

const modelOf = (config: Record<string, unknown> | undefined): string | null =>
  typeof config?.model === 'string' ? config.model : null;

const askedView = ({ asked, connections }: HelpState) => {
  if (asked === null) return null;
  if ('operators' in asked) return { name: null, model: modelOf(asked.operators.config) };
  return { name: asked.name, model: asked.model ?? modelOf(connections.find((one) => one.id === asked.own)?.config) };
};

const shown = async (deps: ApiDeps, caller: Caller) => {
  const known = await helpState(deps, caller);
  return {
    available: known.state === 'ready',
    state: known.state,
    asked: askedView(known),
    settings: known.settings,
    connections: known.connections.map((one) => ({ id: one.id, name: one.name, model: modelOf(one.config) })),
  };
};

export const getAiHelp = route({
  method: 'get',
  path: '/ai/help',
  tag: 'AI',
  summary: 'Whether there is AI help, whom it asks, and what the tenant chose',
  output: { 200: view },
  scopes: ['flows:read'],
  handle: async ({ caller }, deps) => ok(await shown(deps, caller)),
});

export const setAiHelp = route({
  method: 'put',
  path: '/ai/help',
  tag: 'AI',
  summary: 'Choose what the AI help asks, or turn it off',
  body: z.strictObject({ enabled: z.boolean(), connection, model }),
  output: { 200: view },
  errors: ['missing_connection'],
  scopes: ['tenant:write'],
  handle: async ({ caller, body }, deps) => {
    if (body.connection !== null) refuseUse(caller);
    await deps.database.withTenant(caller.tenant.id, (db) => setHelpSettings(db, body, caller.principal));
    return ok(await shown(deps, caller));
  },
});

const question = {
  system: 'Answer in JSON.',
  messages: [{ role: 'user' as const, content: 'Answer { "ready": true }.' }],
  schema: { type: 'object', properties: { ready: { type: 'boolean' } }, required: ['ready'] },
};
/** Who waits for a test has the settings open. */
const TEST_MS = 45_000;

export const testAiHelp = route({
  method: 'post',
  path: '/ai/help/test',
  timeoutMs: 60_000,
  tag: 'AI',
  summary: 'Ask a model one small question; costs a few tokens',
  description: 'What was not yet saved can be tried.',
  body: z.strictObject({ connection, model }),
  output: {
    200: z.object({
      ok: z.boolean(),
      ms: z.int(),
      error: z.object({ code: z.string(), message: z.string() }).nullable(),
      usage: helpUsage,
    }),
  },
  errors: ['missing_connection', 'budget_exceeded'],
  scopes: ['tenant:write'],
  handle: async ({ caller, body, request }, deps) => {
    const known = await helpState(deps, caller);
    const asked: Asked = askedAs(caller, body, known);
    const { ask, usage } = askHelp(deps, caller, asked, { request, flowId: null, wholeMs: TEST_MS });
    const began = performance.now();
    const came = (error: { code: string; message: string } | null) =>
      ok({ ok: error === null, ms: Math.round(performance.now() - began), error, usage: usage() });
    try {
      await ask(question);
      return came(null);
    } catch (error) {
      if (!(error instanceof TramaError)) throw error;
      const message = error.text?.[request.locale === 'en' ? 'en' : 'pt'] ?? error.message;
      return came({ code: error.code, message });
    }
  },
});

export const getAiHelpValues = route({
  method: 'get',
  path: '/ai/help/values',
  tag: 'AI',
  summary: 'What the model would see of the last values of a flow: shapes, and masked samples',
  query: z.object({ flow: id('flw') }),
  output: { 200: z.object({ values: z.string().nullable().describe('null: no run has ended yet') }) },
  scopes: ['flows:read', 'runs:read'],
  handle: async ({ caller, query }, deps) => ok({ values: await valuesSeen(deps, caller, query.flow) }),
});
