import type { ProviderName, ProviderPayment, ProviderSubscription } from '#flow/contracts/billing-provider.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { uuidIn } from '../../ids.ts';
import { sumOf } from '../proration/prorate.ts';
import { isVersionUnderGranted } from '../requests/granted-plan.ts';
import { isOutlived } from '../requests/price-basis.ts';
import { findWish, openWishes, type Wish } from '../requests/wish.ts';
import { deriveFacts } from './derive-facts.ts';
import { type Applied, closeFacts, type FactsAtWork, type FactsDeps, holdFacts } from './facts-at-work.ts';
import { insertLink, isLive, type Link, readLinks, updateLink } from './links.ts';
import { promote } from './promote.ts';
import { outlive, takePayment } from './take-payment.ts';

export interface SubscriptionReading {
  provider: ProviderName;
  reading: ProviderSubscription;
  /** When the provider was asked, ISO 8601: what was asked for earlier undoes nothing. */
  readAt: string;
}

/** Whether a second one was wished for and still is: of one whose wish is closed the first is told nothing, and both would charge. */
const replaces = (wish: Wish | null): boolean =>
  wish !== null && wish.closedAt === null && (wish.kind === 'provider' || wish.kind === 'change');

/** What a new object becomes: the one that will count, or one too many, which is ended and given back. */
const roleOfNew = (
  links: readonly Link[],
  { wish, isTooLate }: { wish: Wish | null; isTooLate: boolean },
  { status }: ProviderSubscription,
): Link['role'] => {
  if (status === 'ended' || isTooLate || links.some(({ role }) => role === 'next')) return 'past';
  const hasLive = links.some((link) => link.role === 'current' && isLive(link));
  return hasLive && !replaces(wish) ? 'past' : 'next';
};

/** What was asked for before a plan was granted that is as much or more: who paid for it now would have less. */
const isUnderGrant = async ({ db, facts }: FactsAtWork, { work }: Wish): Promise<boolean> =>
  work?.target !== undefined && (await isVersionUnderGranted(db.sql, facts, work.target.planVersionId));

const isUnfinished = ({ status }: ProviderSubscription): boolean => status === 'incomplete' || status === 'unknown';

/** The link of what was read; null: there is none yet, or it is none of this tenant's. */
const linkOf = async (work: FactsAtWork, wish: Wish | null, given: SubscriptionReading): Promise<Link | null> => {
  const { provider, reading, readAt } = given;
  const links = await readLinks(work.db);
  const known = links.find((link) => link.provider === provider && link.id === reading.id);
  if (known) {
    if (readAt >= known.readAt) await updateLink(work.db, provider, reading, readAt);
    return known;
  }
  if (isUnfinished(reading)) return null;
  const isTooLate = wish !== null && (isOutlived(wish, work.facts, work.now) || (await isUnderGrant(work, wish)));
  const role = roleOfNew(links, { wish, isTooLate }, reading);
  const request = wish?.id ?? null;
  const alarm = { tenantId: work.db.tenantId, provider, object: reading.id, detail: reading.rawStatus };
  if (!(await insertLink(work.db, { provider, role, request }, reading, readAt))) {
    work.deps.alarm({ code: 'other_tenant', ...alarm });
    return null;
  }
  if (wish && isTooLate) await outlive(work, wish);
  if (role === 'past' && reading.status !== 'ended') work.deps.alarm({ code: 'second_subscription', ...alarm });
  return { ...{ provider, role, request, readAt }, id: reading.id, status: reading.status, endedAt: reading.endedAt };
};

/**
 * What is charged there is not what stands here: a change that the provider never heard of, or one of somebody else's hand. While a
 * wish is on its way either may be right.
 */
const watchPrice = async (work: FactsAtWork, { provider, reading }: SubscriptionReading): Promise<void> => {
  const { facts, db, deps } = work;
  const right = [sumOf(facts.items), ...(facts.pending?.kind === 'change' ? [sumOf(facts.pending.items)] : [])];
  const runs = reading.status === 'active' || reading.status === 'trialing';
  // What ends charges no next period, whatever that was to cost.
  const isEnding = facts.pending?.kind === 'cancel';
  if (!runs || isEnding || facts.state === 'free' || right.includes(reading.amount)) return;
  if ((await openWishes(db)).some(({ work: begun }) => begun !== null)) return;
  const detail = `${reading.amount} there, ${right.join(' or ')} here`;
  deps.alarm({ code: 'price_differs', tenantId: db.tenantId, provider, object: reading.id, detail });
};

/** The wish that an object names, where it is one of this tenant. */
const namedWish = async (db: TenantDb, request: string | null): Promise<Wish | null> =>
  request !== null && uuidIn('sreq', request) !== null ? await findWish(db, request) : null;

/**
 * Takes in what a provider said of a subscription: payments with their invoices, the facts, and what the lifecycle hears, in the
 * caller's transaction. In whatever order readings come: one that was asked for earlier changes no fact that a later one made, and
 * what is paid stays paid. Nothing is taken away here: that is the lifecycle's to decide.
 */
export const applyFacts = async (deps: FactsDeps, db: TenantDb, given: SubscriptionReading): Promise<Applied> => {
  const { provider, reading, readAt } = given;
  const work = await holdFacts(deps, db);
  const alarm = { tenantId: db.tenantId, provider, object: reading.id, detail: reading.rawStatus };
  if (reading.tenantId !== null && reading.tenantId !== db.tenantId) {
    deps.alarm({ code: 'other_tenant', ...alarm });
    return { changed: false, before: work.before, after: work.before };
  }
  if (reading.status === 'unknown') deps.alarm({ code: 'unknown_status', ...alarm });
  const wish = await namedWish(db, reading.request);
  const link = await linkOf(work, wish, given);
  const taken = [];
  for (const payment of reading.payments.toReversed()) {
    const one = await takePayment(work, { provider, payment, readAt, link });
    if (one) taken.push(one);
  }
  const role = link ? await promote(work, link, { reading, wish, taken }) : null;
  const isNewest = link !== null && readAt >= link.readAt;
  await deriveFacts(work, { reading, readAt, role, isNewest, taken });
  if (role === 'current' && isNewest) await watchPrice(work, given);
  return await closeFacts(work);
};

/** The same of a payment alone: one outside of the periods, or one whose subscription the delivery did not name. */
export const applyPayment = async (
  deps: FactsDeps,
  db: TenantDb,
  given: { provider: ProviderName; payment: ProviderPayment; readAt: string },
): Promise<Applied> => {
  const work = await holdFacts(deps, db);
  const links = await readLinks(db);
  const link = links.find(({ provider, id }) => provider === given.provider && id === given.payment.subscription);
  const one = await takePayment(work, { ...given, link: link ?? null });
  await deriveFacts(work, {
    ...{ reading: null, readAt: given.readAt, isNewest: false },
    role: link?.role ?? null,
    taken: one ? [one] : [],
  });
  return await closeFacts(work);
};
