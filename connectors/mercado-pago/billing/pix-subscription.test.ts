import { describe, expect, test } from 'vitest';
import { capabilitiesOf } from '#flow/contracts/billing-provider.ts';
import {
  asking,
  DAY_MS,
  given,
  mercadoPago,
  post,
  START,
  signal,
  TENANT,
} from '#tests/billing/mercado-pago-fixture.ts';

const { simulator, provider, begin, read } = mercadoPago();
const WHOLE = 35_510;
const NEXT = { start: '2026-12-22T12:00:00.000Z', end: '2027-01-22T12:00:00.000Z' };

/** As its payer does: of the newest code of that charge. */
const pay = async (ref: string): Promise<void> => {
  const { charge } = given(await provider().readPayment(ref, signal));
  await post(`${simulator().url}/control/pix`, { payment: given(charge) });
};
const begun = async (): Promise<string> => {
  const { ref } = await begin({ method: 'pix' });
  await pay(given(ref));
  return given((await provider().readAsked(given(ref), signal)).subscription);
};
const renew = (subscription: string, idempotencyKey = 'renew/1') =>
  provider().chargeOnce(
    { ...asking({ idempotencyKey }), subscription, amount: WHOLE, lines: [], period: NEXT },
    signal,
  );

describe('a subscription that is paid by a Mercado Pago Pix each period', () => {
  test('begins with one code, and runs as soon as it is paid', async () => {
    const pix = await begin({ method: 'pix' });
    expect(pix).toMatchObject({ kind: 'pix', code: expect.stringMatching(/^000201/) });
    expect(await begin({ method: 'pix' })).toEqual(pix);
    expect(simulator().world.payments.size).toBe(1);
    expect(await provider().readAsked(given(pix.ref), signal)).toMatchObject({ subscription: null, open: true });
    await pay(given(pix.ref));
    const { subscription } = await provider().readAsked(given(pix.ref), signal);
    expect(await read(given(subscription))).toMatchObject({
      ...{ status: 'active', tenantId: TENANT, request: 'sreq_1', amount: WHOLE, method: { kind: 'pix' } },
      ...{ periodStart: START, periodEnd: '2026-12-22T12:00:00.000Z' },
      payments: [{ kind: 'period', status: 'paid', amount: WHOLE, id: pix.ref }],
    });
  });

  test('is renewed by us, and what is told of a payment leads to its charge', async () => {
    const id = await begun();
    expect(capabilitiesOf(provider(), id)).toMatchObject({ renewals: 'ours', retries: 'ours' });
    expect(capabilitiesOf(provider(), '2c9380')).toMatchObject({ renewals: 'provider' });
    const { ref } = await renew(id);
    expect((await renew(id)).ref).toBe(ref);
    await pay(given(ref));
    const told = given(simulator().world.notices.at(-1));
    const paid = await provider().readPayment(`pay_${told.about}`, signal);
    expect(paid).toMatchObject({ id: ref, kind: 'period', status: 'paid', periodEnd: NEXT.end, charge: told.about });
    expect(await read(id)).toMatchObject({ status: 'active', periodEnd: NEXT.end });
  });

  test('gets another code where one ran out; the one before can be paid no more', async () => {
    const id = await begun();
    const ref = given((await renew(id)).ref);
    simulator().advance(11 * DAY_MS);
    const late = given(await provider().readPayment(ref, signal));
    expect(late).toMatchObject({ status: 'failed', failureCode: 'expired' });
    const again = await provider().retry({ payment: late, idempotencyKey: 'retry/1' }, signal);
    expect(again).toMatchObject({ id: ref, status: 'pending' });
    expect(again.charge).not.toBe(late.charge);
    expect(await provider().retry({ payment: again, idempotencyKey: 'retry/2' }, signal)).toEqual(again);
    expect([...simulator().world.payments.values()].filter(({ status }) => status === 'pending')).toHaveLength(1);
    await pay(ref);
    expect(await read(id)).toMatchObject({ status: 'active', periodEnd: NEXT.end });
  });

  test('that was paid in the last moment is not asked for again', async () => {
    const id = await begun();
    const ref = given((await renew(id)).ref);
    const { charge } = given(await provider().readPayment(ref, signal));
    simulator().advance(9 * DAY_MS);
    await post(`${simulator().url}/control/pix`, { payment: given(charge) });
    simulator().advance(2 * DAY_MS);
    const stale = { ...given(await provider().readPayment(ref, signal)), status: 'failed' as const };
    expect(await provider().retry({ payment: stale, idempotencyKey: 'retry/1' }, signal)).toMatchObject({
      status: 'paid',
      charge,
    });
    expect(simulator().world.payments.size).toBe(2);
  });

  test('ends: its open code is closed there, too', async () => {
    const id = await begun();
    const ref = given((await renew(id)).ref);
    await provider().cancel({ subscription: id, when: 'at_period_end', idempotencyKey: 'cancel/1' }, signal);
    expect(await read(id)).toMatchObject({ status: 'active', cancelAt: NEXT.start });
    expect(await provider().readPayment(ref, signal)).toMatchObject({ status: 'void' });
    expect([...simulator().world.payments.values()].map(({ status }) => status)).toEqual(['approved', 'cancelled']);
    simulator().advance(31 * DAY_MS);
    expect(await read(id)).toMatchObject({ status: 'ended', endedAt: NEXT.start });
  });

  test('asks for a period no more that is asked for otherwise: its code is closed there, and pays for no time where it was paid', async () => {
    const id = await begun();
    const before = await read(id);
    const [unpaid, paid] = [given((await renew(id)).ref), given((await renew(id, 'renew/2')).ref)];
    const { charge } = given(await provider().readPayment(paid, signal));
    await post(`${simulator().url}/control/pix`, { payment: given(charge) });
    for (const ref of [unpaid, paid, paid]) await provider().expire({ ref, idempotencyKey: `${ref}/expire` }, signal);
    expect(await provider().readPayment(unpaid, signal)).toMatchObject({ kind: 'once', status: 'void' });
    expect(await provider().readPayment(paid, signal)).toMatchObject({
      ...{ kind: 'once', status: 'paid', amount: WHOLE, periodStart: null, periodEnd: null },
    });
    expect([...simulator().world.payments.values()].map(({ status }) => status)).toEqual([
      ...['approved', 'cancelled', 'approved'],
    ]);
    const { status, periodEnd } = await read(id);
    expect({ status, periodEnd }).toEqual({ status: 'active', periodEnd: before.periodEnd });
  });

  test('has its code replaced at a try that would run out before the next one', async () => {
    const id = await begun();
    const ref = given((await renew(id)).ref);
    simulator().advance(5 * DAY_MS);
    const early = given(await provider().readPayment(ref, signal));
    expect(await provider().retry({ payment: early, idempotencyKey: 'retry/1' }, signal)).toEqual(early);
    simulator().advance(2 * DAY_MS);
    const again = await provider().retry({ payment: early, idempotencyKey: 'retry/2' }, signal);
    expect(again).toMatchObject({ id: ref, status: 'pending' });
    expect(Date.parse(given(again.pix).expiresAt)).toBeGreaterThan(Date.parse(given(early.pix).expiresAt));
    expect([...simulator().world.payments.values()].filter(({ status }) => status === 'pending')).toHaveLength(1);
  });

  test('gives money back there, once a key; what was given back at Mercado Pago’s own pages is seen', async () => {
    const id = await begun();
    const payment = given((await read(id)).payments[0]);
    const refund = (amount: number, idempotencyKey: string) =>
      provider().refund({ payment, amount, idempotencyKey }, signal);
    await refund(10_000, 'a');
    expect(await refund(10_000, 'a')).toMatchObject({ refunded: 10_000 });
    await expect(refund(WHOLE, 'b')).rejects.toMatchObject({ code: 'billing_refused' });
    const there = given(simulator().world.payments.get(Number(payment.charge)));
    expect(there.refunded).toBe(10_000);
    Object.assign(there, { status: 'charged_back', detail: 'in_process' });
    expect((await read(id)).payments[0]).toMatchObject({ status: 'paid', disputed: true });
  });

  test('what is charged outside of its periods is a Pix as for any other', async () => {
    const subscription = await begun();
    const lines = [{ name: 'Enterprise', amount: 5_000 }];
    const ask = { ...asking({ request: 'sreq_2', idempotencyKey: 'once/1' }), subscription, lines, amount: 5_000 };
    const { ref } = await provider().chargeOnce(ask, signal);
    expect(ref).toMatch(/^pay_\d+$/);
    expect(await provider().readPayment(given(ref), signal)).toMatchObject({
      kind: 'once',
      subscription,
      request: 'sreq_2',
    });
  });
});
