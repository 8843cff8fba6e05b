// The product's processes have it loaded, and with it a stricter way under `fetch`.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import 'undici';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { BillingProvider, Payer } from '#flow/contracts/billing-provider.ts';
import { signature } from '#tests/simulators/stripe/deliveries.ts';
import type { StripeEvent } from '#tests/simulators/stripe/objects.ts';
import { StripeSimulator } from '#tests/simulators/stripe/stripe-simulator.ts';
import { createStripeBilling } from './stripe-billing.ts';

const DAY = 86_400_000;
const signal = new AbortController().signal;
const payer: Payer = {
  ...{ tenantId: 'ten_0190b0b0b0b07000800000000000abcd', email: 'ana@oficina.example', name: 'Oficina da Ana' },
  ...{ taxId: null, customer: null },
};
const returnTo = { success: 'https://trama.example/ok', error: 'https://trama.example/no' };
const BUSINESS = { key: 'BUSINESS', name: 'BUSINESS', quantity: 1, unit: 9_900 };

let stripe: StripeSimulator;
let provider: BillingProvider;
const providerAt = (apiBase: string, more: object = {}) =>
  createStripeBilling({
    ...{ secretKey: 'sk_test_simulator', webhookSecret: 'whsec_new', apiBase, nowMs: () => stripe.world.nowMs },
    ...{ retries: 0, ...more },
  });
beforeEach(async () => {
  stripe = await StripeSimulator.start();
  provider = providerAt(stripe.url);
});
afterEach(() => stripe.stop());

const beginAsk = {
  ...{ payer, request: 'sreq_1', interval: 'month' as const, lines: [BUSINESS], discount: 0, startsAt: null },
  ...{ returnTo, idempotencyKey: 'sreq_1/begin' },
};
const begun = async (): Promise<string> => {
  const { ref } = await provider.begin(beginAsk, signal);
  stripe.pay(ref ?? '');
  return (await provider.readAsked(ref ?? '', signal)).subscription ?? '';
};
const read = async (id: string) => {
  const found = await provider.readSubscription(id, signal);
  if (!found) throw new Error('none');
  return found;
};
const upgrade = (subscription: string) => ({
  ...{ payer, request: 'sreq_2', subscription, lines: [{ name: 'x', amount: 5_000 }], amount: 5_000, returnTo },
  idempotencyKey: 'sreq_2/charge',
});

describe('a charge outside of the periods', () => {
  test('that the card refuses is void: nobody collects it later', async () => {
    const id = await begun();
    stripe.changeCard(id, '4000000000009995');
    const refused = await provider.chargeOnce(upgrade(id), signal);
    expect(refused).toMatchObject({ kind: 'refused', code: 'insufficient_funds' });
    stripe.changeCard(id, '4242424242424242');
    stripe.advance(10 * DAY);
    expect(await provider.readPayment(refused.ref ?? '', signal)).toMatchObject({ status: 'void', amount: 5_000 });
    expect(await provider.chargeOnce(upgrade(id), signal)).toMatchObject({ kind: 'refused', ref: refused.ref });
    expect(stripe.wrong).toEqual([]);
  });

  test('that asks for the card’s owner is a page, which may be closed', async () => {
    const id = await begun();
    stripe.changeCard(id, '4000002760003184');
    const asked = await provider.chargeOnce(upgrade(id), signal);
    expect(asked).toMatchObject({ kind: 'page', url: expect.stringContaining('/i/in_') });
    expect((await provider.readAsked(asked.ref ?? '', signal)).open).toBe(true);
    await provider.expire({ ref: asked.ref ?? '', idempotencyKey: 'x' }, signal);
    expect(await provider.readAsked(asked.ref ?? '', signal)).toMatchObject({
      open: false,
      payment: { status: 'void' },
    });
  });

  test.each([
    ['the invoice', /^POST \/v1\/invoices$/],
    ['its lines', /add_lines/],
    ['its end as a draft', /finalize/],
    ['the charge', /\/pay$/],
  ])('whose answer was lost at %s is charged once by the repeat', async (_, route) => {
    const id = await begun();
    stripe.trouble(route, 'lost');
    await expect(provider.chargeOnce(upgrade(id), signal)).rejects.toMatchObject({ code: 'billing_unreachable' });
    expect(await provider.chargeOnce(upgrade(id), signal)).toMatchObject({ kind: 'done', payment: { amount: 5_000 } });
    const paid = [...stripe.world.invoices.values()].filter(({ billing_reason: why }) => why === 'manual');
    expect(paid.map(({ status, total }) => [status, total])).toEqual([['paid', 5_000]]);
    expect(stripe.wrong).toEqual([]);
  });

  test('is no payment while it is still being written', async () => {
    const id = await begun();
    stripe.trouble(/add_lines/, 'refused');
    await expect(provider.chargeOnce(upgrade(id), signal)).rejects.toMatchObject({ code: 'billing_unreachable' });
    const [draft] = [...stripe.world.invoices.values()].filter(({ status }) => status === 'draft');
    expect(await provider.readPayment(draft?.id ?? '', signal)).toBeNull();
    expect(await provider.chargeOnce(upgrade(id), signal)).toMatchObject({ kind: 'done', payment: { amount: 5_000 } });
  });

  test('is found by its mark when Stripe has long forgotten the key', async () => {
    const id = await begun();
    const first = await provider.chargeOnce(upgrade(id), signal);
    stripe.forgetKeys();
    expect((await provider.chargeOnce(upgrade(id), signal)).ref).toBe(first.ref);
    expect(stripe.count('POST /v1/invoices')).toBe(1);
  });
});

describe('a subscription', () => {
  test('goes from months to years without a charge before its day', async () => {
    const id = await begun();
    const startsAt = (await read(id)).periodEnd ?? '';
    const lines = [{ ...BUSINESS, unit: 99_000 }];
    const ask = {
      subscription: id,
      payer,
      interval: 'year' as const,
      lines,
      discount: 0,
      startsAt,
      idempotencyKey: 's',
    };
    await provider.setLines(ask, signal);
    await provider.setLines(ask, signal);
    expect(await read(id)).toMatchObject({ status: 'active', interval: 'year', amount: 99_000, periodEnd: startsAt });
    expect((await read(id)).payments).toHaveLength(1);
    stripe.advance(32 * DAY);
    const after = await read(id);
    expect(after.payments[0]).toMatchObject({ status: 'paid', amount: 99_000, periodStart: startsAt });
    expect(stripe.wrong).toEqual([]);
  });

  test('is charged on the card of the portal, not on the one that it began with', async () => {
    const id = await begun();
    const { customer } = await read(id);
    const page = await provider.portal({ customer: customer ?? '', returnTo: returnTo.success }, signal);
    await fetch(page?.url ?? '', {
      method: 'POST',
      redirect: 'manual',
      body: new URLSearchParams({ card: '5555555555554444' }),
    });
    expect((await read(id)).method).toEqual({ kind: 'card', brand: 'mastercard', last4: '4444', expires: '2034-12' });
    stripe.advance(32 * DAY);
    expect((await read(id)).payments[0]?.status).toBe('paid');
    expect(stripe.wrong).toEqual([]);
  });

  test('is tried again by hand: a card that says no is an answer, one that says yes ends it', async () => {
    const id = await begun();
    stripe.changeCard(id, '4000000000000341');
    stripe.advance(31.5 * DAY);
    const [payment] = (await read(id)).payments;
    if (!payment) throw new Error('none');
    expect(payment.nextAttemptAt).not.toBeNull();
    expect(await provider.retry({ payment, idempotencyKey: 'r1' }, signal)).toMatchObject({ status: 'failed' });
    stripe.changeCard(id, '4242424242424242');
    expect(await provider.retry({ payment, idempotencyKey: 'r2' }, signal)).toMatchObject({ status: 'paid' });
    expect((await read(id)).status).toBe('active');
  });

  test('that has ended is told nothing of lines', async () => {
    const id = await begun();
    await provider.cancel({ subscription: id, when: 'now', idempotencyKey: 'c' }, signal);
    const ask = { subscription: id, payer, interval: 'month' as const, lines: [{ ...BUSINESS, unit: 1 }], discount: 0 };
    await provider.setLines({ ...ask, startsAt: null, idempotencyKey: 's' }, signal);
    expect((await read(id)).amount).toBe(9_900);
  });

  test('whose tries are used up is ended, as the account has it', async () => {
    const id = await begun();
    stripe.changeCard(id, '4000000000000341');
    stripe.advance(50 * DAY);
    const { status, endedAt, payments } = await read(id);
    expect([status, endedAt === null, payments[0]?.nextAttemptAt]).toEqual(['ended', false, null]);
  });

  test('whose tries are used up is left unpaid, where the account has it so: its periods go on, and nothing of them is charged', async () => {
    stripe.world.settings.afterRetries = 'unpaid';
    const id = await begun();
    stripe.changeCard(id, '4000000000000341');
    stripe.advance(50 * DAY);
    const { periodEnd } = await read(id);
    stripe.changeCard(id, '4242424242424242');
    stripe.advance(62 * DAY);
    const after = await read(id);
    expect(after).toMatchObject({ status: 'unpaid', endedAt: null });
    expect((after.periodEnd ?? '') > (periodEnd ?? '')).toBe(true);
    expect(after.payments.filter(({ status }) => status === 'paid')).toHaveLength(1);
  });

  test('that is still tried for nothing and changes its interval is a trial all the same', async () => {
    const startsAt = new Date(stripe.world.nowMs + 10 * DAY).toISOString();
    const { ref } = await provider.begin({ ...beginAsk, startsAt }, signal);
    stripe.pay(ref ?? '');
    const id = (await provider.readAsked(ref ?? '', signal)).subscription ?? '';
    const lines = [{ ...BUSINESS, unit: 99_000 }];
    const ask = { subscription: id, payer, interval: 'year' as const, lines, discount: 0, idempotencyKey: 's' };
    await provider.setLines({ ...ask, startsAt: new Date(Date.parse(startsAt) + 1_000).toISOString() }, signal);
    expect(await read(id)).toMatchObject({ status: 'trialing', interval: 'year' });
  });

  test('in a state that nobody knows yet is unknown', async () => {
    const id = await begun();
    const one = stripe.world.subscriptions.get(id);
    if (one) one.status = 'suspended_by_moon';
    expect(await read(id)).toMatchObject({ status: 'unknown', rawStatus: 'suspended_by_moon' });
  });

  test('whose payer’s bank took the money back says so', async () => {
    const id = await begun();
    stripe.dispute((await read(id)).payments[0]?.charge ?? '');
    expect((await read(id)).payments[0]).toMatchObject({ status: 'paid', disputed: true });
  });
});

test('a customer that somebody deleted is followed by another', async () => {
  await provider.begin(beginAsk, signal);
  const [customer = ''] = stripe.world.customers.keys();
  stripe.deleteCustomer(customer);
  const again = { ...beginAsk, payer: { ...payer, customer }, idempotencyKey: 'sreq_2/begin' };
  const first = await provider.begin(again, signal);
  expect(await provider.begin(again, signal)).toEqual(first);
  expect(stripe.world.customers.size).toBe(1);
  expect(stripe.wrong).toEqual([]);
});

describe('the way there', () => {
  test('is tried again by itself under the same keys, and a lost answer counts once', async () => {
    provider = providerAt(stripe.url, { retries: 2 });
    stripe.trouble(/^POST \/v1\/checkout/, 'lost');
    const asked = await provider.begin(beginAsk, signal);
    expect(asked.kind).toBe('page');
    expect(stripe.world.sessions.size).toBe(1);
    expect(stripe.wrong).toEqual([]);
  });

  test('says how long it wants to be left alone', async () => {
    stripe.trouble(/^GET/, { status: 429, headers: { 'retry-after': '30' } });
    await expect(provider.readSubscription('sub_1', signal)).rejects.toMatchObject({
      ...{ code: 'billing_unreachable', waitUntil: stripe.world.nowMs + 30_000, details: { status: 429 } },
    });
  });

  test('with a wrong key is a refusal for an operator', async () => {
    const wrong = providerAt(stripe.url, { secretKey: 'sk_test_other' });
    await expect(wrong.readSubscription('sub_1', signal)).rejects.toMatchObject({
      ...{ code: 'billing_refused', retry: 'operator' },
    });
  });

  test('leads nowhere where nobody listens, or where the caller has gone', async () => {
    const nobody = providerAt('http://127.0.0.1:9');
    await expect(nobody.readSubscription('sub_1', signal)).rejects.toMatchObject({ code: 'billing_unreachable' });
    const gone = AbortSignal.abort(new Error('gone'));
    await expect(provider.readSubscription('sub_1', gone)).rejects.toThrow('gone');
  });

  test('names the settings that are missing', async () => {
    const bare = providerAt(stripe.url, { secretKey: null, webhookSecret: null });
    expect(bare.missing()).toEqual(['STRIPE_SECRET_KEY', 'STRIPE_WEBHOOK_SECRET']);
    await expect(bare.readPayment('in_1', signal)).rejects.toMatchObject({ code: 'billing_refused' });
  });
});

describe('a delivery', () => {
  const event = (type: string): StripeEvent => {
    const found = stripe.world.events.find((one) => one.type === type);
    if (!found) throw new Error(type);
    return found;
  };
  const delivered = (one: StripeEvent, secrets: string[], ageS = 0) => {
    const receivedAtMs = Date.now();
    const body = JSON.stringify(one);
    const header = signature(body, secrets, Math.floor(receivedAtMs / 1_000) - ageS);
    return { headers: { 'stripe-signature': header }, query: {}, body: Buffer.from(body), receivedAtMs };
  };

  test('says whom it is about', async () => {
    const id = await begun();
    const [payment] = (await read(id)).payments;
    const of = (type: string) => provider.readDelivery(delivered(event(type), ['whsec_new']));
    const about = { subscription: id, tenantId: payer.tenantId, request: 'sreq_1', trust: 'signed' };
    expect(of('invoice.paid')).toMatchObject({ ...about, payment: payment?.id, type: 'invoice.paid' });
    expect(of('customer.subscription.created')).toMatchObject({ ...about, payment: null });
    expect(of('checkout.session.completed')).toMatchObject({ ...about, payment: payment?.id });
  });

  test('counts where one of its signatures is ours, and not where none is, or it is old or changed', async () => {
    await begun();
    const paid = event('invoice.paid');
    expect(provider.readDelivery(delivered(paid, ['whsec_old', 'whsec_new']))?.eventId).toBe(paid.id);
    expect(provider.readDelivery(delivered(paid, ['whsec_old']))).toBeNull();
    expect(provider.readDelivery(delivered(paid, ['whsec_new'], 301))).toBeNull();
    const changed = delivered(paid, ['whsec_new']);
    expect(provider.readDelivery({ ...changed, body: Buffer.concat([changed.body, Buffer.from(' ')]) })).toBeNull();
    expect(provider.readDelivery({ ...changed, headers: {} })).toBeNull();
  });
});

test('a server that answers nobody is away once the caller’s time is up; who gave up by themselves hear why', async () => {
  const silent = createServer(() => {});
  await new Promise<void>((done) => silent.listen(0, '127.0.0.1', done));
  const { port } = silent.address() as AddressInfo;
  const hangs = providerAt(`http://127.0.0.1:${port}`);
  await expect(hangs.readSubscription('sub_1', AbortSignal.timeout(100))).rejects.toMatchObject({
    ...{ code: 'billing_unreachable', details: { provider: 'stripe', code: 'timeout' } },
  });
  const gone = new AbortController();
  setTimeout(() => gone.abort(new Error('The caller is gone')), 50);
  await expect(hangs.readSubscription('sub_1', gone.signal)).rejects.toThrow('The caller is gone');
  silent.closeAllConnections();
  silent.close();
});
