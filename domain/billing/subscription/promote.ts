import type { ProviderSubscription } from '#flow/contracts/billing-provider.ts';
import { closeWish, saveWork, type Wish } from '../requests/wish.ts';
import { keepOf, takeTarget } from './apply-wish.ts';
import { beginDiscount } from './begin-discount.ts';
import { mayMove } from './chart.ts';
import type { FactsAtWork } from './facts-at-work.ts';
import { markOvertaken } from './keep-payment.ts';
import { dropNext, isLive, type Link, readLinks, setRole } from './links.ts';
import type { ChangeKind } from './note-change.ts';
import { makesWay } from './subscription.ts';
import type { PaymentTaken } from './take-payment.ts';

interface Given {
  reading: ProviderSubscription;
  wish: Wish | null;
  taken: readonly PaymentTaken[];
}

const isPaid = ({ reading }: Given): boolean =>
  reading.payments.some(
    ({ status, kind, refunded, amount }) =>
      status === 'paid' && kind === 'period' && (amount === 0 || refunded < amount),
  );

/** A word of the provider's alone is no payment: `active` counts where money came, or where none is asked for yet. */
const hasBegun = (work: FactsAtWork, given: Given): boolean => {
  const { reading, wish } = given;
  const startsLater = (wish?.work?.startsAt ?? '') > work.now;
  return reading.status === 'trialing' || isPaid(given) || (reading.status === 'active' && startsLater);
};

/** Whether its first period was charged: what cost nothing until its beginning is none. */
const isFirstPaid = ({ reading, wish }: Given): boolean => {
  const startsAt = wish?.work?.startsAt ?? '';
  return reading.payments.some(
    ({ status, kind, amount, periodStart }) =>
      status === 'paid' && kind === 'period' && (amount > 0 || (periodStart ?? '') >= startsAt),
  );
};

/**
 * The one before was told to end because this one follows, and its end has come: whether this one is charged is a matter of its own,
 * with a tolerance and dunning of its own. An end that somebody asked for, or whose money went back, ends both.
 */
const followsNow = ({ facts: { pending }, now }: FactsAtWork, { reading }: Given): boolean =>
  makesWay(pending) && pending.at <= now && reading.status !== 'ended' && reading.status !== 'unknown';

/**
 * What state it brings. One that merely follows brings none before it is charged; what costs nothing until a first charge is a trial,
 * whatever payment of nothing stands for that.
 */
const takeState = ({ facts, now }: FactsAtWork, { reading, wish }: Given, isCharged: boolean): void => {
  const startsAt = wish?.work?.startsAt ?? null;
  const isLater = reading.status === 'trialing' || (reading.status === 'active' && (startsAt ?? '') > now);
  if (!isCharged && !isLater && facts.state !== 'free') return;
  const isTrial = !isCharged && (reading.status === 'trialing' || !isLater);
  const to = isTrial && facts.state !== 'active' ? 'trialing' : 'active';
  if (mayMove(facts.state, to)) facts.state = to;
  facts.access = 'full';
  if (facts.state === 'trialing') facts.trialEndsAt = isLater ? reading.periodEnd : startsAt;
};

const begin = async (work: FactsAtWork, link: Link, given: Given): Promise<ChangeKind> => {
  const { facts } = work;
  const { reading, wish } = given;
  const hadOne = facts.providerSubscription !== null && facts.state !== 'free';
  const isCharged = isFirstPaid(given);
  if (wish?.work?.target) takeTarget(facts, wish.work.target);
  else facts.cycle = reading.interval;
  if (wish) work.keep = keepOf(wish);
  const discount = await beginDiscount(work, wish && { link, wish, isCharged });
  Object.assign(facts, {
    ...{ provider: link.provider, providerSubscription: link.id, discount },
    ...{ freeReason: null, freeSince: null, canceledAt: null, pending: null, failedAt: null, renewal: null },
    ...{ pausedUntil: null, method: reading.method },
  });
  takeState(work, given, isCharged);
  if (hadOne) return 'provider';
  return facts.state === 'trialing' ? 'trial' : 'start';
};

/** Known before the provider of the first one says that it ends: nothing is asked for meanwhile that would be lost then. */
const awaitNext = ({ facts }: FactsAtWork, wish: Wish | null): void => {
  const at = wish?.closedAt === null ? wish.work?.startsAt : null;
  if (at) facts.pending ??= { kind: 'cancel', at, request: null, reason: 'canceled', follows: true };
};

/** The one before charged on, for time that this one charges: its payments go back. */
const giveBackTwice = async ({ db, deps }: FactsAtWork, before: Link, from: string): Promise<void> => {
  for (const object of await markOvertaken(db, before, from)) {
    const alarm = { tenantId: db.tenantId, provider: before.provider, object, detail: 'charged on' };
    deps.alarm({ code: 'second_payment', ...alarm });
  }
};

/**
 * A subscription that was begun becomes the one that counts, once it is paid or its first charge is merely later. Where another one
 * still runs, that one stays until its period is over, or until the new one is paid: never both at once. Once that end has come the
 * new one counts whether it is charged yet or not: nobody falls to FREE between the two.
 * @returns the link's role from now on
 */
export const promote = async (work: FactsAtWork, link: Link, given: Given): Promise<Link['role']> => {
  const { db, facts } = work;
  if (link.role !== 'next') return link.role;
  const paysNow = given.reading.payments.some(
    ({ status, amount, kind }) => status === 'paid' && kind === 'period' && amount > 0,
  );
  if (given.reading.status === 'ended' && !paysNow) {
    await dropNext(db, link);
    return 'past';
  }
  const follows = followsNow(work, given);
  if (!follows && !hasBegun(work, given)) return link.role;
  const { wish } = given;
  const current = (await readLinks(db)).find(({ role }) => role === 'current');
  if (current && isLive(current)) {
    // The old one is told to end; until its end it pays for the access.
    if (wish && !wish.work?.applied) await saveWork(db, wish.id, { ...wish.work, applied: true });
    if (!paysNow && !follows && (facts.periodEnd ?? '') > work.now) {
      awaitNext(work, wish);
      return 'next';
    }
  }
  if (current) {
    // It may have charged at the last moment, and have ended since.
    if (wish?.work?.startsAt) await giveBackTwice(work, current, wish.work.startsAt);
    await setRole(db, current, 'past');
  }
  await setRole(db, link, 'current');
  const kind = await begin(work, link, given);
  const actor = wish?.askedBy ?? 'system';
  work.changes.push({ source: `link/${link.provider}/${link.id}`, kind, at: work.now, actor, reason: null });
  if (wish?.kind === 'subscribe') await closeWish(db, wish.id, { status: 'done', outcome: { subscription: link.id } });
  return 'current';
};
