import { capabilitiesOf } from '#flow/contracts/billing-provider.ts';
import type { BillingDeps } from '../billing-deps.ts';
import { findPlanVersion } from '../catalogue/plan-version.ts';
import { sumOf } from '../proration/prorate.ts';
import { creditOf } from '../subscription/account-credit.ts';
import type { FactsAtWork } from '../subscription/facts-at-work.ts';
import type { Subscription } from '../subscription/subscription.ts';
import type { ChangeInput } from './inputs.ts';
import { listedMonthly, type PlannedTarget, planTarget } from './plan-target.ts';
import { type PricedChange, priceChange } from './price-change.ts';
import { refused } from './refusal.ts';
import { basisOf, findShown, keepShown, type Shown } from './shown-price.ts';

export interface PlannedChange extends PricedChange {
  target: PlannedTarget;
}

export interface ChangePreview extends PlannedChange, Shown {
  next: { amount: number; at: string };
}

type Held = Pick<FactsAtWork, 'db' | 'facts' | 'tenant'>;

/** What a price depends on beside the facts: what whoever charges the subscription can do. */
export const abilitiesOf = (
  { providers }: Pick<BillingDeps, 'providers'>,
  { provider: name, providerSubscription }: Pick<Subscription, 'provider' | 'providerSubscription'>,
): { intervalChange: boolean; leastOpenMs: number } => {
  const provider = name === null ? undefined : providers[name];
  const does = provider && capabilitiesOf(provider, providerSubscription);
  return { intervalChange: does?.intervalChange ?? true, leastOpenMs: does?.leastOpenMs ?? 0 };
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

/** The same, kept under an id: within ten minutes the change costs what was shown, for the instant that it was shown. */
export const previewChange = async (
  held: Held,
  wanted: ChangeInput,
  at: Parameters<typeof planChange>[2],
): Promise<ChangePreview> => {
  const { db, facts } = held;
  const planned = await planChange(held, wanted, at);
  const amount = sumOf(planned.target.items);
  const nextAt = planned.period?.end ?? facts.periodEnd ?? facts.trialEndsAt ?? planned.at;
  const result = { ...planned, basis: basisOf(facts) };
  const shown = await keepShown(db, { input: wanted, result, atMs: at.atMs });
  return { ...shown, next: { amount, at: nextAt }, ...planned };
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
