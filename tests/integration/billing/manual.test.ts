import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createManualBilling } from '#connectors/manual/billing/manual-billing.ts';
import { createBillingKept } from '#domain/billing/manual/billing-kept.ts';
import {
  confirmManualPayment,
  listManualPayments,
  rejectManualPayment,
} from '#domain/billing/manual/confirm-payment.ts';
import type { Asked, BeginSubscription, BillingProvider } from '#flow/contracts/billing-provider.ts';
import { type DataFixture, dataFixture } from '../data/data-fixture.ts';

const DAY_MS = 86_400_000;
const PIX = { key: 'pix@trama.test', name: 'Trama Ltda', city: 'São Paulo' };
const OPERATOR = { by: 'operator:usr_1', note: 'extrato de 22/11' };
const { signal } = new AbortController();

let fixture: DataFixture;
let tenantId: string;
let provider: BillingProvider;
let nowMs = Date.parse('2026-11-22T12:00:00.000Z');

beforeAll(async () => {
  fixture = await dataFixture();
});
afterAll(() => fixture.close());
beforeEach(async () => {
  tenantId = await fixture.tenant();
  nowMs = Date.parse('2026-11-22T12:00:00.000Z');
  provider = createManualBilling({ kept: createBillingKept(fixture.database), pix: PIX, nowMs: () => nowMs });
});

const asking = (more: Partial<BeginSubscription> = {}): BeginSubscription => ({
  payer: { tenantId, email: 'ana@loja.test', name: 'Ana', taxId: null, customer: null },
  request: 'sreq_1',
  interval: 'month',
  lines: [{ key: 'BUSINESS', name: 'Business', quantity: 1, unit: 29_700 }],
  discount: 0,
  startsAt: null,
  returnTo: { success: 'https://trama.test/ok', error: 'https://trama.test/no' },
  idempotencyKey: 'begin/1',
  ...more,
});

const pixOf = (asked: Asked): Extract<Asked, { kind: 'pix' }> => {
  if (asked.kind !== 'pix') throw new Error(`Not a Pix: ${asked.kind}`);
  return asked;
};

/** A subscription whose first period an operator confirmed. */
const paidSubscription = async (): Promise<string> => {
  const { ref } = pixOf(await provider.begin(asking(), signal));
  await confirmManualPayment(fixture.database, { ...OPERATOR, payment: ref, paidAt: new Date(nowMs).toISOString() });
  const { subscription } = await provider.readAsked(ref, signal);
  if (subscription === null) throw new Error('Nothing began');
  return subscription;
};

describe('a subscription that is paid by Pix to the operator’s key', () => {
  test('begins with one code however often it is asked for, and runs once an operator saw the money', async () => {
    const first = pixOf(await provider.begin(asking(), signal));
    expect(pixOf(await provider.begin(asking(), signal))).toEqual(first);
    expect(first.code).toContain('5406297.00');
    expect(await provider.readAsked(first.ref, signal)).toMatchObject({ subscription: null, open: true });

    nowMs += DAY_MS;
    await confirmManualPayment(fixture.database, {
      ...OPERATOR,
      payment: first.ref,
      paidAt: new Date(nowMs).toISOString(),
    });
    const { subscription, payment } = await provider.readAsked(first.ref, signal);
    expect(payment).toMatchObject({ status: 'paid', request: 'sreq_1', periodStart: '2026-11-23T12:00:00.000Z' });
    expect(await provider.readSubscription(subscription ?? '', signal)).toMatchObject({
      ...{ status: 'active', tenantId, request: 'sreq_1', amount: 29_700 },
      ...{ periodStart: '2026-11-23T12:00:00.000Z', periodEnd: '2026-12-23T12:00:00.000Z' },
    });
  });

  test('has its next period charged once a key; the period is the one that was named', async () => {
    const subscription = await paidSubscription();
    const period = { start: '2026-12-22T12:00:00.000Z', end: '2027-01-22T12:00:00.000Z' };
    const renew = () =>
      provider.chargeOnce(
        { ...asking({ idempotencyKey: 'renew/1' }), subscription, amount: 29_700, lines: [], period },
        signal,
      );
    const { ref } = pixOf(await renew());
    expect(pixOf(await renew()).ref).toBe(ref);
    nowMs += 11 * DAY_MS;
    expect(await provider.readPayment(ref, signal)).toMatchObject({
      kind: 'period',
      status: 'failed',
      failureCode: 'expired',
    });
    expect(await provider.readSubscription(subscription, signal)).toMatchObject({ status: 'past_due' });

    const late = await provider.readPayment(ref, signal);
    if (!late) throw new Error('The payment is gone');
    expect(await provider.retry({ payment: late, idempotencyKey: 'retry/1' }, signal)).toMatchObject({
      id: ref,
      status: 'pending',
    });
    await confirmManualPayment(fixture.database, { ...OPERATOR, payment: ref, paidAt: new Date(nowMs).toISOString() });
    expect(await provider.readSubscription(subscription, signal)).toMatchObject({
      status: 'active',
      periodEnd: period.end,
    });
  });

  test('costs nothing until a trial ends', async () => {
    const startsAt = '2026-12-01T00:00:00.000Z';
    const asked = await provider.begin(asking({ startsAt }), signal);
    expect(asked).toMatchObject({ kind: 'done', payment: { amount: 0, status: 'paid', periodEnd: startsAt } });
    const { subscription } = await provider.readAsked(asked.ref ?? '', signal);
    expect(await provider.readSubscription(subscription ?? '', signal)).toMatchObject({ status: 'trialing' });
  });

  test('is asked for nothing while it is paused, and goes on in the period that runs then', async () => {
    const subscription = await paidSubscription();
    await provider.pause({ subscription, until: null, idempotencyKey: 'p' }, signal);
    nowMs += 70 * DAY_MS;
    const running = { periodStart: '2027-01-22T12:00:00.000Z', periodEnd: '2027-02-22T12:00:00.000Z' };
    expect(await provider.readSubscription(subscription, signal)).toMatchObject({ status: 'paused', ...running });
    await provider.resume({ subscription, idempotencyKey: 'r' }, signal);
    nowMs += DAY_MS;
    expect(await provider.readSubscription(subscription, signal)).toMatchObject({ status: 'active', ...running });
  });

  test('ends at the period’s end unless it is kept, and no code stays open behind it', async () => {
    const subscription = await paidSubscription();
    const next = { start: '2026-12-22T12:00:00.000Z', end: '2027-01-22T12:00:00.000Z' };
    const { ref } = pixOf(
      await provider.chargeOnce(
        { ...asking({ idempotencyKey: 'r' }), subscription, amount: 5, lines: [], period: next },
        signal,
      ),
    );
    await provider.cancel({ subscription, when: 'at_period_end', idempotencyKey: 'c' }, signal);
    expect(await provider.readSubscription(subscription, signal)).toMatchObject({
      status: 'active',
      cancelAt: next.start,
    });
    expect(await provider.readPayment(ref, signal)).toMatchObject({ status: 'void', pix: null });
    await provider.keep({ subscription, idempotencyKey: 'k' }, signal);
    expect(await provider.readSubscription(subscription, signal)).toMatchObject({ cancelAt: null });
    await provider.cancel({ subscription, when: 'at_period_end', idempotencyKey: 'c2' }, signal);
    nowMs = Date.parse(next.start);
    expect(await provider.readSubscription(subscription, signal)).toMatchObject({
      status: 'ended',
      endedAt: next.start,
    });
    await expect(provider.keep({ subscription, idempotencyKey: 'k2' }, signal)).rejects.toMatchObject({
      code: 'billing_refused',
    });
  });
});

describe('what an operator says of a Pix', () => {
  test('is heard once, is in both books, and has the payment read again', async () => {
    const { ref } = pixOf(await provider.begin(asking(), signal));
    const [waiting] = (await listManualPayments(fixture.database)).data.filter((one) => one.id === ref);
    expect(waiting).toMatchObject({ tenantId, amount: 29_700, status: 'pending' });
    const confirm = (paidAt: string) => confirmManualPayment(fixture.database, { ...OPERATOR, payment: ref, paidAt });
    await confirm('2026-11-22T13:00:00.000Z');
    expect(await confirm('2026-11-25T13:00:00.000Z')).toMatchObject({
      status: 'paid',
      paidAt: '2026-11-22T13:00:00.000Z',
    });
    const told = await fixture.database.withTenant(tenantId, (db) => db.sql`select action from audit_entries`);
    expect(told).toEqual([{ action: 'subscription.payment_confirm' }]);
    const hints = await fixture.database.admin.sql`
      select trust, hint ->> 'payment' as payment, hint ->> 'tenantId' as tenant from billing_events
      where provider = 'manual' and hint ->> 'payment' = ${ref}`;
    expect(hints).toEqual([{ trust: 'signed', payment: ref, tenant: tenantId }]);
    const { data: named } = await listManualPayments(fixture.database, { txid: waiting?.txid ?? '' });
    expect(named).toMatchObject([{ status: 'paid' }]);
  });

  test('that the money did not come makes the charge fail; that it came after all counts', async () => {
    const { ref } = pixOf(await provider.begin(asking(), signal));
    await rejectManualPayment(fixture.database, { ...OPERATOR, payment: ref });
    expect(await provider.readPayment(ref, signal)).toMatchObject({ status: 'failed', failureCode: 'rejected' });
    await confirmManualPayment(fixture.database, { ...OPERATOR, payment: ref, paidAt: '2026-11-22T13:00:00.000Z' });
    await expect(rejectManualPayment(fixture.database, { ...OPERATOR, payment: ref })).rejects.toMatchObject({
      code: 'conflict',
    });
    expect(await provider.readPayment(ref, signal)).toMatchObject({ status: 'paid' });
  });

  test('money back is counted once a key, and never passes what was paid', async () => {
    const { ref } = pixOf(await provider.begin(asking(), signal));
    await confirmManualPayment(fixture.database, { ...OPERATOR, payment: ref, paidAt: '2026-11-22T13:00:00.000Z' });
    const payment = await provider.readPayment(ref, signal);
    if (!payment) throw new Error('The payment is gone');
    const refund = (amount: number, idempotencyKey: string) =>
      provider.refund({ payment, amount, idempotencyKey }, signal);
    await refund(10_000, 'a');
    expect(await refund(10_000, 'a')).toMatchObject({ refunded: 10_000 });
    await expect(refund(19_701, 'b')).rejects.toMatchObject({ code: 'billing_refused' });
  });

  test('is nothing to another’s payment, and nothing of another’s is read under one’s own', async () => {
    const { ref } = pixOf(await provider.begin(asking(), signal));
    const other = await fixture.tenant();
    const forged = ref.replace(tenantId.slice(4), other.slice(4));
    expect(await provider.readPayment(forged, signal)).toBeNull();
    await expect(
      confirmManualPayment(fixture.database, { ...OPERATOR, payment: forged, paidAt: '2026-11-22T13:00:00.000Z' }),
    ).rejects.toMatchObject({ code: 'not_found' });
  });
});

test('what changed since is found, whatever it is', async () => {
  const since = new Date().toISOString();
  const { ref } = pixOf(await provider.begin(asking(), signal));
  const changed: string[] = [];
  for await (const { subscription, payment } of provider.changedSince(since, signal))
    changed.push(subscription ?? payment ?? '');
  expect(changed).toEqual(expect.arrayContaining([ref]));
  expect(changed.some((id) => id.startsWith('sub_'))).toBe(true);
});
