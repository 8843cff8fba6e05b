import type { Cents } from '#flow/contracts/billing-provider.ts';
import { addIsoDuration } from '#flow/expressions/dates/durations.ts';
import { type Proration, prorate, sumOf } from '../proration/prorate.ts';
import { iso, type Subscription } from '../subscription/subscription.ts';
import type { PlannedTarget } from './plan-target.ts';
import { isEnding } from './price-basis.ts';
import { refused } from './refusal.ts';

export interface PricedChange {
  when: 'now' | 'period_end';
  /** When it happens. ISO 8601. */
  at: string;
  price: Proration;
  /** The period that begins with it, where the interval changes now. */
  period: { start: string; end: string } | null;
}

const NOTHING: Proration = { lines: [], debit: 0, credit: 0, creditUsed: 0, total: 0, left: 0 };

interface Asked {
  target: PlannedTarget;
  /** What the plan that counts is a month, by its list. */
  listed: Cents;
  atMs: number;
  credit: Cents;
  timezone: string;
  /** Whether the provider can go from months to years in a running subscription. */
  intervalChange: boolean;
  /** So long at least a charge waits for its payer there; 0: it is made at once. */
  leastOpenMs?: number;
}

/**
 * Less is had from the period's end on, more at once. From years to months it is always the end, also for a larger plan: what the
 * year paid for would be had, and given back besides.
 */
const isLess = (facts: Subscription, { target, listed, intervalChange }: Asked): boolean => {
  if (facts.cycle === 'year' && target.cycle === 'month') return true;
  if (target.listed !== listed) return target.listed < listed;
  if (target.cycle !== facts.cycle) return !intervalChange;
  return sumOf(target.items) < sumOf(facts.items);
};

/**
 * When a change happens, and what it costs at once. Pure: the same instant gives the same price, which is what is charged.
 * In a trial nothing was paid, so nothing is charged: the larger plan is tried, too. What another subscription has to begin, for its
 * provider changes no interval, begins behind it. @throws `conflict` with `payment_open`;
 * `period_ending` where nobody could pay before the period is over, and the next one was charged as the old plan
 */
export const priceChange = (facts: Subscription, asked: Asked): PricedChange => {
  const { target, atMs, credit, timezone } = asked;
  const at = iso(atMs);
  const { periodStart, periodEnd } = facts;
  if (facts.state === 'trialing') {
    const follows = target.cycle !== facts.cycle && !asked.intervalChange;
    const when = follows ? ('period_end' as const) : ('now' as const);
    return { when, at: (follows ? facts.trialEndsAt : null) ?? at, price: NOTHING, period: null };
  }
  // Nobody has paid the next period yet: another plan would be had from now on, and be charged as the old one.
  if (periodEnd !== null && periodEnd <= at) throw refused('payment_open');
  if (periodStart === null || periodEnd === null || isLess(facts, asked))
    return { when: 'period_end', at: periodEnd ?? at, price: NOTHING, period: null };
  if (target.cycle !== facts.cycle && !asked.intervalChange)
    return { when: 'period_end', at: periodEnd, price: NOTHING, period: null };
  const running = { start: Date.parse(periodStart), end: Date.parse(periodEnd) };
  const renewed =
    target.cycle === facts.cycle
      ? null
      : { start: atMs, end: addIsoDuration(atMs, target.cycle === 'year' ? 'P1Y' : 'P1M', timezone) };
  const price = prorate({
    old: { lines: facts.items, period: running },
    next: { lines: target.items, period: renewed ?? running },
    ...{ at: atMs, credit },
  });
  if (price.total > 0 && isEnding(running, atMs, asked.leastOpenMs ?? 0))
    throw refused('period_ending', { until: periodEnd });
  const period = renewed && { start: iso(renewed.start), end: iso(renewed.end) };
  return { when: 'now', at, price, period };
};
