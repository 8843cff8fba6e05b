import type { DunningStep, SubscriptionFacts } from '#flow/contracts/billing-desk.ts';
import { capabilitiesOf } from '#flow/contracts/billing-provider.ts';
import { inLocale, localeOf } from '#flow/json.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import type { BillingDeps } from '../billing-deps.ts';
import { findPlanVersion } from '../catalogue/plan-version.ts';
import { needsNothing } from '../notices/notice-list.ts';
import { openWishes } from '../requests/wish.ts';
import { ensureSubscription, readSubscription } from '../subscription/hold-subscription.ts';
import { firstOf } from '../subscription/scheduled.ts';
import { coveredUntil, type Subscription } from '../subscription/subscription.ts';

const stateOf = (held: Subscription): Pick<SubscriptionFacts, 'state' | 'interval' | 'provider' | 'pending'> => ({
  ...{ state: held.state, interval: held.cycle, provider: held.provider },
  pending: held.pending && { kind: held.pending.kind, at: firstOf(held.pending).at },
});

/** What was given counts as paid for: the document ends no period before it is over. */
const timesOf = ({ trialEndsAt, periodStart, periodEnd, failedAt, pausedUntil, ...held }: Subscription) => ({
  ...{ trialEndsAt, periodStart, periodEnd, failedAt, pausedUntil },
  paidThrough: coveredUntil(held) || null,
});

/** A run that begins in the middle of a subscription's life knows by it what another one told. */
const remindedAt = async (db: TenantDb): Promise<string | null> => {
  const [row] = await db.sql<{ at: Date | null }>`
    select max(created_at) as at from billing_notices
    where tenant_id = ${db.tenant} and notice = any (${['trial_ends_soon', 'renewal_soon', 'resume_soon']})`;
  return row?.at?.toISOString() ?? null;
};

/**
 * A version that was written before names were held against the list may say one that cannot be told. It never changes, and neither
 * does the document that a run of before follows: what is owed is told in its place.
 */
const tellable = (step: DunningStep, n: number): DunningStep => {
  if (step.notice === null || needsNothing(step.notice)) return step;
  return { ...step, notice: n === 0 ? 'payment_failed' : 'payment_failed_again' };
};

/** What the lifecycle's document knows of the tenant: its row, its open wishes, and the terms of its plan's version. */
export const readFacts = async (
  { providers }: Pick<BillingDeps, 'providers'>,
  db: TenantDb,
): Promise<SubscriptionFacts> => {
  await ensureSubscription(db);
  const held = await readSubscription(db);
  const plan = held && (await findPlanVersion(db.sql, held.planVersionId));
  const [tenant] = await db.sql<{ locale: string; timezone: string }>`
    select locale, timezone from tenants where id = ${db.tenant}`;
  if (!held || !plan || !tenant) throw new Error(`The tenant ${db.tenantId} has no subscription`);
  const wishes = await openWishes(db);
  const provider = held.provider ? providers[held.provider] : undefined;
  const does = provider ? capabilitiesOf(provider, held.providerSubscription) : null;
  const { trialReminders, renewalReminders, grace, tolerance } = plan;
  return {
    ...stateOf(held),
    ...timesOf(held),
    plan: { tier: plan.tier, name: inLocale(plan.name, localeOf(tenant)), version: plan.number },
    requests: wishes.filter(({ status }) => status === 'asked').map(({ id, kind }) => ({ id, kind })),
    waiting: wishes
      .filter(({ status }) => status === 'waiting')
      .map(({ id, kind, expiresAt, createdAt }) => ({ id, kind, expiresAt: expiresAt ?? createdAt })),
    renewals: does?.renewals ?? null,
    retries: does?.retries ?? null,
    ...{ trialReminders, renewalReminders, dunning: plan.dunning.map(tellable), grace, tolerance },
    ...{ remindedAt: await remindedAt(db), timezone: tenant.timezone },
  };
};
