import type { Call } from './call.ts';
import type { RequestOptions } from './options.ts';
import { NoAnswerError, type TramaError } from './trama-error.ts';

/** First wait between two attempts at most, in milliseconds; it doubles with each. */
const FIRST_WAIT_MS = 500;

/** Seconds of `Retry-After`: a number, or a date. */
export function retryAfterSeconds(header: string | null, nowMs: number): number | null {
  if (header === null || header.trim() === '') return null;
  const seconds = Number(header);
  if (Number.isFinite(seconds)) return Math.max(0, seconds);
  const atMs = Date.parse(header);
  return Number.isNaN(atMs) ? null : Math.max(0, (atMs - nowMs) / 1000);
}

/** Seconds until the limit that has nothing left has something again, of `RateLimit: "key";r=0;t=12`. */
export function rateLimitSeconds(header: string | null): number | null {
  const waits = (header ?? '')
    .split(',')
    .filter((part) => /;\s*r=0(?!\d)/.test(part))
    .map((part) => Number(/;\s*t=(\d+)/.exec(part)?.[1] ?? Number.NaN))
    .filter((seconds) => !Number.isNaN(seconds));
  return waits.length === 0 ? null : Math.max(...waits);
}

/** Of what may be done twice as well as once. A body that is a stream is gone after the first attempt. */
export function mayRepeat(call: Call): boolean {
  if (typeof ReadableStream !== 'undefined' && call.bytes instanceof ReadableStream) return false;
  if (['GET', 'PUT', 'DELETE'].includes(call.method)) return true;
  // A key of the caller's own does not help where the API knows none.
  return call.method === 'POST' && call.keyed === true;
}

const PASSING = new Set(['rate_limited', 'unavailable', 'idempotency_in_progress', 'internal', 'hooks_suspended']);

/** Whether the call was done or not is not known. */
export const isLost = (error: TramaError): boolean =>
  error instanceof NoAnswerError || error.status === 500 || error.status === 502 || error.status === 504;

/**
 * Whether the failure may pass by itself. Codes of ours that say more (`run_failed`, `limit_exceeded` until the month ends) do not;
 * statuses of proxies without a code of ours do.
 */
export function mayPass(error: TramaError, options: RequestOptions): boolean {
  // Whether it was done is not known: with `If-Match` a repeat would meet its own change, and call it somebody else's.
  if (isLost(error) && options.ifMatch !== undefined) return false;
  if (error instanceof NoAnswerError || PASSING.has(error.code)) return true;
  if (error.code === 'limit_exceeded') return error.retryAfter !== null;
  return /^http_(429|500|502|503|504)$/.test(error.code);
}

/** Milliseconds to wait before attempt `n` (the first repeat is 1): full jitter, or what the answer asks for and a little. */
export function waitMs(n: number, retryAfter: number | null, longestMs: number, chance: number): number {
  const growing = Math.min(FIRST_WAIT_MS * 2 ** (n - 1), longestMs);
  // All who were turned away at once would come back at once: up to a tenth later, and a moment.
  if (retryAfter !== null) return retryAfter * 1000 * (1 + chance / 10) + chance * 50;
  return growing * chance;
}

/** Resolves after so long; throws the signal's reason when it fires. */
export function sleep(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const stop = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, ms);
    signal?.addEventListener('abort', stop, { once: true });
  });
}
