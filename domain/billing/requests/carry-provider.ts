import { couponOff } from '../catalogue/coupon.ts';
import { sumOf } from '../proration/prorate.ts';
import { creditOf, enterCredit } from '../subscription/account-credit.ts';
import type { FactsAtWork } from '../subscription/facts-at-work.ts';
import { finishWork } from '../subscription/finish-work.ts';
import { payerOf } from '../subscription/payer-of.ts';
import { coveredUntil, type Subscription, wholeSecond } from '../subscription/subscription.ts';
import { syncNow } from '../subscription/sync-facts.ts';
import { type Carrying, DONE, type Outcome, providerFor, returnTo, takeAsked, withFacts } from './carrying.ts';
import { checkWish } from './check-wish.ts';
import { freshFacts } from './fresh-facts.ts';
import { inputOf } from './inputs.ts';
import { isOutlived } from './price-basis.ts';
import { refused } from './refusal.ts';
import { findWish, saveWork, type Wish, type Work } from './wish.ts';

/**
 * Where a second subscription begins: what is paid for, given or tried is over then. @throws `conflict` with `payment_open` where
 * nothing is: the first one's charge is on its way, and both would be paid for one time
 */
export const startOfSecond = (facts: Subscription, now: string): string => {
  const until = [coveredUntil(facts), facts.trialEndsAt ?? ''].toSorted().at(-1) ?? '';
  if (until <= now) throw refused('payment_open');
  return wholeSecond(until);
};

const decide = ({ facts, now }: FactsAtWork, { deps, wish }: Carrying): Work => {
  const reason = checkWish('provider', facts, now);
  if (reason) throw refused(reason);
  const provider = providerFor(deps, inputOf('provider', wish.input).provider).name;
  if (provider === facts.provider) throw refused('same_provider');
  const { planVersionId, tier, cycle, items } = facts;
  if (cycle === null) throw refused('not_subscribed');
  const target = { planVersionId, tier, cycle, items };
  return { target, provider, startsAt: startOfSecond(facts, now), subscription: facts.providerSubscription };
};

/** Its provider was away until the first one's next charge came, or was due: a page of now would charge that time, too. */
const isTooLate = (wish: Wish, facts: Subscription, now: string): boolean =>
  !wish.work?.applied && ((wish.work?.startsAt ?? now) <= now || isOutlived(wish, facts, now));

/**
 * What comes off the first period of the second one: a coupon that lasts, and the account's credit, which is set aside for it. Of a
 * page that was asked for already nothing is decided anew.
 */
const withDiscount = async (carrying: Carrying, work: Work): Promise<Work> =>
  (
    await withFacts(carrying, async ({ db, facts, now }) => {
      const { id, kind } = carrying.wish;
      const known = await findWish(db, id);
      const begun = known?.work ?? work;
      if (known?.status === 'asked' && isTooLate(known, facts, now)) throw refused('preview_over');
      if (!begun.target || begun.discount || known?.status !== 'asked') return begun;
      const amount = sumOf(begun.target.items);
      const coupon = facts.discount?.coupon ? couponOff(facts.discount.coupon, begun.target, amount) : 0;
      const credit = Math.min(Math.max(0, await creditOf(db)), amount - coupon);
      await enterCredit(db, { source: 'request', sourceId: id, amount: -credit, note: kind });
      const decided = { ...begun, discount: { coupon, credit } };
      await saveWork(db, id, decided);
      return decided;
    })
  ).result;

/**
 * A second subscription that begins when the first one's paid time is over. The first is told to end only when the second has its
 * method of payment; where that never comes, the first stays as it was.
 */
export const carrySwitch = async (carrying: Carrying, step: Work): Promise<Outcome> => {
  const { deps, tenantId, wish, signal } = carrying;
  const work = await withDiscount(carrying, step);
  const { target, startsAt, discount } = work;
  if (!target) throw new Error(`The wish ${wish.id} has no target`);
  const provider = providerFor(deps, work.provider);
  const payer = await deps.database.withTenant(tenantId, (db) => payerOf(db, provider.name));
  const asked = await provider.begin(
    {
      ...{
        payer,
        request: wish.id,
        interval: target.cycle,
        lines: target.items,
        discount: (discount?.coupon ?? 0) + (discount?.credit ?? 0),
        startsAt: startsAt ?? null,
      },
      ...{ returnTo: returnTo(deps, wish), idempotencyKey: `${wish.id}/begin` },
    },
    signal,
  );
  // Filled in later it would charge at once, for time that the first one has charged by then.
  const outcome = await takeAsked(carrying, provider, asked, startsAt ?? null);
  if (asked.kind === 'done') await syncNow(deps, tenantId, signal);
  const after = await deps.database.withTenant(tenantId, (db) => findWish(db, wish.id));
  if (after?.work?.applied && after.status !== 'done') await finishWork(deps, tenantId, signal);
  return after?.work?.applied ? DONE : outcome;
};

export const carryProvider = async (carrying: Carrying): Promise<Outcome> => {
  await freshFacts(carrying);
  const { result: work } = await withFacts(carrying, async (held) => {
    const known = await findWish(held.db, carrying.wish.id);
    const decided = known?.work ?? decide(held, carrying);
    if (!known?.work) await saveWork(held.db, carrying.wish.id, decided);
    return decided;
  });
  return await carrySwitch(carrying, work);
};
