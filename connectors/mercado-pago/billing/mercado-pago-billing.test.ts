import { describe, expect, test } from 'vitest';
import {
  asking,
  DAY_MS,
  given,
  HOUR_MS,
  mercadoPago,
  post,
  START,
  signal,
  TENANT,
} from '#tests/billing/mercado-pago-fixture.ts';

const { simulator, provider, begin, read, authorised, charged } = mercadoPago();
const WHOLE = 35_510;

describe('a subscription at Mercado Pago', () => {
  test('begins on one page however often it is asked for, also when an answer was lost', async () => {
    simulator().rules.troubles.push('lost');
    await expect(begin()).rejects.toMatchObject({ code: 'billing_unreachable', retry: 'retry' });
    const first = await begin();
    expect(first).toMatchObject({ kind: 'page', expiresAt: null });
    expect(await begin()).toEqual(first);
    expect(simulator().world.preapprovals.size).toBe(1);
    // Its search is late at times: the key holds then.
    simulator().rules.searchLagMs = DAY_MS;
    expect(await begin()).toEqual(first);
    expect(simulator().world.preapprovals.size).toBe(1);
    expect(await provider().readAsked(given(first.ref), signal)).toEqual({
      subscription: null,
      payment: null,
      open: true,
    });
  });

  test('that is authorised is not paid; the check of its card is no charge', async () => {
    const id = await authorised(['approved']);
    expect(await read(id)).toMatchObject({ status: 'incomplete', rawStatus: 'authorized', payments: [] });
    const [check] = simulator().world.payments.values();
    expect(check).toMatchObject({ operation: 'card_validation', status: 'refunded' });
    expect(await provider().readPayment(`pay_${check?.id}`, signal)).toBeNull();

    simulator().advance(HOUR_MS);
    const active = await read(id);
    expect(active).toMatchObject({
      ...{
        status: 'active',
        tenantId: TENANT,
        request: 'sreq_1',
        interval: 'month',
        amount: WHOLE,
        customer: '900001',
      },
      ...{ periodStart: '2026-11-22T13:00:00.000Z', periodEnd: '2026-12-22T13:00:00.000Z', cancelAt: null },
      method: { kind: 'card', brand: 'visa', last4: '4242', expires: '2030-11' },
    });
    expect(active.payments).toMatchObject([
      {
        kind: 'period',
        status: 'paid',
        amount: WHOLE,
        request: 'sreq_1',
        paidAt: '2026-11-22T13:00:00.000Z',
        method: 'card',
      },
    ]);
    expect(await provider().readAsked(id, signal)).toMatchObject({ subscription: id, open: false });
  });

  test('whose first charge the bank thinks about is paid when the bank says so', async () => {
    const id = await charged(['in_process', 'approved']);
    expect(await read(id)).toMatchObject({ status: 'incomplete', payments: [{ status: 'pending', paidAt: null }] });
    const payment = given([...simulator().world.payments.values()].at(-1));
    payment.status = 'approved';
    // The charge of the cycle says so later than its payment.
    expect(await read(id)).toMatchObject({ status: 'active', payments: [{ status: 'paid' }] });
  });

  test('is charged each month, on the day that it began; its newest three charges are read', async () => {
    const id = await charged(['approved']);
    simulator().advance(100 * DAY_MS);
    const { payments, periodEnd } = await read(id);
    expect(periodEnd).toBe('2027-03-22T13:00:00.000Z');
    expect(payments.map(({ periodStart, periodEnd: end }) => [periodStart, end])).toEqual([
      ['2027-02-22T13:00:00.000Z', '2027-03-22T13:00:00.000Z'],
      ['2027-01-22T13:00:00.000Z', '2027-02-22T13:00:00.000Z'],
      ['2026-12-22T13:00:00.000Z', '2027-01-22T13:00:00.000Z'],
    ]);
    expect(new Set(payments.map(({ id: payment }) => payment)).size).toBe(3);
    expect(await provider().readPayment(given(payments[2]?.id), signal)).toEqual(payments[2]);
    expect(await provider().readPayment(`pay_${payments[2]?.charge}`, signal)).toEqual(payments[2]);
  });

  test('begins to charge where a trial, or what another provider was paid for, ends', async () => {
    const startsAt = '2026-12-06T03:00:00.000Z';
    const id = await charged(['approved'], { startsAt });
    expect(await read(id)).toMatchObject({ status: 'trialing', payments: [], periodEnd: startsAt });
    simulator().advance(14 * DAY_MS);
    expect(await read(id)).toMatchObject({ status: 'active', periodStart: startsAt });
  });
});

describe('a charge that fails', () => {
  test('is tried again by Mercado Pago, and by nobody else', async () => {
    const id = await charged(['approved', 'rejected']);
    simulator().advance(31 * DAY_MS);
    const due = await read(id);
    expect(due).toMatchObject({ status: 'past_due', periodEnd: '2026-12-22T13:00:00.000Z' });
    const [failed, paid] = due.payments;
    expect(failed).toMatchObject({
      ...{ status: 'failed', failureCode: 'cc_rejected_insufficient_amount', periodStart: '2026-12-22T13:00:00.000Z' },
      nextAttemptAt: '2026-12-25T13:00:00.000Z',
    });
    expect(paid).toMatchObject({ status: 'paid' });
    const before = simulator().world.calls.length;
    const again = await provider().retry({ payment: given(failed), idempotencyKey: 'retry/1' }, signal);
    expect(again).toEqual(failed);
    expect(
      simulator()
        .world.calls.slice(before)
        .every(({ method }) => method === 'GET'),
    ).toBe(true);
  });

  test('that a later try collects is paid under the same id', async () => {
    const id = await charged(['approved', 'rejected', 'rejected', 'approved']);
    simulator().advance(31 * DAY_MS);
    const [failed] = (await read(id)).payments;
    simulator().advance(5 * DAY_MS);
    const { status, payments } = await read(id);
    expect(status).toBe('active');
    expect(payments[0]).toMatchObject({ id: failed?.id, status: 'paid', nextAttemptAt: null, failureCode: null });
    expect(payments[0]?.periodStart).toBe('2026-12-22T13:00:00.000Z');
  });

  test('four more times is given up though Mercado Pago calls it processed, and after three of those it ends', async () => {
    const id = await charged(['approved', 'rejected']);
    simulator().advance(30 * DAY_MS + 11 * DAY_MS);
    expect(await read(id)).toMatchObject({
      status: 'unpaid',
      payments: [{ status: 'failed', nextAttemptAt: null }, {}],
    });
    simulator().advance(75 * DAY_MS);
    const ended = await read(id);
    expect(ended).toMatchObject({ status: 'ended', rawStatus: 'cancelled' });
    expect(ended.payments.map(({ status }) => status)).toEqual(['failed', 'failed', 'failed']);
    expect(ended.periodEnd).toBe('2026-12-22T13:00:00.000Z');
    expect(Date.parse(given(ended.endedAt))).toBeGreaterThan(Date.parse(START));
  });
});

describe('a first period that costs less', () => {
  test('is charged less once, and whole from the next one on', async () => {
    const id = await charged(['approved'], { discount: 10_000 });
    const first = await read(id);
    expect(first).toMatchObject({ amount: WHOLE, payments: [{ amount: 25_510 }] });
    simulator().advance(31 * DAY_MS);
    expect((await read(id)).payments.map(({ amount }) => amount)).toEqual([WHOLE, 25_510]);
    expect(simulator().world.calls.filter(({ method }) => method === 'PUT')).toHaveLength(1);
  });

  test('or nothing, is a charge of nothing, and the whole is charged where the next begins', async () => {
    const id = await authorised(['approved'], { discount: WHOLE });
    expect(await read(id)).toMatchObject({
      ...{ status: 'active', periodStart: START, periodEnd: '2026-12-22T12:00:00.000Z' },
      payments: [{ id: `free_${id}`, amount: 0, status: 'paid', kind: 'period' }],
    });
    simulator().advance(31 * DAY_MS);
    const { payments } = await read(id);
    expect(payments.map(({ amount }) => amount)).toEqual([WHOLE, 0]);
    expect(payments[1]?.periodEnd).toBe(payments[0]?.periodStart);
    expect(await provider().readPayment(`free_${id}`, signal)).toEqual(payments[1]);
  });
});

describe('changes', () => {
  const lines = [{ key: 'STARTER', name: 'Starter', quantity: 1, unit: 9_700 }];
  const set = (subscription: string, discount = 0, interval: 'month' | 'year' = 'month') =>
    provider().setLines(
      {
        ...{ subscription, payer: asking().payer, interval, lines, discount, startsAt: null },
        idempotencyKey: `set/${discount}/${interval}`,
      },
      signal,
    );

  test('of what is paid count from the next period on; less for one period goes up by itself', async () => {
    const id = await charged(['approved']);
    await set(id, 700);
    expect(await read(id)).toMatchObject({ amount: 9_700, payments: [{ amount: WHOLE }] });
    simulator().advance(31 * DAY_MS);
    await read(id);
    simulator().advance(31 * DAY_MS);
    expect((await read(id)).payments.map(({ amount }) => amount)).toEqual([9_700, 9_000, WHOLE]);
  });

  test('that Mercado Pago cannot do are refused, with a word for why', async () => {
    const id = await charged(['approved']);
    const codeOf = (work: Promise<unknown>) =>
      work.then(
        () => null,
        (error) => error.details.code,
      );
    expect(await codeOf(set(id, 9_700))).toBe('amount_too_small');
    expect(await codeOf(set(id, 0, 'year'))).toBe('interval_change');
    expect(await codeOf(set('2c9380nobody'))).toBe('no_subscription');
  });

  test('an end at the period’s end is a pause that can be taken back, and nothing is charged after it', async () => {
    const id = await charged(['approved']);
    const ask = { subscription: id, when: 'at_period_end' as const };
    await provider().cancel({ ...ask, idempotencyKey: 'cancel/1' }, signal);
    await provider().cancel({ ...ask, idempotencyKey: 'cancel/1' }, signal);
    expect(await read(id)).toMatchObject({
      status: 'active',
      rawStatus: 'paused',
      cancelAt: '2026-12-22T13:00:00.000Z',
    });
    await provider().keep({ subscription: id, idempotencyKey: 'keep/1' }, signal);
    expect(await read(id)).toMatchObject({ status: 'active', rawStatus: 'authorized', cancelAt: null });
    await provider().cancel({ ...ask, idempotencyKey: 'cancel/2' }, signal);
    simulator().advance(40 * DAY_MS);
    const ended = await read(id);
    expect(ended).toMatchObject({ status: 'ended', endedAt: '2026-12-22T13:00:00.000Z' });
    expect(ended.payments).toHaveLength(1);
    await expect(provider().keep({ subscription: id, idempotencyKey: 'keep/2' }, signal)).rejects.toMatchObject({
      code: 'billing_refused',
    });
    await provider().cancel({ subscription: id, when: 'now', idempotencyKey: 'cancel/3' }, signal);
    await provider().cancel({ subscription: id, when: 'now', idempotencyKey: 'cancel/4' }, signal);
    expect(await read(id)).toMatchObject({ rawStatus: 'cancelled', status: 'ended' });
  });

  test('a pause charges nothing, and what it left out is not charged behind', async () => {
    const id = await charged(['approved']);
    await provider().pause({ subscription: id, until: null, idempotencyKey: 'pause/1' }, signal);
    expect(await read(id)).toMatchObject({ status: 'paused', cancelAt: null });
    simulator().advance(70 * DAY_MS);
    // The period that runs, which nobody paid: what is left of it is charged by whoever resumes.
    const running = { periodStart: '2027-01-22T13:00:00.000Z', periodEnd: '2027-02-22T13:00:00.000Z' };
    expect(await read(id)).toMatchObject({ status: 'paused', ...running });
    await provider().resume({ subscription: id, idempotencyKey: 'resume/1' }, signal);
    expect(await read(id)).toMatchObject({ status: 'active', ...running });
    simulator().advance(25 * DAY_MS);
    const { payments } = await read(id);
    expect(payments.map(({ periodStart }) => periodStart)).toEqual([
      '2027-02-22T13:00:00.000Z',
      '2026-11-22T13:00:00.000Z',
    ]);
  });
});

describe('money back', () => {
  test('is given once under a key, and read with the charge', async () => {
    const id = await charged(['approved']);
    const payment = given((await read(id)).payments[0]);
    const refund = (amount: number, idempotencyKey: string) =>
      provider().refund({ payment, amount, idempotencyKey }, signal);
    await refund(10_000, 'refund/1');
    expect(await refund(10_000, 'refund/1')).toMatchObject({ id: payment.id, status: 'paid', refunded: 10_000 });
    expect(await refund(WHOLE - 10_000, 'refund/2')).toMatchObject({ status: 'paid', refunded: WHOLE });
    await expect(refund(1, 'refund/3')).rejects.toMatchObject({ code: 'billing_refused', details: { code: '2084' } });
    expect(await read(id)).toMatchObject({ status: 'active' });
  });

  test('that a bank takes is a dispute, until it is won', async () => {
    const id = await charged(['approved']);
    const payment = given([...simulator().world.payments.values()].at(-1));
    Object.assign(payment, { status: 'charged_back', detail: 'in_process' });
    expect((await read(id)).payments[0]).toMatchObject({ status: 'paid', disputed: true });
    Object.assign(payment, { detail: 'reimbursed' });
    expect((await read(id)).payments[0]).toMatchObject({ status: 'paid', disputed: false });
  });
});

test('the page’s other ways: a card that is refused changes nothing, and a page that is closed stays closed', async () => {
  const asked = await begin();
  if (asked.kind !== 'page') throw new Error('No page');
  expect((await fetch(asked.url)).headers.get('content-type')).toContain('text/html');
  const declined = await post(asked.url, { preapproval_id: asked.ref, card: 'declined' });
  expect(await declined.text()).toContain('recusado');
  await provider().expire({ ref: asked.ref, idempotencyKey: 'expire/1' }, signal);
  expect(await provider().readAsked(asked.ref, signal)).toEqual({ subscription: null, payment: null, open: false });
  expect(await begin()).toMatchObject({ kind: 'refused', code: 'closed' });
});
