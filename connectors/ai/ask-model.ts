import type { AiSpent } from '#flow/contracts/ai-ledger.ts';
import { failure, TramaError } from '#flow/errors.ts';
import type { Json, JsonSchema } from '#flow/json.ts';
import { type SchemaFault, schemaFaults } from '#flow/schema-check.ts';
import type { ActionContext } from '../action.ts';
import { readJson } from '../read-json.ts';
import { callModel } from './call-model.ts';
import type { Attachment, ChatAnswer, ChatMessage, ChatRequest, FinishReason, OnText } from './provider.ts';

/** Asked again at most so often, each time with what was wrong. */
const MOST_REPAIRS = 2;

export interface Question {
  action: string;
  model: string | undefined;
  system: string | null;
  messages: ChatMessage[];
  attachments: Attachment[];
  temperature: number | undefined;
  maxTokens: number;
}

export interface Usage {
  inputTokens: number;
  cachedInputTokens: number;
  outputTokens: number;
  costUsd: number | null;
}

export interface TextAnswer {
  text: string;
  finishReason: FinishReason;
  model: string;
  usage: Usage;
}

/** Asks a model, and gives the text that it answers with. */
export const askText = async (question: Question, context: ActionContext): Promise<TextAnswer> => {
  const { answer, spent } = await ask(question, null, context, context.partial ?? undefined);
  const { text, finishReason, model } = answer;
  return { text, finishReason, model, usage: usageOf([spent]) };
};

export interface ObjectAnswer {
  object: Json;
  model: string;
  usage: Usage;
}

/**
 * Asks a model for JSON that fits a schema. Whatever the provider promises, the answer is checked, and asked for again
 * with its faults. Fails with `bad_config` on a schema that cannot be read, with `bad_output` where nothing fits.
 */
export const askObject = async (
  question: Question,
  schema: JsonSchema,
  context: ActionContext,
): Promise<ObjectAnswer> => {
  refuseUnreadable(schema);
  const messages = [...question.messages];
  const spents: AiSpent[] = [];
  for (let repairs = 0; ; repairs++) {
    const { answer, spent } = await ask({ ...question, messages }, schema, context);
    spents.push(spent);
    if (answer.finishReason !== 'stop') throw unfinished(answer);
    const { value, faults } = read(answer.text, schema);
    if (faults.length === 0) return { object: value, model: answer.model, usage: usageOf(spents) };
    if (repairs >= MOST_REPAIRS) throw unfit(answer.text, faults);
    messages.push({ role: 'assistant', content: answer.text || '(nothing)' }, { role: 'user', content: again(faults) });
  }
};

const ask = (
  question: Question,
  schema: JsonSchema | null,
  context: ActionContext,
  partial?: ActionContext['partial'],
) => {
  const { action, model, system, messages, attachments, temperature, maxTokens } = question;
  const request: Omit<ChatRequest, 'model'> = {
    system,
    messages,
    attachments,
    temperature: temperature ?? null,
    maxTokens,
    schema,
  };
  return callModel(
    {
      action,
      purpose: 'chat',
      model,
      atMost: { inputTokens: inputAtMost(request), cachedInputTokens: 0, outputTokens: maxTokens },
      send: (open) => open.provider.chat({ ...request, model: open.model }, partial ? teller(partial) : undefined),
    },
    context,
  );
};

/** Each piece with where it belongs: a fallback begins anew, and who comes late sees that something is missing. */
const teller = (partial: NonNullable<ActionContext['partial']>): OnText => {
  let at = 0;
  return (text) => {
    partial({ at, text });
    at += text.length;
  };
};

/** A token is seldom shorter than three bytes of text; a picture or a page of a PDF takes some 2,000. */
const inputAtMost = ({ system, messages, attachments, schema }: Omit<ChatRequest, 'model'>): number => {
  const texts = [system ?? '', schema ? JSON.stringify(schema) : '', ...messages.map(({ content }) => content)];
  const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  const pages = attachments.reduce((sum, { base64 }) => sum + Math.max(1, Math.ceil(base64.length / 100_000)), 0);
  return 50 + Math.ceil(bytes / 3) + pages * 2_000;
};

const refuseUnreadable = (schema: JsonSchema): void => {
  if (schemaFaults(schema, null).some(({ code }) => code === 'schema'))
    throw failure('bad_config', 'O esquema não pôde ser lido.', 'The schema could not be read.');
};

interface Read {
  value: Json;
  faults: SchemaFault[];
}

/** Models like to put JSON between fences, whatever they are told. */
const unfenced = (text: string): string => /^```(?:json)?\s*\n?([\s\S]*?)\n?```$/.exec(text.trim())?.[1] ?? text;

const read = (text: string, schema: JsonSchema): Read => {
  try {
    const value = readJson(unfenced(text));
    return { value, faults: schemaFaults(schema, value) };
  } catch (error) {
    if (!(error instanceof TramaError) || !error.text) throw error;
    return { value: null, faults: [{ pointer: '', code: 'json', text: error.text }] };
  }
};

const again = (faults: SchemaFault[]): string =>
  `That answer does not fit:\n${faults.map(({ text }) => `- ${text.en}`).join('\n')}\nAnswer again, with the whole corrected JSON alone.`;

const MOST_TEXT = 4_000;

const unfit = (text: string, faults: SchemaFault[]): TramaError => {
  const errors = faults.map(({ pointer, code, text: { en } }) => ({ pointer, code, message: en }));
  const first = faults[0]?.text ?? { pt: '', en: '' };
  return failure(
    'bad_output',
    `A resposta do modelo não cabe no esquema: ${first.pt}`,
    `The model’s answer does not fit the schema: ${first.en}`,
    { details: { errors, text: text.slice(0, MOST_TEXT) } },
  );
};

const unfinished = ({ finishReason, text }: ChatAnswer): TramaError => {
  const details = { finishReason, text: text.slice(0, MOST_TEXT) };
  return finishReason === 'length'
    ? failure(
        'bad_output',
        'A resposta foi cortada: aumente o máximo de tokens.',
        'The answer was cut: raise the most tokens it may have.',
        { details },
      )
    : failure('bad_output', 'O modelo se recusou a responder.', 'The model refused to answer.', { details });
};

const usageOf = (spents: AiSpent[]): Usage => {
  const sum = (of: (one: AiSpent) => number) => spents.reduce((total, one) => total + of(one), 0);
  return {
    inputTokens: sum((one) => one.inputTokens),
    cachedInputTokens: sum((one) => one.cachedInputTokens),
    outputTokens: sum((one) => one.outputTokens),
    costUsd: spents.some((one) => one.costNanoUsd === null) ? null : sum((one) => one.costNanoUsd ?? 0) / 1e9,
  };
};
