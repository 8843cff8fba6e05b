import { afterAll, beforeEach, expect, test } from 'vitest';
import type { JsonObject } from '#flow/json.ts';
import { billingFixture } from '#tests/billing/billing-fixture.ts';
import { dataFixture } from '#tests/integration/data/data-fixture.ts';
import { confirmManualPayment } from '../manual/confirm-payment.ts';
import { enterCredit } from '../subscription/account-credit.ts';
import { holdFacts } from '../subscription/facts-at-work.ts';
import { findSubscription } from '../subscription/find-subscription.ts';
import { ensureSubscription } from '../subscription/hold-subscription.ts';
import { syncFacts } from '../subscription/sync-facts.ts';
import { abilitiesOf, previewChange } from './preview-change.ts';

const DAY = 86_400_000;
const START = Date.parse('2027-01-01T12:00:00.000Z');
const data = await dataFixture();
const billing = await billingFixture(data.database, START);
billing.addPixKey();
const { carry, sync, facts, payments } = billing;
const { withTenant, admin } = data.database;
await admin.sql`
  insert into coupons (code, percent, periods, tiers, created_by) values
    ('METADE', 50, null, '{}', 'test'), ('PEQUENO', 50, null, '{STARTER}', 'test')`;
afterAll(() => data.close());
beforeEach(() => {
  billing.clock.ms = START;
  billing.alarms.length = 0;
});

const view = (tenantId: string) => withTenant(tenantId, (db) => findSubscription(db, billing.deps.providers));
const shown = (tenantId: string, wanted: Parameters<typeof previewChange>[1]) =>
  withTenant(tenantId, async (db) => {
    const held = await holdFacts(billing.deps, db);
    return await previewChange(held, wanted, { atMs: billing.clock.ms, ...abilitiesOf(billing.deps, held.facts) });
  });
const give = (tenantId: string, amount: number) =>
  withTenant(tenantId, (db) => enterCredit(db, { source: 'payment', sourceId: 'gift', amount, note: 'payment' }));
const confirm = async (tenantId: string, payment: string) => {
  const paidAt = new Date(billing.clock.ms).toISOString();
  await confirmManualPayment(data.database, { payment, by: 'operator:usr_1', note: 'bank', paidAt });
  const about = { provider: 'manual' as const, subscription: null, payment };
  await syncFacts(billing.deps, tenantId, about, AbortSignal.timeout(10_000));
};
const subscriber = async (more: JsonObject = {}): Promise<string> => {
  const tenantId = await billing.tenant();
  const wish = await carry(tenantId, 'subscribe', { tier: 'STARTER', interval: 'month', provider: 'stripe', ...more });
  if (more.provider === 'manual') await confirm(tenantId, wish?.ref ?? '');
  else for (const provider of [billing.stripe, billing.mercadoPago]) provider.pay(wish?.ref ?? '');
  await sync(tenantId);
  return tenantId;
};
/** What is charged by itself when the next period begins. */
const charged = async (tenantId: string): Promise<number | undefined> => {
  billing.clock.ms = Date.parse((await facts(tenantId)).periodEnd ?? '');
  billing.stripe.tick();
  billing.mercadoPago.tick();
  await sync(tenantId);
  return (await payments(tenantId)).find(({ kind }) => kind === 'period')?.amount;
};

test.each(['stripe', 'mercado_pago'])(
  'what %s charges next is shown with the credit that comes off it',
  async (provider) => {
    const tenantId = await subscriber({ provider });
    await give(tenantId, 5_000);
    const next = { amount: 4_700, full: 9_700, coupon: 0, credit: 5_000, code: null };
    expect(await view(tenantId)).toMatchObject({ next, credit: 5_000 });
    // Set aside, it is the account's still.
    await sync(tenantId);
    expect(await view(tenantId)).toMatchObject({ next, credit: 5_000 });
    expect(await charged(tenantId)).toBe(4_700);
    expect(await view(tenantId)).toMatchObject({ next: { amount: 9_700, credit: 0 }, credit: 0 });
  },
);

test('a running coupon is shown in the next charge, and of another plan what it takes off that', async () => {
  const tenantId = await subscriber({ coupon: 'METADE' });
  expect((await view(tenantId)).next).toMatchObject({ amount: 4_850, full: 9_700, coupon: 4_850, code: 'METADE' });
  const price = await shown(tenantId, { tier: 'BUSINESS' });
  expect(price.next).toMatchObject({ amount: 14_850, full: 29_700, coupon: 14_850 });
  await carry(tenantId, 'change', { preview: price.id });
  expect((await view(tenantId)).next).toMatchObject({ amount: 14_850 });
  expect(await charged(tenantId)).toBe(14_850);
});

test('of a plan that the coupon is not for the whole price is shown, and charged', async () => {
  const tenantId = await subscriber({ coupon: 'PEQUENO' });
  const price = await shown(tenantId, { tier: 'BUSINESS' });
  expect(price.next).toMatchObject({ amount: 29_700, coupon: 0, code: null });
  await carry(tenantId, 'change', { preview: price.id });
  expect(await charged(tenantId)).toBe(29_700);
});

test('a smaller plan that is scheduled is the next charge, with as much credit as that takes', async () => {
  const tenantId = await subscriber({ tier: 'BUSINESS' });
  await give(tenantId, 20_000);
  await sync(tenantId);
  expect((await shown(tenantId, { tier: 'STARTER' })).next).toMatchObject({ amount: 0, full: 9_700, credit: 9_700 });
  await carry(tenantId, 'change', { tier: 'STARTER' });
  expect(await view(tenantId)).toMatchObject({ next: { amount: 0, full: 9_700, credit: 9_700 }, credit: 20_000 });
  expect(await charged(tenantId)).toBe(0);
});

test('where the renewals are ours the charge that is shown is the code that is to be paid', async () => {
  const tenantId = await subscriber({ provider: 'manual', coupon: 'METADE' });
  await give(tenantId, 1_000);
  const next = { amount: 3_850, full: 9_700, coupon: 4_850, credit: 1_000, code: 'METADE' };
  expect(await view(tenantId)).toMatchObject({ next, renewal: null });
  billing.clock.ms = Date.parse((await facts(tenantId)).periodEnd ?? '') - 2 * DAY;
  await billing.desk.renew(tenantId, 'r');
  expect(await view(tenantId)).toMatchObject({ next, renewal: { amount: 3_850 }, credit: 1_000 });
});

test('a trial with a card shows its first charge; another plan that is tried makes it another', async () => {
  const tenantId = await subscriber({ trial: true, coupon: 'PEQUENO' });
  expect(await facts(tenantId)).toMatchObject({ state: 'trialing' });
  expect((await view(tenantId)).next).toMatchObject({ amount: 4_850, full: 9_700, coupon: 4_850 });
  expect((await shown(tenantId, { tier: 'BUSINESS' })).next).toMatchObject({ amount: 29_700, coupon: 0 });
  await carry(tenantId, 'change', { tier: 'BUSINESS' });
  expect((await view(tenantId)).next).toMatchObject({ amount: 29_700, coupon: 0 });
  expect(await charged(tenantId)).toBe(29_700);
});

test.each([
  ['before', 97_000],
  ['within', 94_000],
])(
  'years in place of months, begun behind a trial, cost what was shown, with credit that came %s it',
  async (when, amount) => {
    const tenantId = await billing.tenant();
    await withTenant(tenantId, ensureSubscription);
    const soon = async () => {
      billing.clock.ms += 500;
      await sync(tenantId);
    };
    if (when === 'before') await give(tenantId, 3_000);
    const wanted = { tier: 'STARTER', interval: 'month', provider: 'mercado_pago', trial: true };
    billing.mercadoPago.pay((await carry(tenantId, 'subscribe', wanted))?.ref ?? '');
    await soon();
    if (when === 'within') await give(tenantId, 3_000);
    const { trialEndsAt } = await facts(tenantId);
    const { next } = await shown(tenantId, { interval: 'year' });
    expect(next).toMatchObject({ at: trialEndsAt, amount });
    billing.mercadoPago.pay((await carry(tenantId, 'change', { interval: 'year' }))?.ref ?? '');
    await soon();
    await soon();
    billing.clock.ms = Date.parse(trialEndsAt ?? '') + 1_000;
    billing.mercadoPago.tick();
    await soon();
    await billing.desk.applyPending(tenantId, 'end');
    await soon();
    expect(await facts(tenantId)).toMatchObject({ state: 'active', cycle: 'year' });
    expect((await payments(tenantId)).map((one) => one.amount)).toEqual([amount]);
  },
);

test('nothing is charged next of who leaves, who pauses or to whom it is given', async () => {
  const leaves = await subscriber();
  await carry(leaves, 'cancel');
  expect((await view(leaves)).next).toBeNull();
  const pauses = await subscriber();
  await carry(pauses, 'pause');
  expect((await view(pauses)).next).toBeNull();
  const given = await billing.tenant();
  await carry(given, 'comp', { tier: 'BUSINESS', duration: 'P30D', reason: 'licence' });
  expect((await view(given)).next).toBeNull();
});

test('no price is shown of a change that nobody could ask for', async () => {
  const tenantId = await subscriber();
  await carry(tenantId, 'cancel');
  await expect(shown(tenantId, { tier: 'BUSINESS' })).rejects.toMatchObject({ details: { reason: 'cancel_pending' } });
  const owes = await subscriber();
  billing.hands.cards.set(owes, false);
  billing.clock.ms += 31 * DAY;
  billing.stripe.tick();
  await sync(owes);
  await expect(shown(owes, { tier: 'BUSINESS' })).rejects.toMatchObject({ details: { reason: 'payment_open' } });
  const given = await billing.tenant();
  await carry(given, 'comp', { tier: 'BUSINESS', duration: 'P30D', reason: 'licence' });
  const wanted = { addOns: [{ key: 'whatsapp-instance', quantity: 1 }] };
  await expect(shown(given, wanted)).rejects.toMatchObject({ details: { reason: 'not_subscribed' } });
});
