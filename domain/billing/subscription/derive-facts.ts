import type { ProviderSubscription } from '#flow/contracts/billing-provider.ts';
import { giveBackCredit } from './account-credit.ts';
import { mayMove } from './chart.ts';
import type { FactsAtWork } from './facts-at-work.ts';
import { failedSince, paidUntil } from './keep-payment.ts';
import { type Link, readNext, saveCustomer } from './links.ts';
import { endingAt } from './scheduled.ts';
import { coveredUntil, makesWay, type Subscription } from './subscription.ts';
import type { PaymentTaken } from './take-payment.ts';

interface Read {
  reading: ProviderSubscription | null;
  readAt: string;
  role: Link['role'] | null;
  /** No reading that was asked for later was taken in before. */
  isNewest: boolean;
  taken: readonly PaymentTaken[];
}

type Reading = ProviderSubscription;

/** Only forward: a period that is ours alone (free, or with another interval) is not known there yet. */
const takePeriod = (facts: Subscription, { periodStart, periodEnd, status }: Reading): void => {
  if (periodStart === null || periodEnd === null || periodStart >= periodEnd) return;
  if (periodStart < (facts.periodStart ?? '')) return;
  Object.assign(facts, { periodStart, periodEnd });
  if (status === 'trialing' && facts.state === 'trialing') facts.trialEndsAt = periodEnd;
};

/** An end that was asked for, at the provider's own pages too; one that was taken back there. */
const takeCancel = (work: FactsAtWork, { cancelAt, endedAt, status }: Reading): void => {
  const { facts, now } = work;
  const reason = facts.failedAt === null ? ('canceled' as const) : ('unpaid' as const);
  if (status === 'ended') {
    if (facts.pending?.kind === 'cancel') return;
    // What was paid for stays until it is over.
    const at = [coveredUntil(facts), endedAt ?? now].toSorted().at(-1) ?? now;
    facts.pending = endingAt(facts, { kind: 'cancel', at, request: null, reason });
    return;
  }
  if (cancelAt !== null && facts.pending?.kind !== 'cancel') {
    facts.pending = endingAt(facts, { kind: 'cancel', at: cancelAt, request: null, reason });
    facts.canceledAt ??= now;
  }
  if (cancelAt === null && facts.pending?.kind === 'cancel' && facts.pending.reason === 'canceled')
    Object.assign(facts, { pending: facts.pending.first ?? null, canceledAt: null });
};

/** Whether another subscription follows the one that ends; one whose page was left in the end follows nobody. */
const markFollowed = async ({ facts, db }: FactsAtWork): Promise<void> => {
  if (!makesWay(facts.pending)) return;
  const { follows: _follows, ...pending } = facts.pending;
  const isFollowed = (await readNext(db)) !== null;
  facts.pending = isFollowed ? { ...pending, follows: true } : pending;
};

const takePause = (work: FactsAtWork, { status }: Reading, readAt: string): void => {
  const { facts, before, now } = work;
  const isGiven = (facts.compUntil ?? '') > now;
  // Who has just paid to go on is still paused there: it is told next.
  const wasPaused = facts.state === 'paused' || before.state === 'paused';
  if (status === 'paused' && !wasPaused && !isGiven && mayMove(facts.state, 'paused')) {
    facts.state = 'paused';
    // Time that was given is over: nobody asked for a pause, so that it ends at once.
    if (facts.compUntil !== null && facts.compUntil === coveredUntil(facts)) facts.pausedUntil = facts.compUntil;
    work.changes.push({ source: `pause/${readAt}`, kind: 'pause', at: now, actor: 'system', reason: null });
  }
  if (status === 'active' && facts.state === 'paused' && coveredUntil(facts) > now) {
    Object.assign(facts, { state: 'active', access: 'full', pausedUntil: null });
    work.changes.push({ source: `resume/${readAt}`, kind: 'resume', at: now, actor: 'system', reason: null });
  }
};

/** A paid period of ours moves the period on, and uses up what was taken off it. */
const takePaid = async (work: FactsAtWork, { after, turnedPaid }: PaymentTaken): Promise<void> => {
  const { facts, db } = work;
  if (!turnedPaid || after.kind !== 'period' || after.periodStart === null || after.periodEnd === null) return;
  if (after.request !== null && after.request === facts.renewal?.request) facts.renewal = null;
  if (after.periodEnd > (facts.periodEnd ?? ''))
    Object.assign(facts, { periodStart: after.periodStart, periodEnd: after.periodEnd });
  const { coupon = null, next = null } = facts.discount ?? {};
  if (!next || next.key > after.periodStart) return;
  if (!next.told) await giveBackCredit(db, 'next', next.key);
  const left =
    coupon && next.told && coupon.left !== null && next.coupon > 0 ? coupon.left - 1 : (coupon?.left ?? null);
  facts.discount = { coupon: coupon && left !== 0 ? { ...coupon, left } : null, next: null };
};

const recover = (work: FactsAtWork, { taken, reading, role, isNewest }: Read): void => {
  const { facts, now } = work;
  const source = `recovered/${coveredUntil(facts)}`;
  if (facts.state === 'past_due' || facts.state === 'grace') {
    facts.state = 'active';
    work.changes.push({ source, kind: 'recovered', at: now, actor: 'system', reason: null });
  }
  const isCharged = taken.some(({ turnedPaid, after }) => turnedPaid && after.kind === 'period' && after.amount > 0);
  const isActive = reading?.status === 'active' && role === 'current' && isNewest;
  if (facts.state === 'trialing' && (isCharged || (isActive && (facts.trialEndsAt ?? '') <= now))) {
    facts.state = 'active';
    work.changes.push({
      source: `started/${coveredUntil(facts)}`,
      kind: 'start',
      at: now,
      actor: 'system',
      reason: null,
    });
  }
  if (facts.state === 'active' || facts.state === 'trialing') facts.access = 'full';
  // A dispute that was won before its end was carried out.
  const { pending } = facts;
  if (pending?.kind === 'cancel' && pending.request === null && pending.reason === 'disputed') facts.pending = null;
};

/** The period that is running was given back or is disputed: it ends now, by the lifecycle. */
const lose = ({ before, facts, now }: FactsAtWork, taken: readonly PaymentTaken[]): void => {
  const back = taken.find(({ turnedBack }) => turnedBack);
  if (!back || coveredUntil(before) <= now || facts.state === 'free') return;
  const reason = back.after.disputed ? ('disputed' as const) : ('refunded' as const);
  facts.pending = { kind: 'cancel', at: now, request: null, reason };
};

/**
 * What follows from payments and from the newest reading of the subscription that counts. Money that came gives access back at
 * once; what takes it away is left to the lifecycle.
 */
export const deriveFacts = async (work: FactsAtWork, read: Read): Promise<void> => {
  const { facts, db, now } = work;
  const { reading, readAt, role, isNewest, taken } = read;
  const counts = role === 'current' && isNewest && reading?.status !== 'unknown' && reading?.status !== 'incomplete';
  if (reading?.customer && role !== 'past' && role !== null && facts.provider !== null)
    await saveCustomer(db, facts.provider, reading.customer);
  if (reading && counts) {
    takePeriod(facts, reading);
    facts.method = reading.method ?? facts.method;
  }
  for (const one of taken) if (role === 'current' || role === null) await takePaid(work, one);
  facts.paidThrough = await paidUntil(db);
  const isCovered = coveredUntil(facts) > now;
  const isLate = counts && (reading?.status === 'past_due' || reading?.status === 'unpaid');
  const failed = await failedSince(db, facts.providerSubscription);
  facts.failedAt = isCovered || facts.state === 'free' ? null : (failed ?? facts.failedAt ?? (isLate ? readAt : null));
  if (reading && counts) {
    takeCancel(work, reading);
    takePause(work, reading, readAt);
  }
  await markFollowed(work);
  if (isCovered) recover(work, read);
  else lose(work, taken);
  if (facts.state === 'paused') facts.access = isCovered ? 'full' : 'read_only';
};
