import type { TokenCount } from '#flow/contracts/ai-ledger.ts';
import { failure, type TramaError } from '#flow/errors.ts';
import type { Json, JsonSchema } from '#flow/json.ts';

/** A picture or a document that goes with the last message of the user. */
export interface Attachment {
  name: string;
  /** `image/png`, `application/pdf`. */
  type: string;
  base64: string;
}

export interface ChatMessage {
  role: 'user' | 'assistant';
  content: string;
}

export interface ChatRequest {
  model: string;
  system: string | null;
  messages: ChatMessage[];
  attachments: Attachment[];
  temperature: number | null;
  /** Of the answer, its reasoning included. */
  maxTokens: number;
  /** The answer is to be JSON that fits it. */
  schema: JsonSchema | null;
}

/** `length`: cut at `maxTokens`. `refused`: the model or its filter would not. */
export type FinishReason = 'stop' | 'length' | 'refused';

export interface ChatAnswer {
  text: string;
  finishReason: FinishReason;
  /** As the provider names it. */
  model: string;
  /** null: the server does not count. */
  tokens: TokenCount | null;
}

export interface EmbedRequest {
  model: string;
  texts: string[];
  dimensions: number | null;
}

export interface EmbedAnswer {
  vectors: number[][];
  model: string;
  tokens: TokenCount | null;
}

export type OnText = (piece: string) => void;

/** How one provider is spoken to. Fails as `provider-failure.ts` has it. */
export interface AiProvider {
  /** With `onText` the answer is told as it comes, piece by piece, and given as a whole all the same. */
  chat(request: ChatRequest, onText?: OnText): Promise<ChatAnswer>;
  /** null: the provider has no vectors. */
  embed: ((request: EmbedRequest) => Promise<EmbedAnswer>) | null;
}

/** A server answered 200 with something else: a page of a proxy, another API. */
export const notAnAnswer = (): TramaError =>
  failure(
    'bad_output',
    'O servidor respondeu outra coisa que não a API.',
    'The server answered something that is not the API.',
  );

/** A stream ended without saying how: what came is not all of it. */
export const endedEarly = (): TramaError =>
  failure('connection_failed', 'A resposta parou no meio.', 'The answer stopped in the middle.');

/** What a model is told where the provider has no means of its own to hold an answer to a schema. */
export const inWords = (schema: JsonSchema): string =>
  `Answer with JSON alone, without any other text and without code fences. The JSON must fit this JSON Schema:\n${JSON.stringify(schema)}`;

const isObject = (value: unknown): value is Record<string, Json> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Every schema in a schema, itself first. */
function* within(schema: JsonSchema): Generator<JsonSchema> {
  yield schema;
  for (const [keyword, value] of Object.entries(schema)) {
    if (keyword === 'properties' || keyword === '$defs') {
      for (const one of Object.values(isObject(value) ? value : {})) if (isObject(one)) yield* within(one);
    } else if (keyword === 'items' || keyword === 'additionalProperties') {
      if (isObject(value)) yield* within(value);
    } else if (Array.isArray(value) && /^(anyOf|oneOf|allOf|prefixItems)$/.test(keyword)) {
      for (const one of value) if (isObject(one)) yield* within(one);
    }
  }
}

const isOfObjects = ({ type, properties }: JsonSchema): boolean => type === 'object' || properties !== undefined;

/** Providers hold answers to objects whose members are all named; any other schema is asked for in words. */
export const isClosed = (schema: JsonSchema): boolean =>
  schema.type === 'object' &&
  [...within(schema)].every(
    (one) => !isOfObjects(one) || (isObject(one.properties) && !isObject(one.additionalProperties)),
  );

/** OpenAI's `strict` wants every member required and no other allowed. */
export const isStrict = (schema: JsonSchema): boolean =>
  [...within(schema)].every((one) => {
    if (!isOfObjects(one)) return true;
    const names = Object.keys(isObject(one.properties) ? one.properties : {});
    const required = Array.isArray(one.required) ? one.required : [];
    return one.additionalProperties === false && names.every((name) => required.includes(name));
  });
