import { z } from 'zod';
import { helpConnections, openHelp } from '#api/ai-help/open-help.ts';
import { ok } from '#api/frame/answer.ts';
import { route } from '#api/frame/route.ts';
import { id, json, problem } from '#api/schemas/common.ts';
import { draftFlow, explainFlow, mendFlow, writeExpression } from '#domain/ai-help/flow-help.ts';
import { failure } from '#flow/errors.ts';
import type { JsonObject } from '#flow/json.ts';

const DOCUMENT_LIMIT = 1_200_000;

const words = z.string().trim().min(1).max(4_000);
const connection = z
  .string()
  .min(1)
  .max(200)
  .optional()
  .describe('Of a language model; the oldest where none is named');
const flow = id('flw').optional().describe('The flow that it is of: what it takes is booked there');
const document = z
  .record(z.string(), json)
  .transform((value) => value as JsonObject)
  .describe('A flow document');

const proposal = {
  problems: z.array(problem).describe('What is still wrong with it'),
  answers: z.int().describe('How often the model was asked'),
};

/** @throws `bad_output` where no answer meant anything */
const meant = <T>(value: T | null): T => {
  if (value !== null) return value;
  throw failure(
    'bad_output',
    'O modelo não deu nenhuma resposta que sirva.',
    'The model gave no answer that could be used.',
  );
};

const errors = ['missing_connection', 'budget_exceeded', 'bad_output'];
const shared = { tag: 'AI', errors, scopes: ['flows:write'], bodyLimit: DOCUMENT_LIMIT } as const;

export const getAiHelp = route({
  method: 'get',
  path: '/ai/help',
  tag: 'AI',
  summary: 'Whether there is AI help, and which connections it may ask',
  output: {
    200: z.object({ available: z.boolean(), connections: z.array(z.object({ id: id('con'), name: z.string() })) }),
  },
  scopes: ['flows:read'],
  handle: async ({ caller }, deps) => {
    const connections = (await helpConnections(deps, caller)).map((one) => ({ id: one.id, name: one.name }));
    const operators = deps.settings.aiHelp !== undefined && deps.settings.aiHelp !== null;
    return ok({ available: connections.length > 0 || operators, connections });
  },
});

export const draftWithAi = route({
  ...shared,
  method: 'post',
  path: '/ai/help/draft',
  summary: 'A flow as words describe it; nothing is saved',
  description: 'The answer of the model is checked by the compiler and mended with what it said, up to four times.',
  body: z.strictObject({
    words,
    document: document.optional().describe('Of a flow that shall be changed; a new one where it is left out'),
    flow,
    connection,
  }),
  output: { 200: z.object({ document: json, ...proposal }) },
  handle: async ({ caller, body, request }, deps) => {
    const helper = await openHelp(deps, caller, { connection: body.connection, request, flowId: body.flow ?? null });
    const { value, ...rest } = meant(await draftFlow(helper, body.words, body.document));
    return ok({ document: value, ...rest });
  },
});

export const explainWithAi = route({
  ...shared,
  method: 'post',
  path: '/ai/help/explain',
  summary: 'What a flow does, in plain words',
  body: z.strictObject({ document, flow, connection }),
  output: { 200: z.object({ explanation: z.string() }) },
  handle: async ({ caller, body, request }, deps) => {
    const helper = await openHelp(deps, caller, { connection: body.connection, request, flowId: body.flow ?? null });
    return ok({ explanation: await explainFlow(helper, body.document) });
  },
});

export const mendWithAi = route({
  ...shared,
  method: 'post',
  path: '/ai/help/mend',
  summary: 'A change of a flow that keeps an error from coming again; nothing is saved',
  body: z.strictObject({
    document,
    failed: z.strictObject({ node: z.string().max(100), code: z.string().max(200), message: z.string().max(10_000) }),
    flow,
    connection,
  }),
  output: { 200: z.object({ document: json, why: z.string(), ...proposal }) },
  handle: async ({ caller, body, request }, deps) => {
    const helper = await openHelp(deps, caller, { connection: body.connection, request, flowId: body.flow ?? null });
    const { value, ...rest } = meant(await mendFlow(helper, body.document, body.failed));
    return ok({ ...value, ...rest });
  },
});

export const writeWithAi = route({
  ...shared,
  method: 'post',
  path: '/ai/help/expression',
  summary: 'What stands in one field of a flow; nothing is saved',
  body: z.strictObject({
    words,
    document,
    pointer: z.string().max(1_000).startsWith('/').describe('JSON pointer into the document'),
    values: json.optional().describe('Last values by name, which the model may see; cut at 8,000 characters'),
    flow,
    connection,
  }),
  output: { 200: z.object({ expression: z.string(), ...proposal }) },
  handle: async ({ caller, body, request }, deps) => {
    const helper = await openHelp(deps, caller, { connection: body.connection, request, flowId: body.flow ?? null });
    const { values, ...rest } = body;
    const wanted = { words: rest.words, document: rest.document, pointer: rest.pointer };
    const { value, ...told } = meant(
      await writeExpression(helper, values === undefined ? wanted : { ...wanted, values }),
    );
    return ok({ expression: value, ...told });
  },
});
