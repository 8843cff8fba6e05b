import fc from 'fast-check';
import { expect, test } from 'vitest';
import { InMemoryDesk } from '#connectors/billing/in-memory-desk.ts';
import { type Clock, type Heard, Life } from './life-bench.ts';

const DAY = 86_400_000;
const START = Date.parse('2026-11-23T12:00:00.000Z');

const WISHES = ['subscribe', 'trial', 'change', 'cancel', 'revoke', 'pause', 'resume'] as const;
const HEARD = ['requested', 'paid', 'failed', 'changed'] as const;

/** What may happen next: in any order, doubled, late or never told, and contradicting what is so. */
const happening = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('time' as const), minutes: fc.integer({ min: 10, max: 28_800 }) }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('wish' as const), wish: fc.constantFrom(...WISHES) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('pay' as const), late: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('pays' as const), pays: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('reach' as const), reachable: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('noise' as const), heard: fc.constantFrom<Heard>(...HEARD) }) },
);
type Happening = typeof happening extends fc.Arbitrary<infer T> ? T : never;

/** A life, and what must be so at each moment of it. */
class Checked {
  readonly #clock: Clock = { ms: START };
  readonly desk = new InMemoryDesk(() => this.#clock.ms);
  #life: Life | undefined;
  /** Until then a provider that was away excuses who has not paid. */
  #excusedUntil = 0;
  /** What happened and is told only as time goes on. */
  readonly #late: Heard[] = [];

  async live(happenings: readonly Happening[]): Promise<void> {
    this.#life = await Life.begin(this.#clock, this.desk);
    for (const one of happenings) {
      await this.#happen(one, this.#life);
      this.#check(this.#life);
    }
  }

  async #happen(one: Happening, life: Life): Promise<void> {
    const { desk } = this;
    switch (one.kind) {
      case 'time':
        return await this.#pass(life, one.minutes);
      case 'wish':
        return await life.hear(desk.ask(one.wish));
      case 'pay': {
        const heard = desk.pay();
        if (!one.late) return await life.hear(heard);
        this.#late.push(heard);
        return;
      }
      case 'pays':
        desk.provider.pays = one.pays;
        return;
      case 'reach':
        desk.provider.reachable = one.reachable;
        return;
      case 'noise':
        return await life.hear(one.heard);
    }
  }

  /** The provider charges at the end of a period, and tells of it or not. */
  async #pass(life: Life, minutes: number): Promise<void> {
    const end = this.#clock.ms + minutes * 60_000;
    for (const heard of this.#late.splice(0)) await life.hear(heard);
    const { periodEnd, state, provider } = this.desk.facts;
    const due = periodEnd === null ? Number.POSITIVE_INFINITY : Date.parse(periodEnd);
    if (state === 'active' && provider !== null && due <= end) {
      await life.until(due);
      const heard = this.desk.facts.state === 'active' ? this.desk.charge() : null;
      if (heard && minutes % 2 === 0) await life.hear(heard);
    }
    await life.until(end);
    // The longest pause between two questions is a day.
    if (!this.desk.provider.reachable) this.#excusedUntil = this.#clock.ms + 2 * DAY;
  }

  #check(life: Life): void {
    if (this.#late.length > 0) return;
    const { facts, access, paid } = this.desk;
    const now = this.#clock.ms;
    const paidThrough = facts.paidThrough === null ? null : Date.parse(facts.paidThrough);
    // It waits, for a time or for somebody.
    expect(life.waitsAt).toHaveLength(1);
    expect(life.nextAt !== null || facts.state === 'free' || facts.pausedUntil !== null, facts.state).toBe(true);
    expect(facts.requests).toEqual([]);
    expect(new Set(paid).size).toBe(paid.length);
    // Who has paid has everything.
    const isPaid = paidThrough !== null && paidThrough > now && facts.failedAt === null;
    if (isPaid && facts.state !== 'paused') expect([access, facts.state]).toEqual(['full', 'active']);
    // Who has not is at the end of the tolerance, the dunning and the grace, unless the provider could not be asked.
    const owes = facts.state === 'active' || facts.state === 'past_due' || facts.state === 'grace';
    if (owes && paidThrough !== null && this.desk.provider.reachable && now > this.#excusedUntil)
      expect(now).toBeLessThanOrEqual(paidThrough + 14 * DAY + 60_000);
  }
}

test('whatever happens, in whatever order: who pays has all, who does not ends at free, nothing is stuck, nothing spins', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(happening, { minLength: 5, maxLength: 40 }), (happenings) =>
      new Checked().live(happenings),
    ),
    { numRuns: 25 },
  );
});
