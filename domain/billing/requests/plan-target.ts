import type { Cents, Interval } from '#flow/contracts/billing-provider.ts';
import { inLocale, type Locale } from '#flow/json.ts';
import type { Query } from '#prisma/sql.ts';
import { type AddOn, listAddOns } from '../catalogue/add-on.ts';
import { findPlanVersion, livePlanVersion, type PlanVersion } from '../catalogue/plan-version.ts';
import type { PricedLine } from '../proration/prorate.ts';
import type { Subscription, Target } from '../subscription/subscription.ts';
import { refused } from './refusal.ts';

/** With what its plan is a month by the list: the order of plans. */
export interface PlannedTarget extends Target {
  listed: Cents;
}

interface Wanted {
  tier?: string | undefined;
  interval?: Interval | undefined;
  addOns?: readonly { key: string; quantity: number }[] | undefined;
}

/** What a plan is a month by its list; the dearest of all where the price is talked about. */
export const listedMonthly = ({ prices }: Pick<PlanVersion, 'prices'>): Cents => {
  const month = prices.find(({ interval }) => interval === 'month');
  return month ? (month.amount ?? Number.MAX_SAFE_INTEGER) : 0;
};

const ADD_ON = 'addon:';

const isBeside = ({ tiers }: Pick<AddOn, 'tiers'>, tier: string): boolean => tiers.length === 0 || tiers.includes(tier);

const itemsOf = async (
  sql: Query,
  {
    plan,
    cycle,
    wanted,
    had,
    stays,
    locale,
  }: {
    plan: PlanVersion;
    cycle: Interval;
    wanted: NonNullable<Wanted['addOns']>;
    had: readonly PricedLine[];
    /** With the plan that there is. */
    stays: boolean;
    locale: Locale;
  },
): Promise<PricedLine[]> => {
  const price = plan.prices.find(({ interval }) => interval === cycle);
  if (!price || price.amount === null) throw refused(price ? 'on_request' : 'no_such_plan', { tier: plan.tier });
  const known = await listAddOns(sql, true);
  const items: PricedLine[] = [{ key: plan.tier, name: inLocale(plan.name, locale), quantity: 1, unit: price.amount }];
  for (const { key, quantity } of wanted) {
    const found = known.find((one) => one.key === key);
    const own = had.find((one) => one.key === `${ADD_ON}${key}`)?.quantity ?? 0;
    const isTwice = wanted.filter((one) => one.key === key).length > 1;
    // What is not sold any more, or not beside this plan, or not as many of it, is kept by who has it.
    const isSold = found?.active && isBeside(found, plan.tier) && quantity <= found.maxQuantity;
    const isKept = quantity <= own && (stays || (found && isBeside(found, plan.tier)));
    if (!found || isTwice || !(isSold || isKept)) throw refused('no_such_add_on', { addOn: key });
    if (quantity > 0)
      items.push({ key: `${ADD_ON}${key}`, name: inLocale(found.name, locale), quantity, unit: found[cycle] });
  }
  return items;
};

/**
 * What somebody wants to have, with its price. Who stays with a plan keeps its version, and add-ons that nothing is said of; what a
 * new plan does not know of them is left. @throws `conflict` with `no_such_plan`, `on_request`, `no_such_add_on`
 */
export const planTarget = async (
  sql: Query,
  facts: Subscription,
  wanted: Wanted,
  locale: Locale,
): Promise<PlannedTarget> => {
  const stays = wanted.tier === undefined || wanted.tier === facts.tier;
  const plan = stays ? await findPlanVersion(sql, facts.planVersionId) : await livePlanVersion(sql, wanted.tier ?? '');
  // What is not shown to everybody is given by operators; who was given it may pay for it.
  if (!plan || !(stays || plan.public)) throw refused('no_such_plan', { tier: wanted.tier ?? facts.tier });
  const cycle = wanted.interval ?? facts.cycle ?? 'month';
  const had = facts.items.filter(({ key }) => key.startsWith(ADD_ON));
  const addOns = wanted.addOns ?? had.map(({ key, quantity }) => ({ key: key.slice(ADD_ON.length), quantity }));
  const known = await listAddOns(sql, true);
  const kept = wanted.addOns
    ? addOns
    : addOns.filter(({ key }) => {
        const found = known.find((one) => one.key === key);
        return found && (stays || isBeside(found, plan.tier));
      });
  const items = await itemsOf(sql, { plan, cycle, wanted: kept, had, stays, locale });
  return { planVersionId: plan.id, tier: plan.tier, cycle, items, listed: listedMonthly(plan) };
};

/**
 * The plan of which an operator gives time, also one that is not shown to everybody; null: the one there is.
 * @throws `conflict` with `no_such_plan`
 */
export const planGiven = async (
  sql: Query,
  facts: Pick<Subscription, 'planVersionId' | 'tier'>,
  tier: string | undefined,
): Promise<Pick<Subscription, 'planVersionId' | 'tier'> | null> => {
  if (tier === undefined) return null;
  if (tier === facts.tier) return { planVersionId: facts.planVersionId, tier };
  const plan = await livePlanVersion(sql, tier);
  if (!plan) throw refused('no_such_plan', { tier });
  return { planVersionId: plan.id, tier: plan.tier };
};
