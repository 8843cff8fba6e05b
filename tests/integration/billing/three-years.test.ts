import { afterAll, beforeAll, expect, test } from 'vitest';
import { askRequest } from '#domain/billing/requests/ask-request.ts';
import { openWishes } from '#domain/billing/requests/wish.ts';
import { readSubscription } from '#domain/billing/subscription/hold-subscription.ts';
import { syncFacts } from '#domain/billing/subscription/sync-facts.ts';
import { newId } from '#domain/ids.ts';
import { type RequestKind, SUBSCRIPTION_EVENTS, SUBSCRIPTION_STATES } from '#flow/contracts/billing-desk.ts';
import type { JsonObject } from '#flow/json.ts';
import { type BillingFixture, billingFixture } from '#tests/billing/billing-fixture.ts';
import { FlowBench } from '#tests/workflow/flow-bench.ts';
import type { Heard } from '#tests/workflow/life-bench.ts';
import { type Living, live } from '#tests/workflow/living.ts';
import { type DataFixture, dataFixture } from '../data/data-fixture.ts';

let data: DataFixture;
let billing: BillingFixture;
let bench: FlowBench;

beforeAll(async () => {
  bench = await FlowBench.open();
  data = await dataFixture();
  billing = await billingFixture(data.database, await bench.environment.currentTimeMs());
});
afterAll(async () => {
  await bench.close();
  await data.close();
});

const DAY = 86_400_000;
const MINUTE_DAYS = 1 / 1_440;
const byName = new Map(Object.entries(SUBSCRIPTION_EVENTS).map(([heard, name]) => [name as string, heard as Heard]));

/** A tenant's life by the document on Temporal and the desk on PostgreSQL; only the provider and the clock are made up. */
class Years {
  readonly #tenantId: string;
  readonly #living: Living;
  days = 0;
  periods = 0;

  constructor(tenantId: string, living: Living) {
    this.#tenantId = tenantId;
    this.#living = living;
  }

  #within = <T>(work: Parameters<typeof data.database.withTenant<T>>[1]): Promise<T> =>
    data.database.withTenant(this.#tenantId, work);

  /** What transactions wrote for the lifecycle reaches it, oldest first. */
  async #hear(): Promise<void> {
    for (;;) {
      const rows = await this.#within(
        (db) => db.sql<{ name: string; seq: bigint }>`
          delete from platform_events where tenant_id = ${db.tenant} returning name, seq`,
      );
      if (rows.length === 0) return;
      for (const { name } of rows.toSorted((a, b) => Number(a.seq - b.seq)))
        await this.#living.hear(byName.get(name) ?? 'changed');
    }
  }

  async #deliver(): Promise<void> {
    for (const { about } of billing.hints.splice(0))
      await syncFacts(billing.deps, this.#tenantId, about, AbortSignal.timeout(10_000));
    await this.#hear();
  }

  async ask(kind: RequestKind, input: JsonObject = {}): Promise<void> {
    const asked = { kind, by: 'user:eva', data: input, source: newId('sreq'), nowMs: billing.clock.ms };
    await this.#within((db) => askRequest(db, asked));
    await this.#hear();
    for (const { ref } of await this.#within(openWishes)) if (ref) billing.stripe.pay(ref);
    await this.#deliver();
  }

  async pass(days: number): Promise<void> {
    this.days += days;
    await this.#living.pass(days);
    billing.stripe.tick();
    await this.#deliver();
  }

  /** To the end of the period: the provider charges the next one. */
  async period(): Promise<void> {
    const { periodEnd } = (await this.facts()) ?? {};
    this.periods += 1;
    await this.pass((Date.parse(periodEnd ?? '') - billing.clock.ms) / DAY + MINUTE_DAYS);
  }

  card(pays: boolean): void {
    billing.hands.cards.set(this.#tenantId, pays);
  }

  facts = () => this.#within(readSubscription);
}

const STARTER = { tier: 'STARTER', interval: 'month', provider: 'stripe' };

test('three years by the month and the year: every state is come to and left, with at most 20 events a month', async () => {
  const tenantId = await billing.tenant();
  const { clock, desk } = billing;
  await live(bench, { name: 'years', clock, desk, subject: tenantId }, async (living) => {
    const years = new Years(tenantId, living);
    await years.ask('trial', { tier: 'BUSINESS' });
    await years.pass(16);
    await years.ask('subscribe', STARTER);
    await years.period();
    // More at once, less from the next period on.
    await years.ask('change', { tier: 'BUSINESS' });
    expect(await years.facts()).toMatchObject({ state: 'active', tier: 'BUSINESS' });
    await years.ask('change', { tier: 'STARTER' });
    await years.period();
    expect(await years.facts()).toMatchObject({ state: 'active', tier: 'STARTER' });
    // A charge that fails once.
    years.card(false);
    await years.period();
    expect((await years.facts())?.state).toBe('past_due');
    years.card(true);
    await years.pass(4);
    expect((await years.facts())?.state).toBe('active');
    await years.ask('pause', { until: new Date(clock.ms + 5 * DAY).toISOString() });
    await years.pass(7);
    expect((await years.facts())?.state).toBe('active');
    // Twelve quiet months.
    await years.period();
    const before = await living.events();
    for (let n = 0; n < 12; n++) await years.period();
    const after = await living.events();
    expect((after.events - before.events) / 12).toBeLessThanOrEqual(20);
    expect(after.histories - before.histories).toBe(12);
    // Nobody pays.
    years.card(false);
    for (let day = 0; day < 50 && (await years.facts())?.state !== 'free'; day++) await years.pass(1);
    expect(await years.facts()).toMatchObject({ state: 'free', freeReason: 'unpaid' });
    years.card(true);
    await years.ask('subscribe', { ...STARTER, interval: 'year' });
    while (years.days < 3 * 365) await years.period();
    expect(await years.facts()).toMatchObject({ state: 'active', cycle: 'year', failedAt: null });
    const all = await living.events();
    expect(all.events / 36).toBeLessThanOrEqual(20);
    // Each was come to, and left for another.
    const left = new Set(living.seen.slice(0, -1));
    expect(SUBSCRIPTION_STATES.filter((state) => !left.has(state))).toEqual(['ended']);
    // And each period is a history of its own.
    expect(all.histories).toBeGreaterThanOrEqual(years.periods);
  });
});
