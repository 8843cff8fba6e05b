import type { Cents, Interval } from '#flow/contracts/billing-provider.ts';
import { shareOf } from './share-of.ts';

/** What one period costs: the plan and its add-ons. */
export interface PricedLine {
  /** `BUSINESS`, `addon:whatsapp-instance`. */
  key: string;
  name: string;
  quantity: number;
  unit: Cents;
}

export interface Side {
  lines: readonly PricedLine[];
  /** Its period, epoch ms: the end behind the start. */
  period: { start: number; end: number };
}

export interface ProrationAsk {
  old: Side;
  /** The same period, or one that begins at `at` where the interval changes. */
  next: Side;
  /** The instant that it is counted for, epoch ms; within both periods. */
  at: number;
  /** What the account has to its credit. */
  credit: Cents;
}

export interface ProrationLine {
  kind: 'debit' | 'credit' | 'account_credit' | 'kept';
  key: string | null;
  name: string;
  /** Below zero: in the payer's favour. */
  amount: Cents;
}

export interface Proration {
  /** They sum to `total`. `kept`: what becomes account credit instead of being paid out. */
  lines: ProrationLine[];
  debit: Cents;
  credit: Cents;
  creditUsed: Cents;
  /** What is charged: never below zero. */
  total: Cents;
  /** What was paid and is not used up by this: account credit from then on. */
  left: Cents;
}

export const sumOf = (lines: readonly Pick<PricedLine, 'quantity' | 'unit'>[]): Cents =>
  lines.reduce((sum, { quantity, unit }) => sum + quantity * unit, 0);

/** Whole seconds that are left of a period, and that it has: a second that has begun is used. */
const seconds = ({ start, end }: Side['period'], at: number) => {
  const whole = Math.max(1, Math.floor((end - start) / 1_000));
  return { whole, left: Math.min(whole, Math.max(0, Math.floor((end - at) / 1_000))) };
};

/** Each side is rounded once; the last line takes what single roundings would leave over, so that the lines sum to it. */
const share = ({ lines, period }: Side, at: number): { amount: Cents; parts: Cents[] } => {
  const { whole, left } = seconds(period, at);
  const amount = shareOf(sumOf(lines), left, whole);
  let [before, given] = [0, 0];
  const parts = lines.map(({ quantity, unit }) => {
    before += quantity * unit;
    // Shares of growing sums never shrink, and the last of them is the side's own.
    const upTo = shareOf(before, left, whole);
    const part = upTo - given;
    given = upTo;
    return part;
  });
  return { amount, parts };
};

/**
 * What a change now costs, in whole cents (docs/billing.md): what is left of the old is given back, what is left of the new is
 * charged, each by the second and rounded half-even, once. The account's credit pays what it can; nothing is ever paid out.
 */
export const prorate = ({ old, next, at, credit }: ProrationAsk): Proration => {
  const [given, charged] = [share(old, at), share(next, at)];
  const open = Math.max(0, charged.amount - given.amount);
  const creditUsed = Math.min(credit, open);
  const left = Math.max(0, given.amount - charged.amount);
  const lines: ProrationLine[] = [
    ...next.lines.map(({ key, name }, n) => ({ kind: 'debit' as const, key, name, amount: charged.parts[n] ?? 0 })),
    ...old.lines.map(({ key, name }, n) => ({ kind: 'credit' as const, key, name, amount: 0 - (given.parts[n] ?? 0) })),
    { kind: 'account_credit', key: null, name: '', amount: 0 - creditUsed },
    { kind: 'kept', key: null, name: '', amount: left },
  ];
  return {
    lines: lines.filter(({ amount }) => amount !== 0),
    ...{ debit: charged.amount, credit: given.amount, creditUsed },
    total: open - creditUsed,
    left,
  };
};

/** What lines are a month: the measure of income. A year's are its twelfth. */
export const monthlyOf = (lines: readonly Pick<PricedLine, 'quantity' | 'unit'>[], cycle: Interval | null): Cents =>
  cycle === 'year' ? shareOf(sumOf(lines), 1, 12) : cycle === 'month' ? sumOf(lines) : 0;
