import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import { carryPass } from '#domain/billing/reconciliation/carry-pass.ts';
import { beginPasses, claimPass } from '#domain/billing/reconciliation/passes.ts';
import { syncFacts } from '#domain/billing/subscription/sync-facts.ts';
import { DAY_MS, given, HOUR_MS } from '#tests/billing/mercado-pago-fixture.ts';
import type { Notice } from '#tests/simulators/mercado-pago/notices.ts';
import { mercadoPagoLives } from './mercado-pago-lives-fixture.ts';

const lives = await mercadoPagoLives();
const { simulator, world, database, desk, tenant, told, hear, deliver, carry, facts, paid } = lives;
const { signal } = new AbortController();
const STARTER = { tier: 'STARTER', interval: 'month', provider: 'mercado_pago' };

afterAll(() => lives.close());
beforeEach(async () => {
  told();
  await database.admin.sql`delete from billing_events`;
});
afterEach(() => {
  expect(world.violations).toEqual([]);
  expect(lives.alarms.filter(({ code }) => code === 'price_differs')).toEqual([]);
  // Whoever lived in one test is not charged on in the next.
  for (const one of world.preapprovals.values()) one.status = 'cancelled';
});

const subscriber = async (input: { method?: 'pix' } = {}) => {
  const tenantId = await tenant();
  const { ref } = await carry(tenantId, 'subscribe', { ...STARTER, ...input });
  if (input.method === 'pix') await lives.payPix();
  else await lives.authorise(given(ref));
  await hear();
  return { tenantId, id: given((await facts(tenantId)).providerSubscription) };
};
const cardOf = (id: string) => given(world.preapprovals.get(id));
const invoicesOf = async (tenantId: string): Promise<number> =>
  (await database.withTenant(tenantId, (db) => db.sql`select 1 from invoices where tenant_id = ${db.tenant}`)).length;

test.each<[string, (notices: Notice[]) => Notice[]]>([
  ['as they came', (notices) => notices],
  ['the other way round', (notices) => notices.toReversed()],
  ['each three times', (notices) => notices.flatMap((one) => [one, one, one])],
  ['the last alone', (notices) => notices.slice(-1)],
])('a page that is paid begins one subscription with one paid period, its notices %s', async (_, order) => {
  const tenantId = await tenant();
  const { ref } = await carry(tenantId, 'subscribe', STARTER);
  await lives.authorise(given(ref));
  for (const notice of order(told())) await deliver(notice);
  await lives.process();
  expect(await facts(tenantId)).toMatchObject({
    state: 'active',
    tier: 'STARTER',
    access: 'full',
    provider: 'mercado_pago',
  });
  expect(await paid(tenantId)).toEqual([['period', 'paid', 9_700]]);
  expect(await invoicesOf(tenantId)).toBe(1);
});

test('unsigned notices do as much, and no more: what they name is read', async () => {
  const tenantId = await tenant();
  const { ref } = await carry(tenantId, 'subscribe', STARTER);
  for (const notice of told()) await deliver(notice, { secret: 'somebody’s' });
  await lives.process();
  expect((await facts(tenantId)).state).toBe('free');
  await lives.authorise(given(ref));
  for (const notice of told()) await deliver(notice, { secret: null });
  await lives.process();
  expect(await facts(tenantId)).toMatchObject({ state: 'active', tier: 'STARTER' });
});

test('a card that is authorised opens nothing before it is charged, and its check is no payment', async () => {
  const tenantId = await tenant();
  const { ref } = await carry(tenantId, 'subscribe', STARTER);
  world.rules.firstChargeAfterMs = 3 * HOUR_MS;
  await lives.authorise(given(ref));
  world.rules.firstChargeAfterMs = HOUR_MS;
  await hear();
  expect(await facts(tenantId)).toMatchObject({ state: 'free', tier: 'FREE' });
  expect(await paid(tenantId)).toEqual([]);
  simulator.advance(2 * HOUR_MS);
  await hear();
  expect(await facts(tenantId)).toMatchObject({ state: 'active', tier: 'STARTER' });
});

test('a larger plan is had once its Pix is paid, and costs more from the next period on', async () => {
  const { tenantId, id } = await subscriber();
  simulator.advance(10 * DAY_MS);
  const wish = await carry(tenantId, 'change', { tier: 'BUSINESS' });
  expect(wish).toMatchObject({ status: 'waiting' });
  expect((await facts(tenantId)).tier).toBe('STARTER');
  await lives.payPix();
  const notices = told();
  for (const notice of [...notices, ...notices].toReversed()) await deliver(notice);
  await lives.process();
  expect((await facts(tenantId)).tier).toBe('BUSINESS');
  expect(cardOf(id).amount).toBe(29_700);
  simulator.advance(21 * DAY_MS);
  await hear();
  const payments = await paid(tenantId);
  expect(payments.filter(([kind]) => kind === 'once')).toHaveLength(1);
  expect(payments.filter(([kind]) => kind === 'period').map(([, , amount]) => amount)).toEqual([29_700, 9_700]);
  expect(await invoicesOf(tenantId)).toBe(3);
});

test('a Pix of a larger plan that is heard of when the next month was charged as the smaller one is credit', async () => {
  const { tenantId } = await subscriber();
  const end = Date.parse(given((await facts(tenantId)).periodEnd));
  simulator.advance(end - 2 * HOUR_MS - world.clock.now());
  const wish = await carry(tenantId, 'change', { tier: 'BUSINESS' });
  expect(wish).toMatchObject({ status: 'waiting', expiresAt: new Date(end).toISOString() });
  await lives.payPix();
  // Its notice is on the way for longer than the month is.
  simulator.advance(4 * HOUR_MS);
  await hear();
  expect(await facts(tenantId)).toMatchObject({ tier: 'STARTER', periodStart: new Date(end).toISOString() });
  const { total } = given(wish.work?.price);
  expect(await paid(tenantId)).toContainEqual(['once', 'paid', total]);
  // The account's credit, which comes off the month after.
  expect((await facts(tenantId)).discount?.next).toMatchObject({ credit: total });
  expect(lives.alarms).toContainEqual(expect.objectContaining({ code: 'late_payment', tenantId }));
});

test('a charge that fails and is tried again until it comes through is one period, paid once', async () => {
  const { tenantId, id } = await subscriber();
  cardOf(id).card = ['rejected', 'rejected', 'approved'];
  simulator.advance(31 * DAY_MS);
  await hear();
  expect((await facts(tenantId)).failedAt).not.toBeNull();
  simulator.advance(5 * DAY_MS);
  const late = told();
  for (const notice of [...late.toReversed(), ...late]) await deliver(notice);
  await lives.process();
  expect(await facts(tenantId)).toMatchObject({ failedAt: null, access: 'full' });
  expect(await paid(tenantId)).toEqual([
    ['period', 'paid', 9_700],
    ['period', 'paid', 9_700],
  ]);
});

test('who cancels pays no more, keeps what is paid, and may think better of it', async () => {
  const { tenantId, id } = await subscriber();
  await carry(tenantId, 'cancel', { reason: 'price' });
  expect(cardOf(id).status).toBe('paused');
  await hear();
  expect(await facts(tenantId)).toMatchObject({ state: 'active', pending: { kind: 'cancel' } });
  await carry(tenantId, 'revoke', {});
  expect(cardOf(id).status).toBe('authorized');
  await hear();
  expect(await facts(tenantId)).toMatchObject({ state: 'active', pending: null });
  await carry(tenantId, 'cancel', { reason: 'price' });
  simulator.advance(40 * DAY_MS);
  await hear();
  await desk.applyPending(tenantId, 'end/1');
  expect(await facts(tenantId)).toMatchObject({ state: 'free', tier: 'FREE' });
  expect(await paid(tenantId)).toHaveLength(1);
});

test('a pause makes nothing free: who goes on pays what is left of the running period, then each next one', async () => {
  const { tenantId, id } = await subscriber();
  await carry(tenantId, 'pause', {});
  simulator.advance(70 * DAY_MS);
  await hear();
  expect(await facts(tenantId)).toMatchObject({ state: 'paused', access: 'read_only' });
  expect(await carry(tenantId, 'resume', {})).toMatchObject({ status: 'waiting' });
  await lives.payPix();
  await hear();
  const { periodEnd, ...rest } = await facts(tenantId);
  expect(rest).toMatchObject({ state: 'active', access: 'full', paidThrough: periodEnd });
  expect(cardOf(id)).toMatchObject({ status: 'authorized', nextAt: Date.parse(given(periodEnd)) });
  simulator.advance(25 * DAY_MS);
  await hear();
  expect((await facts(tenantId)).periodStart).toBe(periodEnd);
  const payments = await paid(tenantId);
  expect(payments.map(([kind, status]) => [kind, status])).toEqual([
    ['period', 'paid'],
    ['once', 'paid'],
    ['period', 'paid'],
  ]);
});

test('who pays by Pix is asked for each period by us, once, and paid for as soon as the code is', async () => {
  const { tenantId } = await subscriber({ method: 'pix' });
  const first = await facts(tenantId);
  expect(first).toMatchObject({ state: 'active', tier: 'STARTER', method: { kind: 'pix' } });
  expect(await desk.look(tenantId)).toMatchObject({ renewals: 'ours', retries: 'ours' });
  simulator.advance(28 * DAY_MS);
  await desk.renew(tenantId, 'renew/1');
  await desk.renew(tenantId, 'renew/1');
  expect((await facts(tenantId)).renewal).toMatchObject({
    amount: 9_700,
    pix: { code: expect.stringMatching(/^000201/) },
  });
  await lives.payPix();
  await hear();
  expect((await facts(tenantId)).periodStart).toBe(first.periodEnd);
  expect((await facts(tenantId)).renewal).toBeNull();
  expect(await paid(tenantId)).toEqual([
    ['period', 'paid', 9_700],
    ['period', 'paid', 9_700],
  ]);
});

test('what nobody told us of is found by the daily comparison; while Mercado Pago is away nothing is taken', async () => {
  const { tenantId } = await subscriber();
  const before = await facts(tenantId);
  simulator.advance(31 * DAY_MS);
  const silent = await tenant();
  await lives.authorise(given((await carry(silent, 'subscribe', STARTER)).ref));
  const notices = told();
  world.rules.failsWith = 503;
  for (const notice of notices) await deliver(notice);
  await lives.process();
  world.rules.failsWith = null;
  expect(await facts(tenantId)).toEqual(before);
  await database.admin.sql`delete from billing_events`;
  const nowMs = world.clock.now() - 2 * DAY_MS;
  await beginPasses(database.admin, { providers: ['mercado_pago'], everyMs: DAY_MS, nowMs });
  const pass = given(await claimPass(database.admin, ['mercado_pago']));
  const sync: Parameters<typeof carryPass>[0]['sync'] = (one, about, stop) => syncFacts(lives.deps, one, about, stop);
  const { providers } = lives.deps;
  expect(await carryPass({ database, providers, sync, nowMs: Date.now, paceMs: 0 }, pass, signal)).toBe('done');
  expect((await facts(tenantId)).periodStart).toBe(before.periodEnd);
  expect(await facts(silent)).toMatchObject({ state: 'active', tier: 'STARTER' });
});
