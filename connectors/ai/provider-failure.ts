import { failure, TramaError } from '#flow/errors.ts';
import type { Json } from '#flow/json.ts';
import { retryAfter } from '../http/retry-after.ts';

/** Anthropic's own status for "not now": it is full, and says so to everybody. */
const OVERLOADED = 529;

/** What both SDKs throw where the other side answered; loaded lazily, so known by its shape alone. */
interface StatusError {
  status: number;
  headers?: { get(name: string): string | null };
  error?: unknown;
}

const isStatusError = (error: unknown): error is StatusError =>
  error instanceof Error && typeof (error as { status?: unknown }).status === 'number';

/** In the middle of a stream there is no status left to send: the error is an event with a type. */
const brokenOff = (error: unknown): StatusError | null => {
  const said = error instanceof Error ? (error as { error?: unknown }).error : null;
  if (said === null || said === undefined) return null;
  const status = /overloaded|rate_limit/.test(JSON.stringify(said)) ? OVERLOADED : 500;
  return Object.assign(new Error('broken off'), { status, error: said, cause: error });
};

/** True where the provider itself is in trouble: what a breaker counts, and what another model may help. */
export const isDown = (error: unknown): boolean => {
  if (!(error instanceof TramaError)) return false;
  const { code } = error;
  return code === 'breaker_open' || code === 'connection_failed' || code === 'timeout' || /^http_5\d\d$/.test(code);
};

/**
 * What a call of a provider failed with, in the words of the error table: 429 and 529 wait, as long as they are told
 * or as `pause` says; 408, 409 and 5xx are tried again; any other status never. `where` names the provider to people.
 */
export const providerFailure = (error: unknown, where: string, pause: () => number): unknown => {
  if (error instanceof TramaError) return error;
  const told = isStatusError(error) ? error : brokenOff(error);
  if (!told) return error;
  const { status, headers } = told;
  const said = wordsOf(told);
  const options = { details: { status, body: said.body }, cause: error };
  const [pt, en] = [`${where} respondeu ${status}: ${said.message}`, `${where} answered ${status}: ${said.message}`];
  if (status === 429 && said.code === 'insufficient_quota')
    return failure('http_429', pt, en, { ...options, retry: 'never' });
  if (status === 429 || status === OVERLOADED) {
    const nowMs = Date.now();
    const waitUntil = retryAfter(headers?.get('retry-after') ?? undefined, nowMs) ?? nowMs + pause();
    return failure(`http_${status}`, pt, en, { ...options, retry: 'wait', waitUntil });
  }
  const again = status >= 500 || status === 408 || status === 409;
  return failure(`http_${status}`, pt, en, { ...options, retry: again ? 'retry' : 'never' });
};

const MOST_TEXT = 2_000;

/** A provider may put the key, or half of it, into its complaint about it. */
const withoutKeys = (text: string): string => text.replaceAll(/\b(sk|pk|key)-[\w*.-]{4,}/gi, '…').slice(0, MOST_TEXT);

/** Both providers answer failures with `{ error: { message, type, code } }`; the SDKs unwrap it or not. */
const wordsOf = ({ error }: StatusError): { message: string; code: string; body: Json } => {
  const outer = (error ?? {}) as { error?: unknown };
  const inner = (outer.error ?? outer) as { message?: unknown; type?: unknown; code?: unknown };
  const message = typeof inner.message === 'string' ? withoutKeys(inner.message) : '—';
  const [type, code] = [inner.type, inner.code].map((one) => (typeof one === 'string' ? one.slice(0, 200) : null));
  return { message, code: code ?? '', body: { message, type: type ?? null, code: code ?? null } };
};
