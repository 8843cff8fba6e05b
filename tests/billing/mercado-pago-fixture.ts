import { beforeEach, expect } from 'vitest';
import { createMercadoPagoBilling } from '#connectors/mercado-pago/billing/mercado-pago-billing.ts';
import type {
  Asked,
  BeginSubscription,
  BillingProvider,
  ProviderSubscription,
} from '#flow/contracts/billing-provider.ts';
import { movedClock } from '#tests/simulators/mercado-pago/clock.ts';
import { type MercadoPagoSimulator, startMercadoPago } from '#tests/simulators/mercado-pago/start.ts';
import type { CardWord } from '#tests/simulators/mercado-pago/world.ts';
import { inMemoryKept } from './in-memory-kept.ts';

export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;
export const START = '2026-11-22T12:00:00.000Z';
export const SECRETS = ['secret of production', 'secret of test'];
export const TENANT = `ten_${'a'.repeat(32)}`;
export const { signal } = new AbortController();

/** Our side and theirs, anew for each test; what we ask is always of the documentation. */
export const mercadoPago = () => {
  const made: { simulator?: MercadoPagoSimulator; provider?: BillingProvider & { close(): Promise<void> } } = {};
  const { simulator, provider } = {
    simulator: () => given(made.simulator),
    provider: () => given(made.provider),
  };
  beforeEach(async () => {
    const theirs = await startMercadoPago({ clock: movedClock(START), rules: { firstChargeAfterMs: HOUR_MS } });
    made.simulator = theirs;
    made.provider = createMercadoPagoBilling({
      ...{ apiBase: theirs.url, accessToken: 'APP_USR-test', webhookSecrets: SECRETS, kept: inMemoryKept() },
      nowMs: () => theirs.world.clock.now(),
    });
    return async () => {
      await made.provider?.close();
      await theirs.close();
      expect(theirs.world.violations).toEqual([]);
    };
  });

  const begin = (more: Partial<BeginSubscription> = {}): Promise<Asked> => provider().begin(asking(more), signal);
  const read = async (id: string): Promise<ProviderSubscription> =>
    given(await provider().readSubscription(id, signal));
  /** Begun, and authorised on the page with a card that does as it is told. */
  const authorised = async (card: CardWord[], more: Partial<BeginSubscription> = {}): Promise<string> => {
    const asked = await begin(more);
    if (asked.kind !== 'page') throw new Error(`No page: ${asked.kind}`);
    const done = await post(asked.url, { preapproval_id: asked.ref, card: 'good' });
    if (!done.headers.get('location')?.startsWith('https://trama.test/ok?preapproval_id='))
      throw new Error('Not let through');
    const preapproval = given(simulator().world.preapprovals.get(asked.ref));
    preapproval.card = card;
    return asked.ref;
  };
  /** The first cycle is charged within the hour. */
  const charged = async (card: CardWord[], more: Partial<BeginSubscription> = {}): Promise<string> => {
    const id = await authorised(card, more);
    simulator().advance(HOUR_MS);
    return id;
  };
  return { simulator, provider, begin, read, authorised, charged };
};

export const given = <T>(value: T | null | undefined): T => {
  if (value == null) throw new Error('Nothing is there');
  return value;
};

export const asking = (more: Partial<BeginSubscription> = {}): BeginSubscription => ({
  payer: { tenantId: TENANT, email: 'ana@loja.test', name: 'Ana Maria Souza', taxId: '52998224725', customer: null },
  request: 'sreq_1',
  interval: 'month',
  lines: [
    { key: 'BUSINESS', name: 'Business', quantity: 1, unit: 29_700 },
    { key: 'addon:whatsapp', name: 'WhatsApp', quantity: 2, unit: 2_905 },
  ],
  discount: 0,
  startsAt: null,
  returnTo: { success: 'https://trama.test/ok', error: 'https://trama.test/no' },
  idempotencyKey: 'begin/1',
  ...more,
});

/** As a browser's form does. */
export const post = (page: string, fields: Record<string, string>): Promise<Response> =>
  fetch(new URL(page).origin + new URL(page).pathname, {
    ...{ method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' },
  });
