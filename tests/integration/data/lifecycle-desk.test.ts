import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { FIRST_PLANS } from '#domain/billing/catalogue/first-plans.ts';
import { PlanBody } from '#domain/billing/catalogue/plan-body.ts';
import { publishPlan, savePlanDraft } from '#domain/billing/catalogue/write-plan.ts';
import { confirmManualPayment } from '#domain/billing/manual/confirm-payment.ts';
import { askRequest } from '#domain/billing/requests/ask-request.ts';
import { openWishes } from '#domain/billing/requests/wish.ts';
import { readSubscription } from '#domain/billing/subscription/hold-subscription.ts';
import { syncFacts } from '#domain/billing/subscription/sync-facts.ts';
import { newId } from '#domain/ids.ts';
import { type RequestKind, SUBSCRIPTION_EVENTS } from '#flow/contracts/billing-desk.ts';
import { failure } from '#flow/errors.ts';
import type { JsonObject } from '#flow/json.ts';
import { json } from '#prisma/sql.ts';
import { type BillingFixture, billingFixture } from '#tests/billing/billing-fixture.ts';
import { deskContract } from '#tests/billing/desk-contract.ts';
import { type Heard, Life } from '#tests/workflow/life-bench.ts';
import { type DataFixture, dataFixture } from './data-fixture.ts';

const DAY = 86_400_000;
const START = Date.parse('2026-11-23T12:00:00.000Z');

let fixture: DataFixture;
let billing: BillingFixture;

beforeAll(async () => {
  fixture = await dataFixture();
  billing = await billingFixture(fixture.database, START);
});
afterAll(() => fixture.close());

const byName = new Map(Object.entries(SUBSCRIPTION_EVENTS).map(([heard, name]) => [name as string, heard as Heard]));

/** The document, on the real desk over a real database, with a provider in memory. */
class Lived {
  readonly tenantId: string;
  readonly #life: Life;

  private constructor(tenantId: string, life: Life) {
    this.tenantId = tenantId;
    this.#life = life;
  }

  static async begin(): Promise<Lived> {
    const tenantId = await billing.tenant();
    return new Lived(tenantId, await Life.begin(billing.clock, billing.desk, tenantId));
  }

  look = () => billing.desk.look(this.tenantId);
  sql = <Row>(text: (db: Parameters<Parameters<typeof fixture.database.withTenant>[1]>[0]) => Promise<Row>) =>
    fixture.database.withTenant(this.tenantId, text);

  /** What transactions wrote for the lifecycle reaches it, oldest first, until nobody says anything more. */
  async hear(): Promise<void> {
    for (;;) {
      const rows = await this.sql(
        (db) => db.sql<{ name: string; seq: bigint }>`
          delete from platform_events where tenant_id = ${db.tenant} returning name, seq`,
      );
      if (rows.length === 0) return;
      for (const { name } of rows.toSorted((a, b) => Number(a.seq - b.seq)))
        await this.#life.hear(byName.get(name) ?? 'changed');
    }
  }

  async ask(kind: RequestKind, data: JsonObject = {}): Promise<void> {
    const asked = { kind, by: 'user:eva', data, source: newId('sreq'), nowMs: billing.clock.ms };
    await this.sql((db) => askRequest(db, asked));
    await this.hear();
  }

  /** Whoever has a page open pays it, and the provider says so. */
  async pay(): Promise<void> {
    for (const { ref } of await this.sql(openWishes)) if (ref) billing.stripe.pay(ref);
    await this.#deliver();
  }

  /** The open code is paid, and an operator says so. */
  async payPix(): Promise<void> {
    const [wish] = await this.sql(openWishes);
    const payment = wish?.ref ?? (await this.sql(readSubscription))?.renewal?.ref ?? '';
    const paidAt = new Date(billing.clock.ms).toISOString();
    await confirmManualPayment(fixture.database, { payment, by: 'operator:usr_1', note: 'bank', paidAt });
    const about = { provider: 'manual' as const, subscription: null, payment };
    await syncFacts(billing.deps, this.tenantId, about, AbortSignal.timeout(10_000));
    await this.hear();
  }

  async days(days: number): Promise<void> {
    for (let n = 0; n < days; n++) {
      await this.#life.until(billing.clock.ms + DAY);
      billing.stripe.tick();
      await this.#deliver();
    }
  }

  async #deliver(): Promise<void> {
    for (const { about } of billing.hints.splice(0).filter(({ tenantId }) => tenantId === this.tenantId))
      if (!billing.hands.isAway) await syncFacts(billing.deps, this.tenantId, about, AbortSignal.timeout(10_000));
    await this.hear();
  }

  access = async (): Promise<string | undefined> => {
    const [row] = await this.sql(
      (db) => db.sql<{ access: string }>`select access from billing_subscriptions where tenant_id = ${db.tenant}`,
    );
    return row?.access;
  };
  told = async (): Promise<string[]> => {
    const rows = await this.sql(
      (db) => db.sql<{ notice: string }>`
        select notice from billing_notices where tenant_id = ${db.tenant} group by notice order by min(created_at), notice`,
    );
    return rows.map(({ notice }) => notice);
  };
}

const refused = () => failure('billing_refused', 'Não.', 'No.', { details: { provider: 'manual', code: 'no' } });
const STARTER = { tier: 'STARTER', interval: 'month', provider: 'stripe' };

test('the document and the desk agree on a whole life: trial, paid, owing, grace, free, paid back, cancelled', async () => {
  const lived = await Lived.begin();
  await lived.ask('trial', { tier: 'BUSINESS' });
  expect(await lived.look()).toMatchObject({ state: 'trialing', plan: { tier: 'BUSINESS' } });
  await lived.days(20);
  expect(await lived.look()).toMatchObject({ state: 'free', plan: { tier: 'FREE' } });

  await lived.ask('subscribe', STARTER);
  expect((await lived.look()).waiting).toHaveLength(1);
  await lived.pay();
  expect(await lived.look()).toMatchObject({ state: 'active', plan: { tier: 'STARTER' }, waiting: [] });
  await lived.days(65);
  expect(await lived.look()).toMatchObject({ state: 'active', failedAt: null });

  billing.hands.cards.set(lived.tenantId, false);
  await lived.days(27);
  expect((await lived.look()).state).toBe('past_due');
  await lived.days(9);
  expect([(await lived.look()).state, await lived.access()]).toEqual(['grace', 'read_only']);
  await lived.days(4);
  expect([(await lived.look()).state, await lived.access()]).toEqual(['free', 'full']);

  billing.hands.cards.set(lived.tenantId, true);
  await lived.ask('subscribe', STARTER);
  await lived.pay();
  await lived.ask('cancel', { reason: 'price' });
  await lived.days(25);
  expect((await lived.look()).state).toBe('active');
  await lived.days(7);
  expect(await lived.look()).toMatchObject({ state: 'free', requests: [], waiting: [], pending: null });
  expect(await lived.told()).toEqual(
    expect.arrayContaining([
      'trial_ends_soon',
      'trial_ended',
      'payment_failed',
      'grace_begun',
      'downgraded',
      'canceled',
    ]),
  );
});

test('whoever pays in the last term is back at once; a provider that is away takes nothing', async () => {
  const lived = await Lived.begin();
  await lived.ask('subscribe', STARTER);
  await lived.pay();
  billing.hands.cards.set(lived.tenantId, false);
  await lived.days(30 + 8);
  expect((await lived.look()).state).toBe('past_due');
  // It is paid while nobody can be told of it.
  billing.hands.isAway = true;
  billing.hands.cards.set(lived.tenantId, true);
  await lived.days(12);
  expect((await lived.look()).state).toBe('grace');
  billing.hands.isAway = false;
  await lived.days(3);
  expect([(await lived.look()).state, await lived.access()]).toEqual(['active', 'full']);
  expect(await lived.told()).toContain('recovered');
});

test('what is given is had to its end, and ends by itself', async () => {
  const lived = await Lived.begin();
  await lived.ask('comp', { tier: 'BUSINESS', duration: 'P1M', reason: 'thanks' });
  expect(await lived.look()).toMatchObject({ state: 'active', plan: { tier: 'BUSINESS' } });
  await lived.days(29);
  expect((await lived.look()).state).toBe('active');
  await lived.days(4);
  expect(await lived.look()).toMatchObject({ state: 'free', plan: { tier: 'FREE' } });
});

test('where nobody can make the code of the next period time goes on, and who pays the one that comes at last is back', async () => {
  const manual = billing.addPixKey();
  const chargeOnce = vi.spyOn(manual, 'chargeOnce').mockRejectedValue(refused());
  const lived = await Lived.begin();
  await lived.ask('subscribe', { ...STARTER, provider: 'manual' });
  await lived.payPix();
  expect((await lived.look()).state).toBe('active');
  await lived.days(34);
  expect([(await lived.look()).state, await lived.access()]).toEqual(['past_due', 'full']);
  expect(billing.alarms).toContainEqual(expect.objectContaining({ code: 'untold', detail: 'renewal' }));
  // At the next step there is one.
  chargeOnce.mockRestore();
  await lived.days(5);
  await lived.payPix();
  expect([(await lived.look()).state, await lived.access()]).toEqual(['active', 'full']);

  vi.spyOn(manual, 'chargeOnce').mockRejectedValue(refused());
  await lived.days(34);
  expect([(await lived.look()).state, await lived.access()]).toEqual(['grace', 'read_only']);
  await lived.days(4);
  expect((await lived.look()).state).toBe('free');
  vi.restoreAllMocks();
});

/** A version as it could be written before names of notices were held against their list. */
const sellUntellable = (tier: string): Promise<unknown> =>
  fixture.database.admin.transaction(async (sql) => {
    const seed = FIRST_PLANS.find((one) => one.tier === tier);
    if (!seed) throw new Error(`There is no plan ${tier}`);
    const { tier: _tier, family: _family, ranksAs: _ranksAs, sort: _sort, public: _public, ...body } = seed;
    await savePlanDraft(sql, tier, PlanBody.parse(body), { by: 'test' });
    const dunning = [
      { after: 'PT0S', notice: 'payment_failed', access: 'full' },
      { after: 'P3D', notice: 'payment_failed_agian', access: 'full' },
      { after: 'P7D', notice: 'usage_full', access: 'read_only' },
    ];
    await sql`
      update plan_versions set terms = terms || jsonb_build_object('dunning', ${json(dunning)}::jsonb)
      where tier = ${tier} and published_at is null`;
    return publishPlan(sql, tier);
  });

test('of a version that names notices which cannot be told, what is owed is told in their place, and time goes on', async () => {
  await sellUntellable('BUSINESS');
  const lived = await Lived.begin();
  await lived.ask('subscribe', { ...STARTER, tier: 'BUSINESS' });
  await lived.pay();
  billing.hands.cards.set(lived.tenantId, false);
  await lived.days(30 + 8);
  expect([(await lived.look()).state, await lived.access()]).toEqual(['grace', 'read_only']);
  expect((await lived.look()).dunning.map(({ notice }) => notice)).toEqual([
    ...['payment_failed', 'payment_failed_again', 'payment_failed_again'],
  ]);
  expect(await lived.told()).toEqual(expect.arrayContaining(['payment_failed', 'payment_failed_again', 'grace_begun']));
  await lived.days(4);
  expect((await lived.look()).state).toBe('free');
});

deskContract('the real desk', async () => {
  const tenantId = await billing.tenant();
  return {
    ...{ desk: billing.desk, subject: tenantId },
    ask: async (kind, data) => {
      const asked = { kind, by: 'user:eva', data, source: newId('sreq'), nowMs: billing.clock.ms };
      await fixture.database.withTenant(tenantId, (db) => askRequest(db, asked));
    },
    reach: (reachable) => {
      billing.hands.isAway = !reachable;
    },
  };
});
