import type { ProviderSubscription } from '#flow/contracts/billing-provider.ts';
import { closeWish, saveWork, type Wish } from '../requests/wish.ts';
import { takeTarget } from './apply-wish.ts';
import { mayMove } from './chart.ts';
import type { FactsAtWork } from './facts-at-work.ts';
import { isLive, type Link, readLinks, setRole } from './links.ts';
import type { ChangeKind } from './note-change.ts';
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

const couponLeft = ({ work }: Wish): NonNullable<FactsAtWork['facts']['discount']>['coupon'] => {
  const coupon = work?.coupon ?? null;
  if (!coupon || (work?.discount?.coupon ?? 0) === 0) return coupon;
  const left = coupon.left === null ? null : coupon.left - 1;
  return left === 0 ? null : { ...coupon, left };
};

const begin = (work: FactsAtWork, link: Link, given: Given): ChangeKind => {
  const { facts } = work;
  const { reading, wish } = given;
  const hadOne = facts.providerSubscription !== null && facts.state !== 'free';
  if (wish?.work?.target) takeTarget(facts, wish.work.target);
  else facts.cycle = reading.interval;
  const onTrial = reading.status === 'trialing' && !isPaid(given);
  Object.assign(facts, {
    ...{ provider: link.provider, providerSubscription: link.id, access: 'full' },
    ...{ freeReason: null, freeSince: null, canceledAt: null, pending: null, failedAt: null, renewal: null },
    ...{ pausedUntil: null, method: reading.method },
    ...(wish && { discount: { coupon: couponLeft(wish), next: null } }),
  });
  const to = onTrial && facts.state !== 'active' ? 'trialing' : 'active';
  if (mayMove(facts.state, to)) facts.state = to;
  if (facts.state === 'trialing') facts.trialEndsAt = reading.periodEnd;
  if (hadOne) return 'provider';
  return facts.state === 'trialing' ? 'trial' : 'start';
};

/**
 * A subscription that was begun becomes the one that counts, once it is paid or its first charge is merely later. Where another one
 * still runs, that one stays until its period is over, or until the new one is paid: never both at once.
 * @returns the link's role from now on
 */
export const promote = async (work: FactsAtWork, link: Link, given: Given): Promise<Link['role']> => {
  const { db, facts } = work;
  if (link.role !== 'next' || !hasBegun(work, given)) return link.role;
  const { wish, reading } = given;
  const current = (await readLinks(db)).find(({ role }) => role === 'current');
  const paysNow = reading.payments.some(
    ({ status, amount, kind }) => status === 'paid' && kind === 'period' && amount > 0,
  );
  if (current && isLive(current)) {
    // The old one is told to end; until its end it pays for the access.
    if (wish && !wish.work?.applied) await saveWork(db, wish.id, { ...wish.work, applied: true });
    if (!paysNow && (facts.periodEnd ?? '') > work.now) return 'next';
  }
  if (current) await setRole(db, current, 'past');
  await setRole(db, link, 'current');
  const kind = begin(work, link, given);
  const actor = wish?.askedBy ?? 'system';
  work.changes.push({ source: `link/${link.provider}/${link.id}`, kind, at: work.now, actor, reason: null });
  if (wish?.kind === 'subscribe') await closeWish(db, wish.id, { status: 'done', outcome: { subscription: link.id } });
  return 'current';
};
