import { z } from 'zod';
import { openHelp } from '#api/ai-help/open-help.ts';
import { ok } from '#api/frame/answer.ts';
import { route } from '#api/frame/route.ts';
import { id, json, problem } from '#api/schemas/common.ts';
import { draftFlow, explainFlow, mendFlow, writeExpression } from '#domain/ai-help/flow-help.ts';
import { failure } from '#flow/errors.ts';
import type { JsonObject } from '#flow/json.ts';
import { helpUsage } from './help-usage.ts';

const DOCUMENT_LIMIT = 1_200_000;

const words = z.string().trim().min(1).max(4_000);
const flow = id('flw').optional().describe('The flow that it is of: what it takes is booked there');
const document = z
  .record(z.string(), json)
  .transform((value) => value as JsonObject)
  .describe('A flow document');

const proposal = {
  problems: z.array(problem).describe('What is still wrong with it'),
  answers: z.int().describe('How often the model was asked'),
  usage: helpUsage,
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

const errors = ['missing_connection', 'budget_exceeded', 'bad_output', 'model_failed', 'timeout'];
const shared = { tag: 'AI', errors, scopes: ['flows:write'], bodyLimit: DOCUMENT_LIMIT } as const;

export const draftWithAi = route({
  ...shared,
  method: 'post',
  path: '/ai/help/draft',
  timeoutMs: 6 * 60_000,
  summary: 'A flow as words describe it; nothing is saved',
  description: 'The answer of the model is checked by the compiler and mended with what it said, up to four times.',
  body: z.strictObject({
    words,
    document: document.optional().describe('Of a flow that shall be changed; a new one where it is left out'),
    flow,
  }),
  output: { 200: z.object({ document: json, ...proposal }) },
  handle: async ({ caller, body, request }, deps) => {
    const helper = await openHelp(deps, caller, { request, flowId: body.flow });
    const { value, ...rest } = meant(await draftFlow(helper, body.words, body.document));
    return ok({ document: value, ...rest, usage: helper.usage() });
  },
});

export const explainWithAi = route({
  ...shared,
  method: 'post',
  path: '/ai/help/explain',
  timeoutMs: 6 * 60_000,
  summary: 'What a flow does, in plain words',
  body: z.strictObject({ document, flow }),
  output: { 200: z.object({ explanation: z.string(), usage: helpUsage }) },
  handle: async ({ caller, body, request }, deps) => {
    const helper = await openHelp(deps, caller, { request, flowId: body.flow });
    const explanation = meant((await explainFlow(helper, body.document)) || null);
    return ok({ explanation, usage: helper.usage() });
  },
});

export const mendWithAi = route({
  ...shared,
  method: 'post',
  path: '/ai/help/mend',
  timeoutMs: 6 * 60_000,
  summary: 'A change of a flow that keeps an error from coming again; nothing is saved',
  body: z.strictObject({
    document,
    failed: z.strictObject({ node: z.string().max(100), code: z.string().max(200), message: z.string().max(10_000) }),
    flow,
  }),
  output: { 200: z.object({ document: json, why: z.string(), ...proposal }) },
  handle: async ({ caller, body, request }, deps) => {
    const helper = await openHelp(deps, caller, { request, flowId: body.flow });
    const { value, ...rest } = meant(await mendFlow(helper, body.document, body.failed));
    return ok({ ...value, ...rest, usage: helper.usage() });
  },
});

export const writeWithAi = route({
  ...shared,
  method: 'post',
  path: '/ai/help/expression',
  timeoutMs: 6 * 60_000,
  summary: 'What stands in one field of a flow; nothing is saved',
  body: z.strictObject({
    words,
    document,
    pointer: z.string().max(1_000).startsWith('/').describe('JSON pointer into the document'),
    values: json
      .optional()
      .describe('Values by name in place of the last real ones; the model sees their shapes and masked samples'),
    flow,
  }),
  output: { 200: z.object({ expression: z.string(), ...proposal }) },
  handle: async ({ caller, body, request }, deps) => {
    const helper = await openHelp(deps, caller, { request, flowId: body.flow });
    const { values, ...rest } = body;
    const wanted = { words: rest.words, document: rest.document, pointer: rest.pointer };
    const { value, ...told } = meant(
      await writeExpression(helper, values === undefined ? wanted : { ...wanted, values }),
    );
    return ok({ expression: value, ...told, usage: helper.usage() });
  },
});
