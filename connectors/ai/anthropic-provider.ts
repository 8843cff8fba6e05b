import type Anthropic from '@anthropic-ai/sdk';
import type { JsonSchema } from '#flow/json.ts';
import type { Endpoint } from './openai-provider.ts';
import {
  type AiProvider,
  type Attachment,
  type ChatAnswer,
  type ChatRequest,
  endedEarly,
  type FinishReason,
  inWords,
  isClosed,
  notAnAnswer,
  type OnText,
} from './provider.ts';

/** Anthropic's Messages API. It has no vectors. */
export const anthropicProvider = async (endpoint: Endpoint): Promise<AiProvider> => {
  const { Anthropic: Client } = await import('@anthropic-ai/sdk');
  const { transformJSONSchema } = await import('@anthropic-ai/sdk/lib/transform-json-schema');
  const { baseUrl, apiKey, timeoutMs } = endpoint;
  const clientOf = (fetch: typeof globalThis.fetch) =>
    new Client({
      baseURL: baseUrl,
      apiKey,
      webhookKey: null,
      // No traces and no retries of its own: ours decide.
      ...{ fetch, maxRetries: 0, timeout: timeoutMs, logLevel: 'off', openTelemetry: false },
    });
  const client = clientOf(endpoint.fetch);
  return {
    chat: async (request, onText) => {
      const native = request.schema !== null && endpoint.structured === 'schema' && isClosed(request.schema);
      const format = native && request.schema ? heldTo(() => transformJSONSchema(request.schema ?? {})) : null;
      const body = bodyOf(request, format);
      if (!onText) return readAnswer(await client.messages.create(body, { timeout: timeoutMs }));
      const events = await clientOf(endpoint.streamed).messages.create(
        { ...body, stream: true },
        { timeout: timeoutMs },
      );
      return readAnswer(await gathered(events, onText));
    },
    embed: null,
  };
};

/** The schema in the subset that the API takes; null where it has none for it. Our own check sees to the rest. */
const heldTo = (transform: () => JsonSchema): JsonSchema | null => {
  try {
    return transform();
  } catch {
    return null;
  }
};

const bodyOf = (request: ChatRequest, format: JsonSchema | null): Anthropic.MessageCreateParamsNonStreaming => {
  const { model, messages, attachments, temperature, maxTokens, schema } = request;
  const system = [request.system, schema && !format ? inWords(schema) : null].filter(Boolean).join('\n\n');
  const last = messages.findLastIndex(({ role }) => role === 'user');
  return {
    model,
    max_tokens: maxTokens,
    messages: messages.map((one, i) =>
      one.role === 'user' && i === last && attachments.length > 0
        ? { role: one.role, content: [...attachments.map(blockOf), { type: 'text' as const, text: one.content }] }
        : one,
    ),
    ...(system !== '' && { system }),
    // Newer models refuse it, and say so; the SDK no longer names it.
    ...(temperature !== null && { temperature }),
    ...(format && { output_config: { format: { type: 'json_schema' as const, schema: format } } }),
  };
};

const IMAGES = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'] as const;

const blockOf = ({ type, base64 }: Attachment): Anthropic.ContentBlockParam => {
  const image = IMAGES.find((one) => one === type);
  return image
    ? { type: 'image', source: { type: 'base64', media_type: image, data: base64 } }
    : { type: 'document', source: { type: 'base64', media_type: 'application/pdf', data: base64 } };
};

const readAnswer = ({ content, model, stop_reason, usage }: Partial<Anthropic.Message>): ChatAnswer => {
  if (!Array.isArray(content) || !usage || typeof model !== 'string') throw notAnAnswer();
  const cached = usage.cache_read_input_tokens ?? 0;
  return {
    text: content.map((block) => (block.type === 'text' ? block.text : '')).join(''),
    finishReason: finishOf(stop_reason ?? null),
    model,
    // Anthropic counts cached input apart; here it is among the input.
    tokens: {
      inputTokens: usage.input_tokens + cached + (usage.cache_creation_input_tokens ?? 0),
      cachedInputTokens: cached,
      outputTokens: usage.output_tokens,
    },
  };
};

/** What the events make together, in the form of an answer that came at once. */
const gathered = async (
  events: AsyncIterable<Anthropic.RawMessageStreamEvent>,
  onText: OnText,
): Promise<Partial<Anthropic.Message>> => {
  let text = '';
  let whole: Partial<Anthropic.Message> = {};
  for await (const event of events) {
    if (event.type === 'message_start') whole = { ...event.message };
    else if (event.type === 'content_block_delta' && event.delta.type === 'text_delta') {
      text += event.delta.text;
      onText(event.delta.text);
    } else if (event.type === 'message_delta') {
      whole.stop_reason = event.delta.stop_reason;
      if (whole.usage) whole.usage = { ...whole.usage, output_tokens: event.usage.output_tokens };
    }
  }
  if (whole.usage && !whole.stop_reason) throw endedEarly();
  return { ...whole, content: [{ type: 'text', text, citations: null }] };
};

const finishOf = (reason: string | null): FinishReason => {
  if (reason === 'max_tokens' || reason === 'model_context_window_exceeded') return 'length';
  return reason === 'refusal' ? 'refused' : 'stop';
};
