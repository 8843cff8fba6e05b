/** One attempt as it is kept. Values of secret headers are not in it. */
export interface Attempt {
  /** ISO 8601 UTC. */
  at: string;
  url: string;
  requestHeaders: Record<string, string>;
  /** Null: no answer came, and `error` says why. */
  status: number | null;
  error: string | null;
  responseHeaders: Record<string, string> | null;
  /** Cut at `ANSWER_BYTES`. */
  responseBody: string | null;
  ms: number;
}

const RETRY_LATER = new Set([429, 502, 503, 504]);
const GONE = 410;
const HELD_MS = 5_000;
const LONGEST_HELD_MS = 3_600_000;

/** What an attempt says of its receiver. Only 2xx is a success; a redirect is none, for nobody signed for its target. */
export interface Verdict {
  ok: boolean;
  /** The receiver wants no more, for good. */
  gone: boolean;
  /** How long it asked us to wait; null: it did not. */
  askedMs: number | null;
  /** It is overloaded: nothing at all goes to it for so long. */
  holdMs: number;
}

export const verdictOn = ({ status, responseHeaders }: Attempt, nowMs: number): Verdict => {
  const ok = status !== null && status >= 200 && status < 300;
  const askedMs = ok ? null : retryAfterMs(responseHeaders?.['retry-after'], nowMs);
  const busy = status !== null && RETRY_LATER.has(status);
  return {
    ok,
    gone: status === GONE,
    askedMs,
    holdMs: busy ? Math.min(askedMs ?? HELD_MS, LONGEST_HELD_MS) : 0,
  };
};

/** Seconds, or a date (RFC 9110 §10.2.3); null for what is neither. */
const retryAfterMs = (value: string | undefined, nowMs: number): number | null => {
  if (value === undefined) return null;
  if (/^\d{1,9}$/.test(value.trim())) return Number(value) * 1_000;
  const at = Date.parse(value);
  return Number.isNaN(at) ? null : Math.max(0, at - nowMs);
};
