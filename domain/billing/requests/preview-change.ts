import { capabilitiesOf } from '#flow/contracts/billing-provider.ts';
import type { BillingDeps } from '../billing-deps.ts';
import { findPlanVersion } from '../catalogue/plan-version.ts';
import { type Charging, chargingOf, type NextCharge, nextCharge } from '../renewal/next-charge.ts';
import { creditOf } from '../subscription/account-credit.ts';
import type { FactsAtWork } from '../subscription/facts-at-work.ts';
import { iso, type Subscription } from '../subscription/subscription.ts';
import { checkWish } from './check-wish.ts';
import { refuseUnderGranted } from './granted-plan.ts';
import type { ChangeInput } from './inputs.ts';
import { listedMonthly, type PlannedTarget, planTarget } from './plan-target.ts';
import { type PricedChange, priceChange } from './price-change.ts';
import { refused } from './refusal.ts';
import { basisOf, findShown, keepShown, type Shown } from './shown-price.ts';

export interface PlannedChange extends PricedChange {
  target: PlannedTarget;
}

export interface ChangePreview extends PlannedChange, Shown {
  /** Null: nothing is charged by itself. */
  next: NextCharge | null;
}

type Held = Pick<FactsAtWork, 'db' | 'facts' | 'tenant'>;

/** What a price depends on beside the facts: what whoever charges the subscription can do. */
export const abilitiesOf = (
  { providers }: Pick<BillingDeps, 'providers'>,
  { provider: name, providerSubscription }: Pick<Subscription, 'provider' | 'providerSubscription'>,
): Charging & { intervalChange: boolean; leastOpenMs: number } => {
  const provider = name === null ? undefined : providers[name];
  const does = provider && capabilitiesOf(provider, providerSubscription);
  const charging = chargingOf(providers, { provider: name, providerSubscription });
  return { ...charging, intervalChange: does?.intervalChange ?? true, leastOpenMs: does?.leastOpenMs ?? 0 };
};

/** What a change would be and cost at that instant. @throws `conflict` with `same_plan`, `no_such_plan`, `on_request`, … */
export const planChange = async (
  { db, facts, tenant }: Held,
  wanted: ChangeInput,
  { atMs, ...abilities }: { atMs: number; intervalChange: boolean; leastOpenMs?: number },
): Promise<PlannedChange> => {
  const target = await planTarget(db, facts, wanted, tenant.locale);
  const isSame =
    target.tier === facts.tier &&
    target.cycle === facts.cycle &&
    JSON.stringify(target.items) === JSON.stringify(facts.items);
  if (isSame) throw refused('same_plan');
  const current = await findPlanVersion(db.sql, facts.planVersionId);
  const listed = current ? listedMonthly(current) : 0;
  const credit = await creditOf(db);
  const asked = { target, listed, atMs, credit, timezone: tenant.timezone, ...abilities };
  return { target, ...priceChange(facts, asked) };
};

type ShownAt = Charging & Parameters<typeof planChange>[2];

/** What is charged next once a change is made, with what comes off that. */
const nextAfter = async ({ db, facts }: Held, planned: PlannedChange, at: ShownAt): Promise<NextCharge | null> => {
  const { target, period, price } = planned;
  const { tier, cycle, items } = target;
  // A second subscription has what comes off its first period set aside anew.
  const isSecond = cycle !== facts.cycle && !at.intervalChange;
  const discount = isSecond && facts.discount ? { ...facts.discount, next: null } : facts.discount;
  // It is no trial itself: all that the account has by now comes off it.
  const state = isSecond ? ('active' as const) : facts.state;
  const { start: periodStart, end: periodEnd } = period ?? { start: facts.periodStart, end: facts.periodEnd };
  const after = { ...facts, state, tier, cycle, items, discount, periodStart, periodEnd, pending: null };
  return nextCharge(after, { ...at, credit: (await creditOf(db)) - price.creditUsed + price.left });
};

/**
 * The same, kept under an id: within ten minutes the change costs what was shown, for the instant that it was shown. What could not be
 * asked for now is shown to nobody.
 */
export const previewChange = async (held: Held, wanted: ChangeInput, at: ShownAt): Promise<ChangePreview> => {
  const { db, facts } = held;
  const reason = checkWish('change', facts, iso(at.atMs));
  if (reason) throw refused(reason);
  await refuseUnderGranted(db.sql, facts, wanted.tier);
  const planned = await planChange(held, wanted, at);
  const result = { ...planned, basis: basisOf(facts) };
  const shown = await keepShown(db, { input: wanted, result, atMs: at.atMs });
  return { ...shown, next: await nextAfter(held, planned, at), ...planned };
};

/**
 * A price that was shown, where it is good at that instant: nothing but time has passed since. @throws `conflict` with `preview_over`
 */
export const findPreview = async (
  { db, facts }: Pick<FactsAtWork, 'db' | 'facts'>,
  id: string,
  at: string,
): Promise<PlannedChange> => {
  const found = await findShown<PlannedChange & { basis: string }>(db, id, at);
  // What was shown of going on after a pause is no change.
  const isGood = found?.target !== undefined && found.basis === basisOf(facts);
  if (!isGood || found.price.creditUsed > (await creditOf(db)))
    throw refused('preview_over', { preview: id.slice(0, 60) });
  return found;
};
