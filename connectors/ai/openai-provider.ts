import type OpenAI from 'openai';
import {
  type AiProvider,
  type Attachment,
  type ChatAnswer,
  type ChatRequest,
  type FinishReason,
  inWords,
  isClosed,
  isStrict,
  notAnAnswer,
} from './provider.ts';

export interface Endpoint {
  baseUrl: string;
  apiKey: string;
  structured: 'schema' | 'json' | 'prompt';
  timeoutMs: number;
  fetch: typeof fetch;
}

/** OpenAI, and every server that speaks its chat completions. `own`: it is OpenAI, which renamed a field. */
export const openAiProvider = async (endpoint: Endpoint, own: boolean): Promise<AiProvider> => {
  const { OpenAI: Client } = await import('openai');
  const { baseUrl, apiKey, timeoutMs } = endpoint;
  const client = new Client({
    baseURL: baseUrl,
    apiKey,
    // All that the SDK would else take from our environment, and its own retries: ours decide.
    ...{ adminAPIKey: null, organization: null, project: null, webhookSecret: null },
    ...{ fetch: endpoint.fetch, maxRetries: 0, timeout: timeoutMs, logLevel: 'off' },
  });
  return {
    chat: async (request) => readAnswer(await client.chat.completions.create(bodyOf(request, endpoint, own))),
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

const readAnswer = ({ choices, model, usage }: Partial<OpenAI.ChatCompletion>): ChatAnswer => {
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

const finishOf = (reason: string | undefined): FinishReason => {
  if (reason === 'length') return 'length';
  return reason === 'content_filter' ? 'refused' : 'stop';
};
