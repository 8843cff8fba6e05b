import type { KeptPayment, KeptSubscription } from '#flow/contracts/billing-kept.ts';
import type { ProviderPayment, ProviderSubscription, RecurringLine } from '#flow/contracts/billing-provider.ts';
import { addInterval, rolledTo } from '../add-interval.ts';

/** A payment as we see it: what nobody paid in time has failed, or is void where nothing hung on it. */
export const paymentOf = (kept: KeptPayment, nowMs: number): ProviderPayment => {
  const late = kept.status === 'pending' && Date.parse(kept.expiresAt) <= nowMs;
  const missed = kept.of === 'period' ? 'failed' : 'void';
  const status = late ? missed : kept.status;
  return {
    id: kept.id,
    charge: kept.charge ?? (kept.status === 'paid' ? kept.txid : null),
    kind: kept.of,
    request: kept.request,
    subscription: kept.subscription,
    amount: kept.amount,
    status,
    refunded: backOf(kept),
    disputed: kept.disputed,
    method: 'pix',
    ...periodOf(kept),
    paidAt: kept.paidAt,
    nextAttemptAt: null,
    failureCode: status === 'failed' ? (kept.failureCode ?? 'expired') : null,
    pix: status === 'pending' ? { code: kept.code, expiresAt: kept.expiresAt } : null,
    hostedUrl: null,
  };
};

/** What went back to its payer. */
export const backOf = ({ refunds, backThere }: KeptPayment): number =>
  Math.max(
    backThere,
    refunds.reduce((total, { amount }) => total + amount, 0),
  );

const periodOf = ({ periodStart, periodEnd, paidAt, interval }: KeptPayment) => {
  if (periodStart !== null || paidAt === null || interval === null) return { periodStart, periodEnd };
  return { periodStart: paidAt, periodEnd: addInterval(paidAt, interval) };
};

/** @param payments newest first */
export const subscriptionOf = (
  kept: KeptSubscription,
  payments: readonly KeptPayment[],
  nowMs: number,
): ProviderSubscription => {
  const read = payments.map((payment) => paymentOf(payment, nowMs));
  const periods = read.filter(({ kind, status }) => kind === 'period' && status !== 'void');
  const paid = periods
    .filter(({ status }) => status === 'paid')
    .toSorted((one, other) => (other.periodEnd ?? '').localeCompare(one.periodEnd ?? ''))[0];
  const status = statusOf(kept, { paid, newest: periods[0] }, nowMs);
  return {
    id: kept.id,
    customer: null,
    tenantId: kept.tenantId,
    request: kept.request,
    status,
    rawStatus: status,
    interval: kept.interval,
    amount: kept.lines.reduce((total, { quantity, unit }) => total + quantity * unit, 0),
    ...runningPeriod(kept, paid, nowMs),
    cancelAt: kept.endedAt === null ? kept.cancelAt : null,
    endedAt: status === 'ended' ? (kept.endedAt ?? kept.cancelAt) : null,
    method: { kind: 'pix', brand: null, last4: null, expires: null },
    payments: read,
  };
};

/** The newest that was paid; where a pause left some out, the one that ran when it went on. */
const runningPeriod = (
  { interval, pausedAt, resumedAt }: KeptSubscription,
  paid: ProviderPayment | undefined,
  nowMs: number,
): Pick<ProviderSubscription, 'periodStart' | 'periodEnd'> => {
  const { periodStart = null, periodEnd = null } = paid ?? {};
  const until = pausedAt === null ? resumedAt : new Date(nowMs).toISOString();
  if (periodStart === null || periodEnd === null || until === null) return { periodStart, periodEnd };
  const { start, end } = rolledTo({ start: periodStart, end: periodEnd }, interval, until);
  return { periodStart: start, periodEnd: end };
};

const isPast = (time: string | null, nowMs: number): boolean => time !== null && Date.parse(time) <= nowMs;

const statusOf = (
  { startsAt, cancelAt, pausedAt, endedAt }: KeptSubscription,
  { paid, newest }: { paid: ProviderPayment | undefined; newest: ProviderPayment | undefined },
  nowMs: number,
): ProviderSubscription['status'] => {
  if (endedAt !== null || isPast(cancelAt, nowMs)) return 'ended';
  if (pausedAt !== null) return 'paused';
  if (startsAt !== null && !isPast(startsAt, nowMs)) return 'trialing';
  if (!paid) return 'incomplete';
  // Whether the next period was asked for is no matter of the past: its end says how far it is paid.
  return newest?.status === 'failed' ? 'past_due' : 'active';
};

/** What a payer reads. */
export const nameOf = (lines: readonly Pick<RecurringLine, 'name'>[]): string =>
  lines.map(({ name }) => name).join(' + ');
