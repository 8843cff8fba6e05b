export interface RequestOptions {
  /** Ends the call, its repeats and its waits. */
  signal?: AbortSignal;
  /** Milliseconds that one attempt may take. */
  timeoutMs?: number;
  /** How often it may be tried again. */
  retries?: number;
  /** Of a call that creates; made by itself where it is left out. */
  idempotencyKey?: string;
  /** The `ETag` that was read: 412 (`stale`) where somebody saved in between. */
  ifMatch?: string;
  /** Seconds to wait for the end of what is started (`Prefer: wait`), at most 50. */
  wait?: number;
  /** Language of messages: `pt-BR` or `en`. */
  language?: string;
  headers?: Record<string, string>;
  /** Told of the answer of a call that succeeded: `ETag`, `RateLimit`, `Idempotency-Replayed` stand in its headers. */
  onAnswer?: (answer: { status: number; headers: Headers }) => void;
}

export interface ClientOptions {
  /** Where Trama is: `https://trama.example`. */
  baseUrl: string;
  /** `trm_…`. */
  apiKey?: string;
  /** True: the key is only used to get tokens of ten minutes, and those are sent; with scopes where less is enough. */
  tokens?: boolean | { scope: string };
  /** Of somebody else's making, asked for before each call. In place of a key. */
  accessToken?: () => string | Promise<string>;
  /** Language of messages; the tenant's where it is left out. */
  language?: string;
  /** Milliseconds that one attempt may take: 60,000 where it is left out. */
  timeoutMs?: number;
  /** How often a call may be tried again where that is safe: 3 times where it is left out. */
  retries?: number;
  /** Longest wait in milliseconds between two attempts; an answer that asks for more is an error at once. 60,000 where it is left out. */
  longestWaitMs?: number;
  /** Goes before ours in `User-Agent`. */
  userAgent?: string;
  fetch?: typeof fetch;
}
