import { type Bytes, checkPath } from './call.ts';
import type { ClientOptions } from './options.ts';
import { NoAnswerError } from './trama-error.ts';

export interface HookCall {
  /** POST where it is left out. */
  method?: string;
  /** Sent as JSON. */
  body?: unknown;
  /** Sent as it is, in place of `body`. */
  bytes?: Bytes;
  query?: Record<string, string>;
  headers?: Record<string, string>;
  signal?: AbortSignal;
  /** 60,000 where it is left out. */
  timeoutMs?: number;
}

/** What a flow answered, whatever the status: the flow decides it. */
export interface HookAnswer {
  /** 202: the run goes on; the answer of a flow that answers at its end is what it said. */
  status: number;
  headers: Headers;
  /** JSON where it is JSON, else text. */
  body: unknown;
}

/** A flow may say JSON of what is none: an answer it is all the same. */
function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Not repeated: what a flow does may not be done twice. A flow that knows repeats (`dedupe`) can be called again by its caller. */
export async function callHook(
  { baseUrl, fetch: given }: ClientOptions,
  tenant: string,
  path: string,
  call: HookCall,
): Promise<HookAnswer> {
  const { method = 'POST', body, bytes, query, headers, signal, timeoutMs = 60_000 } = call;
  const send = given ?? globalThis.fetch;
  const search = query ? `?${new URLSearchParams(query).toString()}` : '';
  const slug = encodeURIComponent(tenant);
  // As `fetch` reads them: without what it leaves out, and with both slashes.
  const parts = path.replaceAll(/[\t\r\n]|[?#].*$/gs, '').split(/[\\/]/);
  checkPath(`/${[slug, ...parts.filter(Boolean)].join('/')}`);
  const address = `${baseUrl.replace(/\/+$/, '')}/hooks/${slug}/${path.replace(/^\/+/, '')}${search}`;
  const limit = AbortSignal.timeout(timeoutMs);
  try {
    const response = await send(address, {
      method,
      redirect: 'manual',
      headers: { ...(body === undefined ? {} : { 'Content-Type': 'application/json' }), ...headers },
      signal: signal ? AbortSignal.any([signal, limit]) : limit,
      ...(bytes !== undefined ? { body: bytes as BodyInit } : body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = /[/+]json/.test(response.headers.get('content-type') ?? '');
    return { status: response.status, headers: response.headers, body: isJson ? readJson(text) : text };
  } catch (cause) {
    if (signal?.aborted) throw signal.reason;
    throw new NoAnswerError({
      code: limit.aborted ? 'timed_out' : 'no_answer',
      status: 0,
      message: `No answer from ${address}`,
      cause,
    });
  }
}
