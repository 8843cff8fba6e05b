import { afterAll, expect, test } from 'vitest';
import { carryPass } from '#domain/billing/reconciliation/carry-pass.ts';
import { beginPasses, claimPass } from '#domain/billing/reconciliation/passes.ts';
import { coveredUntil } from '#domain/billing/subscription/subscription.ts';
import { formatId, parseId } from '#domain/ids.ts';
import { TramaError } from '#flow/errors.ts';
import { type Chance, chanceOf } from '#tests/attacks/chance.ts';
import { CARDS, type CardNumber } from '#tests/simulators/stripe/objects.ts';
import { Refusal } from '#tests/simulators/stripe/refusal.ts';
import { stripeFixture } from './stripe-fixture.ts';

const DAY = 86_400_000;
const STEPS = 30;
const signal = new AbortController().signal;
const fixture = await stripeFixture();
const { stripe, database, facts, desk } = fixture;
const { admin } = database;
afterAll(() => fixture.close());

/** What is refused by us, by a card or by a provider that is away is part of a life. */
const orRefused = async (work: () => Promise<unknown>): Promise<void> => {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof TramaError) && !(error instanceof Refusal)) throw error;
  }
};

const shuffled = <T>(all: readonly T[], chance: Chance): T[] =>
  all
    .map((one) => ({ one, place: chance() }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ one }) => one);

let slot = 0;
const reconcile = async (): Promise<void> => {
  const nowMs = Date.UTC(2020, 0, 1) + slot++ * DAY;
  await admin.sql`update billing_reconciliations set since = '2020-01-01'`;
  await beginPasses(admin, { providers: ['stripe'], everyMs: DAY, nowMs });
  const pass = await claimPass(admin, ['stripe']);
  if (!pass) throw new Error('no pass');
  const { sync, providers } = fixture.inbound;
  // From the beginning: the simulated clock is not the database's.
  const all = { ...pass, since: '2020-01-01T00:00:00Z' };
  expect(await carryPass({ database, providers, sync, nowMs: Date.now, paceMs: 0 }, all, signal)).toBe('done');
};

const liveOf = (tenantId: string) =>
  [...stripe.world.subscriptions.values()].filter(
    ({ metadata, status }) => metadata.tenant === tenantId && status !== 'canceled',
  );

const openWishes = (tenantId: string) =>
  admin.sql<{ id: string }>`
    select id from subscription_requests where tenant_id = ${parseId('ten', tenantId)}::uuid and status = 'asked'
    order by created_at`;

/** What may happen next to a tenant. */
const DEEDS: Record<string, (tenantId: string, chance: Chance) => Promise<void>> = {
  time: async (_, chance) => stripe.advance(Math.ceil(chance() * 20) * DAY),
  card: async (tenantId, chance) => {
    const numbers = Object.keys(CARDS) as CardNumber[]; // the record's own keys
    for (const { id } of liveOf(tenantId))
      stripe.changeCard(id, chance.happens(0.6) ? '4242424242424242' : chance.of(numbers));
  },
  subscribe: (tenantId, chance) =>
    orRefused(async () => {
      const held = await facts(tenantId).catch(() => null);
      if (held && held.state !== 'free' && liveOf(tenantId).length === 0 && !stripe.isAway)
        await desk.downgrade(tenantId, 'unpaid', `d${chance.hex(8)}`);
      const input = { tier: 'STARTER', interval: chance.of(['month', 'month', 'year']), provider: 'stripe' };
      const wish = await fixture.carry(tenantId, 'subscribe', input);
      if (wish?.ref && chance.happens(0.8))
        stripe.pay(wish.ref, chance.happens(0.8) ? '4242424242424242' : '4000000000000002');
    }),
  wish: (tenantId, chance) =>
    orRefused(async () => {
      const kind = chance.of(['cancel', 'revoke', 'change', 'change', 'change'] as const);
      const tier = chance.of(['BUSINESS', 'STARTER']);
      await fixture.carry(tenantId, kind, kind === 'change' ? { tier } : {});
    }),
  /** The lifecycle's run comes again to what it could not carry out. */
  again: async (tenantId, chance) => {
    for (const { id } of await openWishes(tenantId))
      await orRefused(() => desk.carryOut(tenantId, formatId('sreq', id), `k${chance.hex(4)}`));
    await orRefused(() => desk.settle(tenantId, 'k'));
  },
  told: async (_, chance) => {
    const events = stripe.deliveries.waiting.splice(0).filter(() => chance.happens(0.7));
    for (const event of shuffled([...events, ...events.filter(() => chance.happens(0.3))], chance))
      await fixture.deliver(event, chance.happens(0.1) ? { status: 'paid', amount_paid: 1, cancel_at: 1 } : {});
    await Promise.all([fixture.process(), fixture.process()]);
  },
  /** Away for as long as it takes to hear of it. */
  away: async (tenantId, chance) => {
    stripe.isAway = true;
    await DEEDS.told?.(tenantId, chance);
    if (chance.happens(0.3)) await DEEDS.wish?.(tenantId, chance);
    stripe.isAway = false;
  },
  lost: async () => stripe.trouble(/^POST/, 'lost'),
  refund: (tenantId, chance) =>
    orRefused(async () => {
      if (chance.happens(0.7)) return;
      const paid = (await fixture.payments(tenantId)).filter(
        ({ status, refunded }) => status === 'paid' && refunded === 0,
      );
      if (paid.length > 0) await fixture.carry(tenantId, 'refund', { payment: chance.of(paid).id, reason: 'kind' });
    }),
};

/** What is never true, wherever a life stands. */
const alwaysTrue = async (tenantId: string): Promise<void> => {
  expect(stripe.wrong).toEqual([]);
  const invoices = [...stripe.world.invoices.values()];
  const asked = invoices.flatMap(({ billing_reason: why, status, metadata }) =>
    why === 'manual' && status === 'paid' && metadata.tenant === tenantId ? [metadata.request] : [],
  );
  // One change is charged once, however often it was asked for.
  expect(new Set(asked).size).toBe(asked.length);
  const periods = (await fixture.payments(tenantId)).flatMap(({ kind, status, refunded, doubtful, periodStart }) =>
    kind === 'period' && status === 'paid' && refunded === 0 && !doubtful ? [periodStart] : [],
  );
  expect(new Set(periods).size).toBe(periods.length);
};

/** What was paid for was had: no wish is refused whose charge came through, and no row says less than was paid. */
const gotWhatWasPaid = async (tenantId: string): Promise<void> => {
  const paid = new Map(
    [...stripe.world.invoices.values()]
      .filter(({ status, metadata }) => status === 'paid' && metadata.tenant === tenantId)
      .map(({ id, amount_due: amount, metadata }) => [id, { amount, request: metadata.request ?? '' }]),
  );
  for (const { providerId, amount } of await fixture.payments(tenantId))
    if (paid.has(providerId)) expect(amount).toBe(paid.get(providerId)?.amount);
  const refused = await admin.sql<{ id: string }>`
    select id from subscription_requests where tenant_id = ${parseId('ten', tenantId)}::uuid and status = 'refused'`;
  const requests = new Set([...paid.values()].map(({ request }) => request));
  expect(refused.map(({ id }) => formatId('sreq', id)).filter((id) => requests.has(id))).toEqual([]);
};

/** When all was read again: what Stripe says and what we do agree. */
const agrees = async (tenantId: string): Promise<void> => {
  const live = liveOf(tenantId);
  expect(live.length).toBeLessThanOrEqual(1);
  const paid = [...stripe.world.invoices.values()].filter(
    ({ status, parent }) => status === 'paid' && parent?.subscription_details.metadata.tenant === tenantId,
  );
  const ours = await fixture.payments(tenantId);
  const known = new Map(ours.map((one) => [one.providerId, one.status]));
  for (const { id, subtotal } of paid) if (subtotal > 0) expect([id, known.get(id)]).toEqual([id, 'paid']);
  const [one] = live;
  if (!one || one.status !== 'active') return;
  const held = await facts(tenantId);
  expect(held.providerSubscription).toBe(one.id);
  // Who has paid is never shut out.
  if (coveredUntil(held) > new Date(stripe.world.nowMs).toISOString()) expect(held.access).toBe('full');
};

test.each([3016, 3019, 3023])(
  'whatever happens, what Stripe says and what we do agree in the end (seed %i)',
  async (seed) => {
    const chance = chanceOf(seed);
    const tenantId = await fixture.tenant();
    const story: string[] = [];
    try {
      for (const name of ['subscribe', 'told']) await DEEDS[name]?.(tenantId, chance);
      for (let step = 0; step < STEPS; step++) {
        const name = chance.of([...Object.keys(DEEDS), 'time', 'told', 'again', 'wish']);
        story.push(name);
        await DEEDS[name]?.(tenantId, chance);
        await alwaysTrue(tenantId);
      }
      stripe.isAway = false;
      stripe.clearTroubles();
      await admin.sql`update billing_events set next_at = '-infinity' where state = 'open'`;
      await fixture.process();
      await DEEDS.again?.(tenantId, chance);
      await reconcile();
      await alwaysTrue(tenantId);
      await gotWhatWasPaid(tenantId);
      await agrees(tenantId);
    } catch (error) {
      throw new Error(`seed ${seed}: ${story.join(' ')}`, { cause: error });
    }
  },
);
