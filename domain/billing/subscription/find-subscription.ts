import type { BillingProviders } from '#flow/contracts/billing-provider.ts';
import { addIsoDuration } from '#flow/expressions/dates/durations.ts';
import type { Text } from '#flow/json.ts';
import { pixImage } from '#flow/pix/draw-pix.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { findPlanVersion } from '../catalogue/plan-version.ts';
import { sumOf } from '../proration/prorate.ts';
import { chargingOf, creditAside, type NextCharge, nextCharge } from '../renewal/next-charge.ts';
import { pauseEndCharge } from '../renewal/pause-end.ts';
import { isAskable } from '../renewal/renewal-due.ts';
import { type GrantedView, viewGranted } from '../requests/granted-plan.ts';
import { openWishes, type Wish } from '../requests/wish.ts';
import { creditOf } from './account-credit.ts';
import type { ApiStatus } from './chart.ts';
import { apiStatus } from './chart.ts';
import { ensureSubscription, readSubscription } from './hold-subscription.ts';
import { iso, type Renewal, type Subscription } from './subscription.ts';
import { type PendingView, viewPending } from './view-pending.ts';

/** The subscription as its owner sees it. Cents; times ISO 8601 UTC. */
export interface SubscriptionView
  extends Pick<
    Subscription,
    | 'state'
    | 'access'
    | 'items'
    | 'provider'
    | 'method'
    | 'trialEndsAt'
    | 'periodStart'
    | 'periodEnd'
    | 'paidThrough'
    | 'failedAt'
    | 'pausedUntil'
    | 'compUntil'
    | 'canceledAt'
  > {
  /** One of five words (product line E4). */
  status: ApiStatus;
  plan: { tier: string; name: Text; number: number };
  /** What it falls back to, where that is not FREE, and is now where no subscription runs. */
  granted: GrantedView | null;
  interval: Subscription['cycle'];
  /** Of one period. */
  amount: number;
  /** What the account has to its credit, with what comes off the next charge. */
  credit: number;
  /** What is charged next by itself; null: nothing, or nobody knows when. */
  next: NextCharge | null;
  /** When the provider tries again; null: it does not. */
  nextAttemptAt: string | null;
  /** What happens unless the open charge is paid. */
  readOnlyAt: string | null;
  downgradeAt: string | null;
  pending: PendingView | null;
  /** Where renewals are ours: the Pix or page of the next period. */
  renewal: { amount: number; pix: Renewal['pix']; url: string | null; periodStart: string } | null;
  freeReason: Subscription['freeReason'];
  requests: Wish[];
}

/** A code that came without a picture, as that of a further try does, is drawn. */
const renewalOf = ({ amount, pix, url, start }: Renewal): SubscriptionView['renewal'] => ({
  ...{ amount, url, periodStart: start },
  pix: pix && { ...pix, image: pix.image ?? pixImage(pix.code) },
});

const nextAttempt = async (db: TenantDb): Promise<string | null> => {
  const [row] = await db.sql<{ at: Date | null }>`
    select min(next_attempt_at) as at from billing_payments
    where tenant_id = ${db.tenant} and status = 'failed' and next_attempt_at is not null`;
  return row?.at?.toISOString() ?? null;
};

/** The whole of what a tenant has, and what is scheduled or open. `providers`: those that charge here. */
export const findSubscription = async (db: TenantDb, providers: BillingProviders = {}): Promise<SubscriptionView> => {
  await ensureSubscription(db);
  const facts = await readSubscription(db);
  const plan = facts && (await findPlanVersion(db.sql, facts.planVersionId));
  if (!facts || !plan) throw new Error(`The tenant ${db.tenantId} has no subscription`);
  const [tenant] = await db.sql<{ timezone: string }>`select timezone from tenants where id = ${db.tenant}`;
  const { failedAt, renewal, revision: _revision, discount: _discount, ...rest } = facts;
  const {
    planVersionId: _version,
    tier: _tier,
    cycle,
    providerSubscription: _object,
    freeSince: _since,
    ...shown
  } = rest;
  const after = (from: string, duration: string): string =>
    iso(addIsoDuration(Date.parse(from), duration, tenant?.timezone ?? 'UTC'));
  const closing = plan.dunning.find(({ access }) => access === 'read_only') ?? plan.dunning.at(-1);
  const last = plan.dunning.at(-1);
  const credit = await creditOf(db);
  const charging = { credit, zone: tenant?.timezone ?? 'UTC', ...chargingOf(providers, facts) };
  return {
    ...{ ...shown, failedAt, status: apiStatus(facts), interval: cycle, amount: sumOf(facts.items) },
    plan: { tier: plan.tier, name: plan.name, number: plan.number },
    granted: await viewGranted(db.sql, facts),
    ...{ credit: credit + creditAside(facts), next: nextCharge(facts, charging) ?? pauseEndCharge(facts, charging) },
    nextAttemptAt: failedAt === null ? null : await nextAttempt(db),
    readOnlyAt: failedAt !== null && closing ? after(failedAt, closing.after) : null,
    downgradeAt: failedAt === null ? null : after(last ? after(failedAt, last.after) : failedAt, plan.grace),
    pending: await viewPending(db, facts),
    renewal: renewal && isAskable(facts) ? renewalOf(renewal) : null,
    requests: await openWishes(db),
  };
};
