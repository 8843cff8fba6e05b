import type { Cents, Interval } from '#flow/contracts/billing-provider.ts';
import { inLocale, type Locale } from '#flow/json.ts';
import type { Query } from '#prisma/sql.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { type AddOn, listAddOns } from '../catalogue/add-on.ts';
import { addsTo, type Given, givenTo, isBeside } from '../catalogue/add-on-effect.ts';
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

/** The dearest of all: its price is talked about. */
export const ON_REQUEST = Number.MAX_SAFE_INTEGER;

/** What a plan is a month by its list. */
export const listedMonthly = ({ prices }: Pick<PlanVersion, 'prices'>): Cents => {
  const month = prices.find(({ interval }) => interval === 'month');
  return month ? (month.amount ?? ON_REQUEST) : 0;
};

const ADD_ON = 'addon:';

interface Choice {
  plan: PlanVersion;
  cycle: Interval;
  wanted: NonNullable<Wanted['addOns']>;
  had: readonly PricedLine[];
  /** With the plan that there is. */
  stays: boolean;
  known: readonly AddOn[];
  given: Given;
  locale: Locale;
}

/** Sold beside the plan, and of use there: nobody pays for what changes nothing. */
const isOffered = (found: AddOn, { plan, given }: Pick<Choice, 'plan' | 'given'>): boolean =>
  isBeside(found, plan.tier) && addsTo(found, plan, given);

const addOnOf = (one: { key: string; quantity: number }, choice: Choice): AddOn => {
  const { key, quantity } = one;
  const found = choice.known.find((known) => known.key === key);
  const own = choice.had.find((item) => item.key === `${ADD_ON}${key}`)?.quantity ?? 0;
  const isTwice = choice.wanted.filter((other) => other.key === key).length > 1;
  if (!found || isTwice) throw refused('no_such_add_on', { addOn: key });
  const offered = isOffered(found, choice);
  // What is not sold any more, or not beside this plan, or not as many of it, is kept by who has it.
  if (quantity <= own && (choice.stays || offered)) return found;
  if (found.active && offered && quantity <= found.maxQuantity) return found;
  const isVain = isBeside(found, choice.plan.tier) && !offered;
  throw refused(isVain ? 'add_on_without_effect' : 'no_such_add_on', { addOn: key });
};

const itemsOf = (choice: Choice): PricedLine[] => {
  const { plan, cycle, wanted, locale } = choice;
  const price = plan.prices.find(({ interval }) => interval === cycle);
  if (!price || price.amount === null) throw refused(price ? 'on_request' : 'no_such_plan', { tier: plan.tier });
  const items: PricedLine[] = [{ key: plan.tier, name: inLocale(plan.name, locale), quantity: 1, unit: price.amount }];
  for (const { key, quantity } of wanted) {
    const found = addOnOf({ key, quantity }, choice);
    if (quantity > 0)
      items.push({ key: `${ADD_ON}${key}`, name: inLocale(found.name, locale), quantity, unit: found[cycle] });
  }
  return items;
};

/**
 * What somebody wants to have, with its price. Who stays with a plan keeps its version, and add-ons that nothing is said of; what a
 * new plan does not know of them, or has already, is left.
 * @throws `conflict` with `no_such_plan`, `on_request`, `no_such_add_on`, `add_on_without_effect`
 */
export const planTarget = async (
  db: Pick<TenantDb, 'sql' | 'tenant'>,
  facts: Subscription,
  asked: Wanted,
  locale: Locale,
): Promise<PlannedTarget> => {
  const { sql } = db;
  const stays = asked.tier === undefined || asked.tier === facts.tier;
  const plan = stays ? await findPlanVersion(sql, facts.planVersionId) : await livePlanVersion(sql, asked.tier ?? '');
  // What is not shown to everybody is given by operators; who was given it may pay for it.
  if (!plan || !(stays || plan.public)) throw refused('no_such_plan', { tier: asked.tier ?? facts.tier });
  const cycle = asked.interval ?? facts.cycle ?? 'month';
  const had = facts.items.filter(({ key }) => key.startsWith(ADD_ON));
  const [known, given] = [await listAddOns(sql, true), await givenTo(db)];
  const kept = had
    .map(({ key, quantity }) => ({ key: key.slice(ADD_ON.length), quantity }))
    .filter(({ key }) => {
      const found = known.find((one) => one.key === key);
      return found && (stays || isOffered(found, { plan, given }));
    });
  const choice = { plan, cycle, wanted: asked.addOns ?? kept, had, stays, known, given, locale };
  return { planVersionId: plan.id, tier: plan.tier, cycle, items: itemsOf(choice), listed: listedMonthly(plan) };
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
