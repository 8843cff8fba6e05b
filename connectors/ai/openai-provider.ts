import type OpenAI from 'openai';
import {
  type AiProvider,
  type Attachment,
  type ChatAnswer,
  type ChatRequest,
  endedEarly,
  type FinishReason,
  inWords,
  isClosed,
  isStrict,
  notAnAnswer,
  type OnText,
} from './provider.ts';

export interface Endpoint {
  baseUrl: string;
  apiKey: string;
  structured: 'schema' | 'json' | 'prompt';
  timeoutMs: number;
  fetch: typeof fetch;
  /** For answers that are read as they come. */
  streamed: typeof fetch;
}

/** OpenAI, and every server that speaks its chat completions. `own`: it is OpenAI, which renamed a field. */
export const openAiProvider = async (endpoint: Endpoint, own: boolean): Promise<AiProvider> => {
  const { OpenAI: Client } = await import('openai');
  const { baseUrl, apiKey, timeoutMs } = endpoint;
  const clientOf = (fetch: typeof globalThis.fetch) =>
    new Client({
      baseURL: baseUrl,
      apiKey,
      // All that the SDK would else take from our environment, and its own retries: ours decide.
      ...{ adminAPIKey: null, organization: null, project: null, webhookSecret: null },
      ...{ fetch, maxRetries: 0, timeout: timeoutMs, logLevel: 'off' },
    });
  const client = clientOf(endpoint.fetch);
  return {
    chat: async (request, onText) => {
      const body = bodyOf(request, endpoint, own);
      if (!onText) return readAnswer(await client.chat.completions.create(body));
      const told = { ...body, stream: true as const, stream_options: { include_usage: true } };
      return readAnswer(await gathered(await clientOf(endpoint.streamed).chat.completions.create(told), onText));
    },
    embed: async ({ model, texts, dimensions }) => {
      const body = { model, input: texts, ...(dimensions !== null && { dimensions }) };
      // The SDK asks for base64 by itself, which not every server knows.
      const answer = await client.embeddings.create({ ...body, encoding_format: 'float' });
      if (!Array.isArray(answer.data)) throw notAnAnswer();
      const vectors = answer.data.toSorted((a, b) => a.index - b.index).map((one) => one.embedding.map(short));
      // Typed as always there; not every compatible server counts.
      const usage = answer.usage as { prompt_tokens: number } | undefined;
      const tokens = usage ? { inputTokens: usage.prompt_tokens, cachedInputTokens: 0, outputTokens: 0 } : null;
      return { vectors, model: answer.model, tokens };
    },
  };
};

/** Nine digits hold all of a 32-bit float; providers write up to twenty. */
const short = (n: number): number => Number(n.toPrecision(9));

type Body = OpenAI.ChatCompletionCreateParamsNonStreaming;

const bodyOf = (request: ChatRequest, { structured }: Endpoint, own: boolean): Body => {
  const { model, messages, attachments, temperature, maxTokens, schema } = request;
  const how = schema && structured === 'schema' && !isClosed(schema) ? 'prompt' : structured;
  const system = [request.system, schema && how !== 'schema' ? inWords(schema) : null].filter(Boolean).join('\n\n');
  const last = messages.findLastIndex(({ role }) => role === 'user');
  return {
    model,
    messages: [
      ...(system === '' ? [] : [{ role: 'system' as const, content: system }]),
      ...messages.map((one, i) =>
        one.role === 'user' && i === last && attachments.length > 0
          ? { role: one.role, content: [...attachments.map(partOf), { type: 'text' as const, text: one.content }] }
          : { role: one.role, content: one.content },
      ),
    ],
    ...(own ? { max_completion_tokens: maxTokens } : { max_tokens: maxTokens }),
    ...(temperature !== null && { temperature }),
    ...(schema &&
      how === 'schema' && {
        response_format: { type: 'json_schema', json_schema: { name: 'answer', schema, strict: isStrict(schema) } },
      }),
    ...(schema && how === 'json' && { response_format: { type: 'json_object' } }),
  };
};

const partOf = ({ name, type, base64 }: Attachment): OpenAI.ChatCompletionContentPart => {
  const data = `data:${type};base64,${base64}`;
  return type.startsWith('image/')
    ? { type: 'image_url', image_url: { url: data } }
    : { type: 'file', file: { filename: name, file_data: data } };
};

/** What we read of an answer; not every compatible server gives all of it. */
interface Answer {
  choices?: { message: { content: string | null; refusal: string | null }; finish_reason: string | undefined }[];
  model?: string;
  usage?: OpenAI.CompletionUsage;
}

const readAnswer = ({ choices, model, usage }: Answer): ChatAnswer => {
  if (!Array.isArray(choices) || typeof model !== 'string') throw notAnAnswer();
  const choice = choices[0];
  return {
    text: choice?.message.content ?? choice?.message.refusal ?? '',
    finishReason: choice?.message.refusal ? 'refused' : finishOf(choice?.finish_reason),
    model,
    tokens: usage
      ? {
          inputTokens: usage.prompt_tokens,
          cachedInputTokens: usage.prompt_tokens_details?.cached_tokens ?? 0,
          outputTokens: usage.completion_tokens,
        }
      : null,
  };
};

/** What the pieces make together, in the form of an answer that came at once. */
const gathered = async (pieces: AsyncIterable<OpenAI.ChatCompletionChunk>, onText: OnText): Promise<Answer> => {
  let [content, refusal] = ['', ''];
  let finish: string | undefined;
  const whole: Answer = { choices: [] };
  for await (const { choices, model, usage } of pieces) {
    whole.model = model;
    if (usage) whole.usage = usage;
    const choice = choices[0];
    if (choice?.finish_reason) finish = choice.finish_reason;
    refusal += choice?.delta.refusal ?? '';
    const piece = choice?.delta.content ?? '';
    content += piece;
    if (piece !== '') onText(piece);
  }
  if (finish === undefined && whole.model !== undefined) throw endedEarly();
  whole.choices = [{ message: { content, refusal: refusal || null }, finish_reason: finish }];
  return whole;
};

const finishOf = (reason: string | undefined): FinishReason => {
  if (reason === 'length') return 'length';
  return reason === 'content_filter' ? 'refused' : 'stop';
};
