import type { ClientOptions } from './options.ts';
import { retryAfterSeconds } from './repeats.ts';
import { errorOf, NoAnswerError, TramaError } from './trama-error.ts';

/** Who asks. */
export interface Credentials {
  /** What to send, or null where nobody is named. */
  token(signal: AbortSignal | undefined): Promise<string | null>;
  /** Whether another token may be had where one is refused. */
  readonly renews: boolean;
  forget(token: string | null): void;
}

/** Before its end, in milliseconds: what is on its way should still be good when it arrives. */
const EARLY_MS = 30_000;

/** A token is asked for no longer than that, in milliseconds. */
const LONGEST_MS = 30_000;

interface Kept {
  access: string;
  refresh: string;
  endsAtMs: number;
}

interface TokenAnswer {
  access_token: string;
  refresh_token: string;
  /** Seconds. */
  expires_in: number;
}

/** Tokens of ten minutes for a key, renewed before they end; calls that come together share one. */
function tokensOf(base: string, key: string, scope: string | undefined, send: typeof fetch): Credentials {
  let kept: Kept | null = null;
  let asking: Promise<Kept> | null = null;

  const ask = async (fields: Record<string, string>): Promise<Kept> => {
    const response = await send(`${base}/v1/oauth/token`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      redirect: 'manual',
      // Shared by all calls that wait for it: none of them may end it.
      signal: AbortSignal.timeout(LONGEST_MS),
      body: JSON.stringify(fields),
    }).catch((cause: unknown) => {
      throw new NoAnswerError({ code: 'no_answer', status: 0, message: `No answer from ${base}`, cause });
    });
    const body: unknown = await response.json().catch(() => null);
    if (!response.ok)
      throw errorOf(response.status, body, retryAfterSeconds(response.headers.get('Retry-After'), Date.now()));
    const { access_token, refresh_token, expires_in } = body as TokenAnswer;
    return { access: access_token, refresh: refresh_token, endsAtMs: Date.now() + expires_in * 1000 };
  };
  const first = () => ask({ grant_type: 'client_credentials', client_secret: key, ...(scope ? { scope } : {}) });
  const next = async (last: Kept | null): Promise<Kept> => {
    if (last === null) return await first();
    try {
      return await ask({ grant_type: 'refresh_token', refresh_token: last.refresh });
    } catch (error) {
      // A family that is over begins anew; where nobody answers, nothing is known.
      if (error instanceof TramaError && error.status >= 400 && error.status < 500 && error.status !== 429)
        return await first();
      throw error;
    }
  };

  return {
    renews: true,
    token: async (signal) => {
      signal?.throwIfAborted();
      if (kept !== null && kept.endsAtMs - EARLY_MS > Date.now()) return kept.access;
      asking ??= next(kept).finally(() => {
        asking = null;
      });
      kept = await asking;
      return kept.access;
    },
    forget: (token) => {
      if (kept?.access === token) kept = null;
    },
  };
}

const fixed = (token: () => Promise<string | null>): Credentials => ({
  renews: false,
  token,
  forget: () => undefined,
});

export function credentialsOf(
  { apiKey, tokens, accessToken }: ClientOptions,
  base: string,
  send: typeof fetch,
): Credentials {
  if (accessToken) return fixed(async () => await accessToken());
  if (apiKey === undefined) return fixed(async () => null);
  if (!tokens) return fixed(async () => apiKey);
  return tokensOf(base, apiKey, tokens === true ? undefined : tokens.scope, send);
}
