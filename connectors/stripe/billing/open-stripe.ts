import { AsyncLocalStorage } from 'node:async_hooks';
import Stripe from 'stripe';
import { failure } from '#flow/errors.ts';
import { noAnswer, stripeFailure } from './stripe-failure.ts';

/** What we read and write is of this version, whatever the account's own is; fields move between versions. */
const VERSION = '2026-10-28.endive';

export interface StripeSettings {
  /** Null: nobody can pay by Stripe here. */
  secretKey: string | null;
  /** Of the endpoint that delivers to us. */
  webhookSecret: string | null;
  /** `https://api.stripe.com`. */
  apiBase: string;
  /** Of one request (20 s). */
  timeoutMs?: number;
  /** How often one that found nobody is sent again, under the same key (2). */
  retries?: number;
  nowMs?: () => number;
}

/** The way to Stripe: work with its client, whose failures come out as ours. */
export interface StripeDoor {
  /** @throws `billing_unreachable` (`timeout`: within the signal's time), `billing_refused` (`details.code`: Stripe's word), the signal's reason */
  ask<T>(signal: AbortSignal, work: (api: Stripe) => Promise<T>): Promise<T>;
  nowMs(): number;
}

const open = ({ secretKey, apiBase, timeoutMs, retries }: StripeSettings, send: typeof fetch): Stripe => {
  if (secretKey === null)
    throw failure('billing_refused', 'O Stripe não está configurado.', 'Stripe is not set up.', {
      details: { provider: 'stripe', code: 'not_configured' },
    });
  const { hostname, port, protocol } = new URL(apiBase);
  return new Stripe(secretKey, {
    apiVersion: VERSION,
    host: hostname,
    port: port || (protocol === 'http:' ? 80 : 443),
    protocol: protocol === 'http:' ? 'http' : 'https',
    timeout: timeoutMs ?? 20_000,
    maxNetworkRetries: retries ?? 2,
    telemetry: false,
    httpClient: Stripe.createFetchHttpClient(send),
  });
};

/** Whoever called has waited long enough, which is Stripe's doing. */
const isTimeUp = ({ aborted, reason }: AbortSignal): boolean =>
  aborted && reason instanceof DOMException && reason.name === 'TimeoutError';

/** Stripe's client knows no signals: the one of the call that is under way goes with each of its requests. */
export const openStripe = (settings: StripeSettings): StripeDoor => {
  const underWay = new AsyncLocalStorage<AbortSignal>();
  const send: typeof fetch = (url, init) => {
    const signals = [init?.signal, underWay.getStore()].filter((one) => one instanceof AbortSignal);
    const headers = new Headers(init?.headers);
    // fetch counts by itself, and adds its number to this one: "12, 12", which a strict dispatcher refuses.
    headers.delete('content-length');
    return fetch(url, { ...init, headers, signal: AbortSignal.any(signals) });
  };
  const nowMs = settings.nowMs ?? Date.now;
  let client: Stripe | undefined;
  return {
    nowMs,
    ask: async (signal, work) => {
      signal.throwIfAborted();
      client ??= open(settings, send);
      const api = client;
      try {
        return await underWay.run(signal, () => work(api));
      } catch (error) {
        if (isTimeUp(signal)) throw noAnswer('timeout', error);
        signal.throwIfAborted();
        throw stripeFailure(error, nowMs());
      }
    },
  };
};
