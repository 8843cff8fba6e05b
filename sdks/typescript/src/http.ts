import { type Bytes, type Call, checkPath, queryText } from './call.ts';
import { type Credentials, credentialsOf } from './credentials.ts';
import { VERSION } from './generated/known-codes.ts';
import type { ClientOptions, RequestOptions } from './options.ts';
import { isLost, mayPass, mayRepeat, rateLimitSeconds, retryAfterSeconds, sleep, waitMs } from './repeats.ts';
import { errorOf, NoAnswerError, NotFoundError, TramaError } from './trama-error.ts';

interface Attempt {
  response: Response;
  /** To be called when the body was read, or will be read by somebody else. */
  done: () => void;
}

/** Sends calls: who asks, how long it may take, how often it is tried. */
export class Http {
  readonly #options: ClientOptions;
  readonly #base: string;
  readonly #fetch: typeof fetch;
  readonly #credentials: Credentials;

  constructor(options: ClientOptions) {
    this.#options = options;
    this.#base = options.baseUrl.replace(/\/+$/, '').replace(/\/v1$/, '');
    // Some runtimes refuse a `fetch` that is called as anybody's method.
    const given = options.fetch ?? globalThis.fetch;
    this.#fetch = (input, init) => given(input, init);
    this.#credentials = credentialsOf(options, this.#base, this.#fetch);
  }

  /** What a call answers, as JSON. @throws TramaError, or the reason of `options.signal`. */
  async json<T>(call: Call, options: RequestOptions): Promise<T> {
    const text = await this.#repeating(call, options, async ({ response }) => await response.text());
    try {
      // Erasure: what the API answers is what its document says; a server of another release may differ.
      return JSON.parse(text) as T;
    } catch (cause) {
      throw new TramaError({ code: 'unreadable_answer', status: 0, message: 'The answer is no JSON', cause });
    }
  }

  async nothing(call: Call, options: RequestOptions): Promise<void> {
    let lost = false;
    const read = async ({ response }: Attempt) => void (await response.arrayBuffer());
    try {
      await this.#repeating(call, options, read, () => {
        lost = true;
      });
    } catch (error) {
      // An attempt whose answer was lost had deleted it.
      if (!(lost && call.method === 'DELETE' && error instanceof NotFoundError)) throw error;
    }
  }

  /** The answer with its body unread: `body` is a stream, `arrayBuffer()`, `text()` and `blob()` read it whole. */
  bytes(call: Call, options: RequestOptions): Promise<Response> {
    return this.#repeating(call, options, async ({ response, done }) => {
      // The time limit is for the answer to begin: a large file takes as long as it takes.
      done();
      return response;
    });
  }

  /** `onLost` hears of each attempt of which it is not known whether it was done. */
  async #repeating<T>(
    call: Call,
    options: RequestOptions,
    read: (attempt: Attempt) => Promise<T>,
    onLost: () => void = () => {},
  ): Promise<T> {
    checkPath(call.path);
    const longestMs = this.#options.longestWaitMs ?? 60_000;
    const retries = mayRepeat(call) ? (options.retries ?? this.#options.retries ?? 3) : 0;
    const headers = this.#headers(call, options);
    for (let n = 1; ; n++) {
      try {
        let last: Response | undefined;
        const found = await this.#once(call, headers, options, async (attempt) => {
          last = attempt.response;
          return await read(attempt);
        });
        // Not within the attempt: what the caller does wrong in it is no failure of the line.
        if (last) options.onAnswer?.(last);
        return found;
      } catch (error) {
        if (error instanceof TramaError && isLost(error)) onLost();
        if (!(error instanceof TramaError) || n > retries || !mayPass(error, options)) throw error;
        const ms = waitMs(n, error.retryAfter, longestMs, Math.random());
        if ((error.retryAfter ?? 0) * 1000 > longestMs) throw error;
        await sleep(ms, options.signal);
      }
    }
  }

  /** One attempt, and a second one where a token was refused that may be renewed. */
  async #once<T>(
    call: Call,
    headers: Headers,
    options: RequestOptions,
    read: (attempt: Attempt) => Promise<T>,
  ): Promise<T> {
    const token = await this.#credentials.token(options.signal);
    try {
      return await this.#attempt(call, headers, token, options, read);
    } catch (error) {
      const isOver = error instanceof TramaError && error.status === 401;
      if (!isOver || !this.#credentials.renews || call.bytes instanceof ReadableStream) throw error;
      this.#credentials.forget(token);
      return await this.#attempt(call, headers, await this.#credentials.token(options.signal), options, read);
    }
  }

  async #attempt<T>(
    call: Call,
    common: Headers,
    token: string | null,
    options: RequestOptions,
    read: (attempt: Attempt) => Promise<T>,
  ): Promise<T> {
    const headers = new Headers(common);
    if (token !== null) headers.set('Authorization', `Bearer ${token}`);
    const limit = new AbortController();
    const timeoutMs = (options.timeoutMs ?? this.#options.timeoutMs ?? 60_000) + (options.wait ?? 0) * 1000;
    const timer = setTimeout(() => limit.abort(), timeoutMs);
    const done = () => clearTimeout(timer);
    const signal = options.signal ? AbortSignal.any([options.signal, limit.signal]) : limit.signal;
    try {
      options.signal?.throwIfAborted();
      const response = await this.#fetch(this.#base + call.path + queryText(call.query), {
        method: call.method,
        headers,
        redirect: 'manual',
        signal,
        ...bodyOf(call),
      });
      if (!response.ok) throw await failureOf(response);
      return await read({ response, done });
    } catch (error) {
      if (error instanceof TramaError) throw error;
      if (options.signal?.aborted) throw options.signal.reason;
      const isLate = limit.signal.aborted;
      const message = isLate ? `No answer within ${timeoutMs} ms` : `No answer from ${this.#base}`;
      throw new NoAnswerError({ code: isLate ? 'timed_out' : 'no_answer', status: 0, message, cause: error });
    } finally {
      done();
    }
  }

  #headers(call: Call, options: RequestOptions): Headers {
    const headers = new Headers(options.headers);
    if (!headers.has('Accept')) headers.set('Accept', 'application/json, */*;q=0.5');
    const language = options.language ?? this.#options.language;
    if (language !== undefined) headers.set('Accept-Language', language);
    if (call.body !== undefined) headers.set('Content-Type', 'application/json');
    if (call.bytes !== undefined && !headers.has('Content-Type'))
      headers.set('Content-Type', call.media ?? 'application/octet-stream');
    const key = options.idempotencyKey ?? (call.keyed ? crypto.randomUUID() : undefined);
    if (key !== undefined) headers.set('Idempotency-Key', key);
    if (options.ifMatch !== undefined) headers.set('If-Match', options.ifMatch);
    if (options.wait !== undefined) headers.set('Prefer', `wait=${Math.floor(options.wait)}`);
    // In a browser it is the browser's to say.
    if (typeof document === 'undefined')
      headers.set('User-Agent', [this.#options.userAgent, `trama-sdk-typescript/${VERSION}`].filter(Boolean).join(' '));
    return headers;
  }
}

function bodyOf({ body, bytes }: Call): RequestInit {
  if (bytes === undefined) return body === undefined ? {} : { body: JSON.stringify(body) };
  const isStream = typeof ReadableStream !== 'undefined' && bytes instanceof ReadableStream;
  // Erasures: `duplex` is asked for by every `fetch` that can send a stream, and named by no type of it yet.
  return { body: bytes as Exclude<Bytes, Uint8Array>, ...(isStream ? { duplex: 'half' } : {}) } as RequestInit;
}

async function failureOf(response: Response): Promise<TramaError> {
  const text = await response.text().catch(() => '');
  const header = (name: string) => response.headers.get(name);
  const asked = retryAfterSeconds(header('Retry-After'), Date.now());
  const retryAfter = asked ?? (response.status === 429 ? rateLimitSeconds(header('RateLimit')) : null);
  let body: unknown = null;
  try {
    body = JSON.parse(text);
  } catch {
    // A proxy's page: the status says what there is to say.
  }
  return errorOf(response.status, body, retryAfter);
}
