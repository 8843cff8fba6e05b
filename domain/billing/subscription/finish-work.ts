import { createHash } from 'node:crypto';
import { type BillingProvider, capabilitiesOf } from '#flow/contracts/billing-provider.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import type { BillingDeps } from '../billing-deps.ts';
import { sumOf } from '../proration/prorate.ts';
import { isOutOfDate, nextStart, nextTarget, offNext } from '../renewal/next-charge.ts';
import { freshRenewal } from '../renewal/renew.ts';
import { closeWish, openWishes, type Wish } from '../requests/wish.ts';
import { creditOf, enterCredit, giveBackCredit } from './account-credit.ts';
import { holdSubscription, readSubscription, saveSubscription } from './hold-subscription.ts';
import { type KeptPayment, keepPayment, readPayments } from './keep-payment.ts';
import { dropNext, endLink, isLive, type Link, readLinks, touchLink } from './links.ts';
import { payerOf } from './payer-of.ts';
import { isProvidersNo } from './providers-no.ts';
import { iso, type Subscription } from './subscription.ts';

/** A repeat may tell something else, the discount of the meantime: a provider refuses a key that it knows of another ask. */
const underKey = <T extends object>(key: string, ask: T): T & { idempotencyKey: string } => {
  const sum = createHash('sha256').update(JSON.stringify(ask)).digest('base64url').slice(0, 12);
  return { ...ask, idempotencyKey: `${key}/${sum}` };
};

/** The provider charges this from the next period on. */
export const tellLines = async (
  { database, providers }: BillingDeps,
  tenantId: string,
  key: string,
  signal: AbortSignal,
): Promise<void> => {
  const found = await database.withTenant(tenantId, async (db) => {
    const facts = await readSubscription(db);
    return facts?.provider ? { facts, payer: await payerOf(db, facts.provider) } : null;
  });
  if (!found?.facts.provider || !found.facts.providerSubscription) return;
  const { items: lines, cycle: interval } = nextTarget(found.facts);
  const { discount, periodStart } = found.facts;
  // Of a period that has begun the provider has taken it off already: told again, it would come off the one behind as well.
  const next = discount?.next && discount.next.key > (periodStart ?? '') ? discount.next : null;
  if (interval === null) return;
  const provider = providers[found.facts.provider];
  const does = provider && capabilitiesOf(provider, found.facts.providerSubscription);
  const most = Math.max(0, sumOf(lines) - (does?.leastCharge ?? 0));
  await provider?.setLines(
    underKey(key, {
      ...{ subscription: found.facts.providerSubscription, payer: found.payer, interval, lines },
      discount: Math.min(most, (next?.coupon ?? 0) + (next?.credit ?? 0)),
      // Whoever tells it first, a change of the interval is charged on its own day.
      startsAt: nextStart(found.facts),
    }),
    signal,
  );
};

/**
 * A provider that says no to one thing keeps nobody from all others: people of ours look at it, and the next reading tries again.
 */
const unlessRefused = async (
  { alarm }: BillingDeps,
  named: { tenantId: string; provider: string; object: string; detail: string },
  work: () => Promise<void>,
): Promise<void> => {
  try {
    await work();
  } catch (error) {
    if (!isProvidersNo(error)) throw error;
    alarm({ code: 'untold', ...named });
  }
};

const close = (deps: BillingDeps, tenantId: string, wish: Wish): Promise<boolean> =>
  deps.database.withTenant(tenantId, (db) =>
    closeWish(db, wish.id, { status: 'done', outcome: { at: iso(deps.nowMs()) } }),
  );

/**
 * A wish whose facts stand: what its provider has to hear, then it is done. Repeatable: the provider knows the keys. What was paid
 * is never refused afterwards: where the provider will not hear of it, people of ours do.
 */
const finishWish = async (deps: BillingDeps, tenantId: string, wish: Wish, signal: AbortSignal): Promise<void> => {
  const object = wish.work?.subscription ?? wish.id;
  const named = { tenantId, provider: wish.work?.provider ?? '', object, detail: wish.kind };
  await unlessRefused(deps, named, () => tellProvider(deps, tenantId, wish, signal));
  await close(deps, tenantId, wish);
};

const tellProvider = async (deps: BillingDeps, tenantId: string, wish: Wish, signal: AbortSignal): Promise<void> => {
  const { work } = wish;
  const facts = await deps.database.withTenant(tenantId, readSubscription);
  const links = await deps.database.withTenant(tenantId, readLinks);
  const provider = facts?.provider ? deps.providers[facts.provider] : undefined;
  const replacing = links.find(({ request, role }) => request === wish.id && role !== 'past');
  if (replacing) {
    const old = links.find(({ id }) => id === work?.subscription);
    if (old && isLive(old) && old.role === 'current')
      await deps.providers[old.provider]?.cancel(
        { subscription: old.id, when: 'at_period_end', idempotencyKey: `${wish.id}/leave` },
        signal,
      );
  } else if (provider && facts?.providerSubscription && facts.providerSubscription === work?.subscription) {
    if (wish.kind === 'resume')
      await provider.resume({ subscription: facts.providerSubscription, idempotencyKey: `${wish.id}/resume` }, signal);
    else await tellLines(deps, tenantId, `${wish.id}/lines`, signal);
  }
  const touched = replacing ? null : links.find(({ role }) => role === 'current');
  if (touched) await deps.database.withTenant(tenantId, (db) => touchLink(db, touched, iso(deps.nowMs())));
};

/** What counts no more is charged no more; what was paid for it since is given back. */
const endPast = async (deps: BillingDeps, tenantId: string, link: Link, signal: AbortSignal): Promise<void> => {
  const provider = deps.providers[link.provider];
  if (!provider) return;
  await provider.cancel({ subscription: link.id, when: 'now', idempotencyKey: `end/${link.id}` }, signal);
  await deps.database.withTenant(tenantId, (db) => endLink(db, link, iso(deps.nowMs())));
};

const giveBack = async (deps: BillingDeps, tenantId: string, kept: KeptPayment, signal: AbortSignal): Promise<void> => {
  const provider = deps.providers[kept.provider];
  const payment = await provider?.readPayment(kept.providerId, signal);
  if (!provider || !payment) return;
  const ask = { payment, amount: kept.amount, idempotencyKey: `refund/${kept.id}` };
  const back = payment.refunded > 0 ? payment : await provider.refund(ask, signal);
  await deps.database.withTenant(tenantId, async (db) => {
    const facts = await holdSubscription(db);
    await keepPayment(db, {
      ...{ provider: kept.provider, payment: back, readAt: iso(deps.nowMs()), period: null },
      ...{ lines: () => kept.lines, planVersionId: facts.planVersionId },
    });
    await deps.invoices.issueCredit(db, { paymentId: kept.id, refunded: back.refunded });
  });
};

const giveBackDoubtful = async (deps: BillingDeps, tenantId: string, signal: AbortSignal): Promise<void> => {
  for (const kept of await deps.database.withTenant(tenantId, readPayments)) {
    if (!kept.doubtful || kept.status !== 'paid' || kept.refunded > 0) continue;
    const named = { tenantId, provider: kept.provider, object: kept.providerId, detail: 'refund' };
    await unlessRefused(deps, named, () => giveBack(deps, tenantId, kept, signal));
  }
};

/**
 * What the coupon and the account's credit take off the next period, set aside before the provider hears of it; anew where that period
 * is of another plan, price or length by now.
 */
const planDiscount = async (db: TenantDb, provider: BillingProvider | undefined): Promise<Subscription | null> => {
  const held = await holdSubscription(db);
  const { state, periodEnd, discount, pending } = held;
  const before = discount?.next ?? null;
  if (before && !isOutOfDate(held)) return before.told ? null : held;
  const does = provider && capabilitiesOf(provider, held.providerSubscription);
  // Of a trial it was decided when that began; another plan makes it another sum.
  const isCounted = state === 'active' || (state === 'trialing' && before !== null);
  if (does?.renewals !== 'provider' || !isCounted || !periodEnd || pending?.kind === 'cancel') return null;
  if (before) await giveBackCredit(db, 'next', before.key);
  const off = offNext(held, { credit: await creditOf(db), least: does.leastCharge ?? 0 });
  if (!before && off.coupon + off.credit === 0) return null;
  await enterCredit(db, { source: 'next', sourceId: periodEnd, amount: -off.credit, note: 'period' });
  const round = before ? (before.round ?? 0) + 1 : 0;
  const next = { key: periodEnd, ...off, told: false, ...(round > 0 && { round }) };
  const planned = { ...held, discount: { coupon: discount?.coupon ?? null, next } };
  await saveSubscription(db, held, planned);
  return planned;
};

const tellDiscount = async (deps: BillingDeps, tenantId: string, signal: AbortSignal): Promise<void> => {
  const planned = await deps.database.withTenant(tenantId, async (db) => {
    const facts = await readSubscription(db);
    return facts?.provider ? await planDiscount(db, deps.providers[facts.provider]) : null;
  });
  const next = planned?.discount?.next;
  if (!next) return;
  // Periods of many tenants end at one instant: the subscription tells one's discount from another's, and its sum and round from
  // an earlier one.
  const round = next.round ? `/${next.round}` : '';
  const key = `discount/${planned.providerSubscription}/${next.key}/${next.coupon + next.credit}${round}`;
  await tellLines(deps, tenantId, key, signal);
  await deps.database.withTenant(tenantId, async (db) => {
    const held = await holdSubscription(db);
    if (held.discount?.next?.key !== next.key || held.discount.next.round !== next.round) return;
    const discount = { ...held.discount, next: { ...held.discount.next, told: true } };
    await saveSubscription(db, held, { ...held, discount });
  });
};

/**
 * Tells providers what the facts ask for and they do not know yet. Whoever died before it leaves it to the next one: every call has
 * a key of its own.
 */
export const finishWork = async (deps: BillingDeps, tenantId: string, signal: AbortSignal): Promise<void> => {
  const read = () =>
    deps.database.withTenant(tenantId, async (db) => ({ wishes: await openWishes(db), links: await readLinks(db) }));
  const { wishes } = await read();
  for (const wish of wishes) if (wish.work?.applied) await finishWish(deps, tenantId, wish, signal);
  const { links } = await read();
  for (const link of links) {
    if (link.role !== 'past' || !isLive(link)) continue;
    const named = { tenantId, provider: link.provider, object: link.id, detail: 'cancel' };
    await unlessRefused(deps, named, () => endPast(deps, tenantId, link, signal));
  }
  // A page that was begun and never used leaves an object that waits for ever: it counts for nothing.
  const over = links.find(({ role, status }) => role === 'next' && status === 'ended');
  if (over) await deps.database.withTenant(tenantId, (db) => dropNext(db, over));
  await giveBackDoubtful(deps, tenantId, signal);
  const current = links.find(({ role }) => role === 'current');
  const named = { tenantId, provider: current?.provider ?? '', object: current?.id ?? '', detail: 'discount' };
  await unlessRefused(deps, named, () => tellDiscount(deps, tenantId, signal));
  await freshRenewal(deps, tenantId, signal);
};
