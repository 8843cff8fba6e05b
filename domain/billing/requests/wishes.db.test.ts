import { afterAll, expect, test } from 'vitest';
import type { RequestKind } from '#flow/contracts/billing-desk.ts';
import type { JsonObject } from '#flow/json.ts';
import { billingFixture } from '#tests/billing/billing-fixture.ts';
import { dataFixture } from '#tests/integration/data/data-fixture.ts';
import { saveBillingProfile } from '../profile/billing-profile.ts';
import { holdFacts } from '../subscription/facts-at-work.ts';
import { readPayments } from '../subscription/keep-payment.ts';
import { previewChange } from './preview-change.ts';
import { withdrawWish } from './settle-wishes.ts';
import { findWish } from './wish.ts';

const DAY = 86_400_000;
const data = await dataFixture();
const billing = await billingFixture(data.database);
const { ask, sync, facts } = billing;
afterAll(() => data.close());

const carry = async (tenantId: string, kind: RequestKind, input: JsonObject = {}) => {
  const wish = await ask(tenantId, kind, input);
  return { wish, ...(await billing.desk.carryOut(tenantId, wish.id, 'k')) };
};
const pass = (days: number): void => {
  billing.clock.ms += days * DAY;
  billing.stripe.tick();
  billing.mercadoPago.tick();
};

/** A tenant that pays for a plan at Stripe. */
const subscriber = async (tier = 'STARTER', more: JsonObject = {}): Promise<string> => {
  const tenantId = await billing.tenant();
  const { wish, outcome } = await carry(tenantId, 'subscribe', {
    tier,
    interval: 'month',
    provider: 'stripe',
    ...more,
  });
  expect(outcome).toBe('waiting');
  const kept = await data.database.withTenant(tenantId, (db) => findWish(db, wish.id));
  billing.stripe.pay(kept?.ref ?? '');
  await sync(tenantId);
  return tenantId;
};

test('a first subscription counts when its page is paid and not before, with an invoice and the income of a month', async () => {
  const tenantId = await billing.tenant();
  const { wish } = await carry(tenantId, 'subscribe', { tier: 'STARTER', interval: 'month', provider: 'stripe' });
  await sync(tenantId);
  expect(await facts(tenantId)).toMatchObject({ state: 'free', tier: 'FREE' });
  const kept = await data.database.withTenant(tenantId, (db) => findWish(db, wish.id));
  expect(kept).toMatchObject({ status: 'waiting', asked: { kind: 'page' } });
  billing.stripe.pay(kept?.ref ?? '');
  await Promise.all([sync(tenantId), sync(tenantId)]);
  await sync(tenantId);
  expect(await facts(tenantId)).toMatchObject({ state: 'active', tier: 'STARTER', access: 'full', provider: 'stripe' });
  const rows = await data.database.withTenant(tenantId, async ({ sql, tenant }) => ({
    invoices: await sql`select total_cents from invoices where tenant_id = ${tenant}`,
    changes: await sql`select kind, mrr_before, mrr_after from subscription_changes where tenant_id = ${tenant}`,
    tenants: await sql`select plan from tenants where id = ${tenant}`,
    events: await sql`select name from platform_events where tenant_id = ${tenant} order by seq`,
  }));
  expect(rows.invoices).toEqual([{ total_cents: 9_700 }]);
  expect(rows.changes).toEqual([{ kind: 'start', mrr_before: 0n, mrr_after: 9_700n }]);
  expect(rows.tenants).toEqual([{ plan: 'STARTER' }]);
  expect(rows.events.map(({ name }) => name)).toEqual(['trama.subscription.requested', 'trama.subscription.paid']);
});

test('an upgrade costs what was shown, and changes the plan only when that is paid', async () => {
  const tenantId = await subscriber();
  pass(10);
  const preview = await data.database.withTenant(tenantId, async (db) =>
    previewChange(
      await holdFacts(billing.deps, db),
      { tier: 'BUSINESS' },
      { atMs: billing.clock.ms, intervalChange: true },
    ),
  );
  expect(preview).toMatchObject({ when: 'now', price: { total: Math.round((20_000 * 20) / 30) } });
  billing.hands.cards.set(tenantId, false);
  expect(await carry(tenantId, 'change', { preview: preview.id })).toMatchObject({ reason: 'payment_refused' });
  expect((await facts(tenantId)).tier).toBe('STARTER');
  billing.hands.cards.set(tenantId, true);
  billing.clock.ms += 9 * 60_000;
  expect(await carry(tenantId, 'change', { preview: preview.id })).toMatchObject({ outcome: 'done' });
  expect(await facts(tenantId)).toMatchObject({ tier: 'BUSINESS', items: [{ key: 'BUSINESS', unit: 29_700 }] });
  const [payment] = await data.database.withTenant(tenantId, readPayments);
  expect(payment).toMatchObject({ kind: 'once', amount: preview.price.total, status: 'paid' });
  expect(payment?.lines.reduce((sum, { amount }) => sum + amount, 0)).toBe(preview.price.total);
  pass(20);
  await sync(tenantId);
  expect((await data.database.withTenant(tenantId, readPayments))[0]).toMatchObject({ kind: 'period', amount: 29_700 });
});

test('a price that was shown is over after ten minutes, or when what it was counted from is', async () => {
  const tenantId = await subscriber();
  const preview = () =>
    data.database.withTenant(tenantId, async (db) =>
      previewChange(
        await holdFacts(billing.deps, db),
        { tier: 'BUSINESS' },
        { atMs: billing.clock.ms, intervalChange: true },
      ),
    );
  const late = await preview();
  billing.clock.ms += 11 * 60_000;
  expect(await carry(tenantId, 'change', { preview: late.id })).toMatchObject({ reason: 'preview_over' });
  const other = await preview();
  await carry(tenantId, 'change', { addOns: [{ key: 'whatsapp-instance', quantity: 1 }] });
  expect(await carry(tenantId, 'change', { preview: other.id })).toMatchObject({ reason: 'preview_over' });
});

test('what is less comes at the period’s end and can be taken back; nothing is charged for it', async () => {
  const tenantId = await subscriber('BUSINESS');
  expect(await carry(tenantId, 'change', { tier: 'STARTER' })).toMatchObject({ outcome: 'done' });
  expect(await facts(tenantId)).toMatchObject({ tier: 'BUSINESS', pending: { kind: 'change', tier: 'STARTER' } });
  await expect(ask(tenantId, 'change', { tier: 'ENTERPRISE' })).rejects.toMatchObject({
    details: { reason: 'change_pending' },
  });
  await carry(tenantId, 'revoke');
  expect((await facts(tenantId)).pending).toBeNull();
  await carry(tenantId, 'change', { tier: 'STARTER' });
  pass(30);
  await sync(tenantId);
  await billing.desk.applyPending(tenantId, 'p1');
  await billing.desk.applyPending(tenantId, 'p2');
  expect(await facts(tenantId)).toMatchObject({ tier: 'STARTER', pending: null, state: 'active' });
  expect((await data.database.withTenant(tenantId, readPayments)).map(({ amount }) => amount)).toEqual([9_700, 29_700]);
});

test('who cancels keeps what is paid for, and is free then; what was paid stays paid', async () => {
  const tenantId = await subscriber();
  const { wish } = await carry(tenantId, 'cancel', { reason: 'price', comment: 'x' });
  const until = (await facts(tenantId)).periodEnd;
  expect((await data.database.withTenant(tenantId, (db) => findWish(db, wish.id)))?.outcome).toEqual({
    canceledAt: until,
  });
  await expect(ask(tenantId, 'cancel')).rejects.toMatchObject({ details: { reason: 'cancel_pending' } });
  expect(await billing.desk.downgrade(tenantId, 'unpaid', 'early')).toEqual({ frozen: 0 });
  expect((await facts(tenantId)).tier).toBe('STARTER');
  pass(30);
  await sync(tenantId);
  await billing.desk.applyPending(tenantId, 'end');
  expect(await facts(tenantId)).toMatchObject({ state: 'free', tier: 'FREE', freeReason: 'canceled', provider: null });
  expect(
    [...billing.stripe.running.values()].filter((sub) => sub.tenantId === tenantId && sub.status !== 'ended'),
  ).toEqual([]);
});

test('a whole payment that is given back ends the period; part of one does not', async () => {
  const tenantId = await subscriber();
  const [payment] = await data.database.withTenant(tenantId, readPayments);
  await carry(tenantId, 'refund', { payment: payment?.id ?? '', amount: 1_000, reason: 'goodwill' });
  expect(await facts(tenantId)).toMatchObject({ state: 'active', pending: null });
  await carry(tenantId, 'refund', { payment: payment?.id ?? '', reason: 'the rest' });
  expect(await carry(tenantId, 'refund', { payment: payment?.id ?? '', reason: 'again' })).toMatchObject({
    reason: 'too_much',
  });
  expect((await facts(tenantId)).pending).toMatchObject({ kind: 'cancel', reason: 'refunded' });
  await billing.desk.applyPending(tenantId, 'r');
  expect(await facts(tenantId)).toMatchObject({ state: 'free', freeReason: 'refunded' });
  const credits = await data.database.withTenant(
    tenantId,
    ({ sql, tenant }) =>
      sql`select total_cents from invoices where tenant_id = ${tenant} and kind = 'credit_note' order by 1`,
  );
  expect(credits).toEqual([{ total_cents: 1_000 }, { total_cents: 8_700 }]);
});

test('a plan that is not shown is had by who was given it alone', async () => {
  const { sql } = data.database.admin;
  const tenantId = await billing.tenant();
  const plan = { tier: 'MESSAGING_USAGE', interval: 'month', provider: 'stripe' };
  expect(await carry(tenantId, 'subscribe', plan)).toMatchObject({ outcome: 'refused', reason: 'no_such_plan' });
  const paying = await subscriber();
  expect(await carry(paying, 'change', { tier: 'MESSAGING_USAGE' })).toMatchObject({
    ...{ outcome: 'refused', reason: 'no_such_plan' },
  });
  await carry(tenantId, 'comp', { tier: 'MESSAGING_USAGE', duration: 'P30D', reason: 'agreed' });
  expect(await carry(tenantId, 'subscribe', plan)).toMatchObject({ outcome: 'waiting' });
  expect(await sql`select public from plans where tier = 'MESSAGING_USAGE'`).toEqual([{ public: false }]);
});

test('a coupon is had once: a page that nobody paid gives it back, a subscription spends it, and it is of its plans', async () => {
  await data.database.admin.sql`
    insert into coupons (code, percent, periods, tiers, created_by) values ('UMAVEZ', 50, 1, '{STARTER}', 'test')`;
  const tenantId = await billing.tenant();
  const by = (coupon: string, tier = 'STARTER') =>
    carry(tenantId, 'subscribe', { tier, interval: 'month', provider: 'stripe', coupon });
  const left = await by('umavez');
  await withdrawWish(billing.deps, tenantId, left.wish.id, AbortSignal.timeout(10_000));
  expect(await by('UMAVEZ', 'BUSINESS')).toMatchObject({ outcome: 'refused', reason: 'no_such_coupon' });
  const { wish } = await by(' UmaVez ');
  const kept = await data.database.withTenant(tenantId, (db) => findWish(db, wish.id));
  billing.stripe.pay(kept?.ref ?? '');
  await sync(tenantId);
  await carry(tenantId, 'cancel', { when: 'now' });
  pass(32);
  await billing.desk.applyPending(tenantId, 'over');
  expect(await facts(tenantId)).toMatchObject({ state: 'free' });
  expect(await by('UMAVEZ')).toMatchObject({ outcome: 'refused', reason: 'no_such_coupon' });
});

/** Whom invoices go to: an address that nobody proved. */
const billedTo = (tenantId: string, email: string) =>
  data.database.withTenant(tenantId, async (db) => {
    const profile = { legalName: 'Oficina', taxId: null, email, address: null };
    await saveBillingProfile(db, profile, { revision: null, by: 'user:1' });
  });

test('nobody uses up a stranger’s trial by naming their address', async () => {
  const [tenantId, stranger] = [await billing.tenant(), await billing.tenant()];
  const [owner] = await data.database.admin.sql<{ email: string }>`
    select u.email from memberships m join users u on u.id = m.user_id where m.tenant_id = ${stranger.slice(4)}::uuid`;
  await billedTo(tenantId, owner?.email ?? '');
  expect(await carry(tenantId, 'trial', { tier: 'BUSINESS' })).toMatchObject({ outcome: 'done' });
  expect(await carry(stranger, 'trial', { tier: 'BUSINESS' })).toMatchObject({ outcome: 'done' });
});

test('one trial for an address, whoever asks; it may be made longer, and no provider hears of it', async () => {
  const tenantId = await billing.tenant();
  expect(await carry(tenantId, 'trial', { tier: 'BUSINESS' })).toMatchObject({ outcome: 'done' });
  const before = await facts(tenantId);
  expect(before).toMatchObject({ state: 'trialing', tier: 'BUSINESS', provider: null });
  await carry(tenantId, 'extend_trial', { duration: 'P7D', reason: 'asked' });
  expect(Date.parse((await facts(tenantId)).trialEndsAt ?? '') - Date.parse(before.trialEndsAt ?? '')).toBe(7 * DAY);
  const second = await billing.tenant();
  await data.database.admin.sql`
    update memberships set user_id = (select user_id from memberships where tenant_id = ${tenantId.slice(4)}::uuid)
    where tenant_id = ${second.slice(4)}::uuid`;
  await billedTo(second, 'made-up@oficina.example');
  expect(await carry(second, 'trial', { tier: 'STARTER' })).toMatchObject({ outcome: 'refused', reason: 'trial_used' });
  pass(30);
  await billing.desk.downgrade(tenantId, 'trial_ended', 't');
  expect(await facts(tenantId)).toMatchObject({ state: 'free', freeReason: 'trial_ended' });
  await expect(ask(tenantId, 'trial', { tier: 'STARTER' })).rejects.toMatchObject({
    details: { reason: 'trial_used' },
  });
});

test('another provider takes over at the period’s end: the first stays until the second is set, and nobody charges twice', async () => {
  const tenantId = await subscriber();
  const { wish } = await carry(tenantId, 'provider', { provider: 'mercado_pago' });
  await sync(tenantId);
  const running = () => [...billing.stripe.running.values()].find((sub) => sub.tenantId === tenantId);
  expect(running()?.cancelAt).toBeNull();
  const kept = await data.database.withTenant(tenantId, (db) => findWish(db, wish.id));
  billing.mercadoPago.pay(kept?.ref ?? '');
  await sync(tenantId);
  expect(running()?.cancelAt).not.toBeNull();
  expect(await facts(tenantId)).toMatchObject({ provider: 'stripe', state: 'active', pending: { follows: true } });
  pass(30);
  await sync(tenantId);
  await sync(tenantId);
  expect(await facts(tenantId)).toMatchObject({
    provider: 'mercado_pago',
    state: 'active',
    tier: 'STARTER',
    pending: null,
  });
  const paid = await data.database.withTenant(tenantId, readPayments);
  expect(paid.map(({ provider, amount }) => [provider, amount])).toEqual([
    ['mercado_pago', 9_700],
    ['stripe', 9_700],
  ]);
});

test('a pause charges nothing, keeps what is paid, and what is left of a period is paid when it is over', async () => {
  const tenantId = await subscriber();
  await carry(tenantId, 'pause');
  expect(await facts(tenantId)).toMatchObject({ state: 'paused', access: 'full' });
  pass(45);
  await sync(tenantId);
  expect(await facts(tenantId)).toMatchObject({ state: 'paused', access: 'read_only' });
  expect(await carry(tenantId, 'resume')).toMatchObject({ outcome: 'done' });
  expect(await facts(tenantId)).toMatchObject({ state: 'active', access: 'full' });
  const paid = await data.database.withTenant(tenantId, readPayments);
  expect(paid.map(({ kind, amount }) => [kind, amount])).toEqual([
    ['once', 4_850],
    ['period', 9_700],
  ]);
});

test('time that an operator gives is charged to nobody, and ends', async () => {
  const tenantId = await billing.tenant();
  await carry(tenantId, 'comp', { tier: 'BUSINESS', duration: 'P1Y', reason: 'licence' });
  expect(await facts(tenantId)).toMatchObject({ state: 'active', tier: 'BUSINESS', pending: { kind: 'cancel' } });
  pass(366);
  await billing.desk.applyPending(tenantId, 'c');
  expect(await facts(tenantId)).toMatchObject({ state: 'free', tier: 'FREE' });
});

test('a page that nobody pays is closed; one that is paid late counts as what it was asked for', async () => {
  const tenantId = await billing.tenant();
  const { wish } = await carry(tenantId, 'subscribe', { tier: 'STARTER', interval: 'month', provider: 'stripe' });
  await expect(ask(tenantId, 'trial', { tier: 'STARTER' })).rejects.toMatchObject({
    details: { reason: 'request_open' },
  });
  pass(2);
  expect(await billing.desk.settle(tenantId, 's')).toEqual({ closed: 1 });
  const closed = await data.database.withTenant(tenantId, (db) => findWish(db, wish.id));
  expect(closed).toMatchObject({ status: 'expired' });
  const other = await carry(tenantId, 'subscribe', { tier: 'BUSINESS', interval: 'year', provider: 'stripe' });
  const kept = await data.database.withTenant(tenantId, (db) => findWish(db, other.wish.id));
  billing.stripe.pay(kept?.ref ?? '');
  pass(2);
  expect(await billing.desk.settle(tenantId, 's')).toEqual({ closed: 1 });
  expect(await facts(tenantId)).toMatchObject({ state: 'active', tier: 'BUSINESS', cycle: 'year' });
});

test('the same wish under the same key is one; under it another one is refused', async () => {
  const tenantId = await billing.tenant();
  const first = await ask(tenantId, 'trial', { tier: 'STARTER' }, 'k-1');
  expect((await ask(tenantId, 'trial', { tier: 'STARTER' }, 'k-1')).id).toBe(first.id);
  await expect(ask(tenantId, 'trial', { tier: 'BUSINESS' }, 'k-1')).rejects.toMatchObject({
    code: 'idempotency_mismatch',
  });
  const other = await billing.tenant();
  expect(await data.database.withTenant(other, (db) => findWish(db, first.id))).toBeNull();
  await expect(billing.desk.carryOut(other, first.id, 'k')).rejects.toMatchObject({ code: 'not_found' });
});
