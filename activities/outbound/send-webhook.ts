import type { Dialer } from '#connectors/dialer.ts';
import type { Attempt } from '#domain/outbound/attempt.ts';
import { ANSWER_BYTES } from '#domain/outbound/limits.ts';
import { signedHeaders } from '#domain/outbound/sign.ts';
import { TramaError } from '#flow/errors.ts';

/** What sending takes; `secrets`: the newest first. */
export interface Sendable {
  messageId: string;
  url: string;
  body: string;
  headers: Record<string, string>;
  secretHeaders: Record<string, string>;
  secrets: readonly string[];
}

const TIMEOUT_MS = 15_000;
/** What may stand in an answer without being read. */
const MOST_READ = 64 * 1_024;
const HIDDEN = '••••';
const MOST_HEADERS = 50;
const MOST_HEADER = 1_000;

/** One attempt: signed now, to an address that is checked now, without redirects. Never throws but when `signal` ends it. */
export const sendWebhook = async (
  dial: Pick<Dialer, 'stream'>,
  { messageId: id, url, body, headers, secretHeaders, secrets }: Sendable,
  signal: AbortSignal,
): Promise<Attempt> => {
  const at = new Date();
  const open = {
    ...lowerCased(headers),
    'content-type': 'application/json',
    'user-agent': 'Trama-Webhooks/1',
    ...signedHeaders(secrets, { id, at, body }),
  };
  const closed = lowerCased(secretHeaders);
  const hidden = Object.fromEntries(Object.keys(closed).map((name) => [name, HIDDEN]));
  const kept = { at: at.toISOString(), url, requestHeaders: { ...hidden, ...open } };
  const began = performance.now();
  const ms = (): number => performance.now() - began;
  try {
    const answer = await dial.stream({
      method: 'POST',
      url,
      headers: { ...closed, ...open },
      body: Buffer.from(body),
      maxBytes: MOST_READ,
      timeoutMs: TIMEOUT_MS,
      signal,
    });
    const text = await textOf(answer.body);
    return {
      ...kept,
      status: answer.status,
      error: null,
      responseHeaders: few(answer.headers),
      responseBody: text,
      ms: ms(),
    };
  } catch (error) {
    if (signal.aborted) throw error;
    const code = error instanceof TramaError ? error.code : 'internal';
    return { ...kept, status: null, error: code, responseHeaders: null, responseBody: null, ms: ms() };
  }
};

/** Its beginning; an answer that breaks off after its status was an answer. */
const textOf = async (body: AsyncIterable<Uint8Array>): Promise<string> => {
  const parts: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const part of body) {
      parts.push(part);
      size += part.length;
      if (size >= ANSWER_BYTES) break;
    }
  } catch {
    // What came before it is kept.
  }
  return Buffer.concat(parts).subarray(0, ANSWER_BYTES).toString();
};

const few = (headers: Record<string, string>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers)
      .slice(0, MOST_HEADERS)
      .map(([name, value]) => [name, value.slice(0, MOST_HEADER)]),
  );

const lowerCased = (headers: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
