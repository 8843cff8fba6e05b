import type { SubscriptionState } from '#flow/contracts/billing-desk.ts';
import { failure } from '#flow/errors.ts';
import type { Query } from '#prisma/sql.ts';
import type { Database, TenantDb } from '#prisma/with-tenant.ts';
import { logOperator, noTenant, type OperatorDeed } from '../../access/block.ts';
import { appendAudit } from '../../audit/audit.ts';
import { tellStopped } from '../../entitlements/freeze.ts';
import { refusePlatform } from '../../platform/platform.ts';
import type { BillingDeps } from '../billing-deps.ts';
import { findPlanVersion } from '../catalogue/plan-version.ts';
import { unknownNames } from '../catalogue/unknown-names.ts';
import { factsData } from '../notices/plan-data.ts';
import { writeNotice } from '../notices/tell-notice.ts';
import { isUnderGranted, isVersionUnderGranted, planBehind } from '../requests/granted-plan.ts';
import { inputOf } from '../requests/inputs.ts';
import { listedMonthly, planGiven } from '../requests/plan-target.ts';
import { refused } from '../requests/refusal.ts';
import { findWish, openWishes } from '../requests/wish.ts';
import { closeFacts, type FactsAtWork, holdFacts } from '../subscription/facts-at-work.ts';
import { leaveSubscription } from '../subscription/leave-subscription.ts';
import { readNext } from '../subscription/links.ts';
import type { ChangeKind } from '../subscription/note-change.ts';
import type { Subscription, Target } from '../subscription/subscription.ts';

/** What a tenant has once something was granted, or nothing is any more. */
export interface GrantedNow {
  state: SubscriptionState;
  /** The plan's name that counts now. */
  plan: string;
  /** What an end leads to; null: FREE. */
  granted: string | null;
}

interface Grant extends OperatorDeed {
  /** null: nothing is granted any more. */
  tier: string | null;
}

const refuseGone = async (db: TenantDb): Promise<void> => {
  const [known] = await db.sql<{ status: string }>`select status from tenants where id = ${db.tenant}`;
  if (!known) throw noTenant();
  if (known.status === 'deleting') throw refused('ended');
};

const UNKNOWN = { pt: 'Este plano não existe.', en: 'There is no such plan.' };

/** @throws `invalid`: there never was such a plan; `conflict` with `no_such_plan`: it is sold no more, or not yet */
const grantOf = async (sql: Query, facts: Subscription, tier: string): Promise<Subscription['granted']> => {
  if ((await unknownNames(sql, { tiers: [tier], addOns: [] })).tiers.length > 0)
    throw failure('invalid', UNKNOWN.pt, UNKNOWN.en, {
      errors: [{ pointer: '/tier', code: 'unknown', message: UNKNOWN }],
    });
  return await planGiven(sql, facts, tier);
};

/** Plans that take the place of the one there is by themselves: scheduled, or of a subscription that follows. */
const plansToCome = async (
  db: TenantDb,
  { pending }: Subscription,
): Promise<Pick<Target, 'planVersionId' | 'tier'>[]> => {
  const next = await readNext(db);
  const following = next?.request ? await findWish(db, next.request) : null;
  const scheduled = pending?.kind === 'change' ? pending : pending?.first;
  return [scheduled, following?.work?.target].filter((target) => target !== undefined);
};

/** A page that is open may still be paid: what it brings would be less than what is had for good. @throws `conflict` */
const refuseAsked = async ({ db, facts, before }: FactsAtWork): Promise<void> => {
  for (const { id, kind, input, work } of await openWishes(db)) {
    if (kind !== 'subscribe' && kind !== 'trial' && kind !== 'change' && kind !== 'comp') continue;
    const { tier } = inputOf(kind, input);
    const isLess = work?.target
      ? await isVersionUnderGranted(db.sql, facts, work.target.planVersionId)
      : await isUnderGranted(db.sql, { ...before, granted: facts.granted }, tier);
    if (isLess) throw refused('request_open', { request: id, kind });
  }
};

/**
 * Whether what is granted counts at once. Who pays keeps what they pay for, and would pay for less than they have: that is refused.
 * What is tried or given costs nobody anything, and gives way where it is not more. @throws `conflict` with `plan_paid`
 */
const countsNow = async ({ db, facts }: FactsAtWork): Promise<boolean> => {
  if (facts.state === 'free') return true;
  const isPaid = facts.provider !== null || (await readNext(db)) !== null;
  if (!isPaid) return await isUnderGranted(db.sql, facts);
  for (const { planVersionId, tier } of [facts, ...(await plansToCome(db, facts))])
    if (await isVersionUnderGranted(db.sql, facts, planVersionId)) throw refused('plan_paid', { tier });
  return false;
};

/** What lies behind everything is what is had from now on. */
const takeGranted = async (held: FactsAtWork): Promise<ChangeKind> => {
  const { db, facts } = held;
  const [had, plan] = [await findPlanVersion(db.sql, facts.planVersionId), await planBehind(db.sql, facts)];
  if (facts.state !== 'free') {
    await leaveSubscription(held, plan, facts.state === 'trialing' ? 'trial_ended' : 'canceled');
    return 'end';
  }
  Object.assign(facts, { planVersionId: plan.id, tier: plan.tier });
  return had && listedMonthly(plan) < listedMonthly(had) ? 'downgrade' : 'upgrade';
};

const grant = async (held: FactsAtWork, { tier, by, reason }: Grant): Promise<void> => {
  const { db, before, facts, now, changes } = held;
  facts.granted = tier === null ? null : await grantOf(db.sql, facts, tier);
  await refuseAsked(held);
  const counts = await countsNow(held);
  const source = `grant/${before.revision}`;
  if (counts) changes.push({ source, kind: await takeGranted(held), at: now, actor: by, reason });
  await closeFacts(held);
  await appendAudit(db, { actor: by, action: 'plan.grant', target: db.tenantId, data: { tier, reason } });
  if (!counts) return;
  await writeNotice(db, 'changed', await factsData(db, 'changed', facts, { nowMs: Date.parse(now) }), source);
  await tellStopped(db, held);
};

/** A deed that is said again stands there once, also where a process died between the deed and this. */
const logGrant = async (
  { sql }: Database['admin'],
  tenantId: string,
  { tier, by, reason, isNew }: Grant & { isNew: boolean },
): Promise<void> => {
  const [last] = await sql<{ tier: string | null }>`
    select data ->> 'tier' as tier from operator_log
    where target = ${tenantId} and action = 'plan.grant' order by seq desc limit 1`;
  if (!isNew && last?.tier === tier) return;
  await logOperator(sql, { actor: by, action: 'plan.grant', target: tenantId, data: { tier, reason } });
};

/**
 * A tenant has a plan from now on without a subscription and without an end (docs/decisions/1000), or nothing of that kind any more.
 * Where no subscription runs it counts at once; else it is what an end leads to. Done twice it is done once.
 * @throws `not_found`; `invalid`: there is no such plan; `conflict` with `plan_paid`, `request_open`, `no_such_plan`, `ended`
 */
export const grantPlan = async (
  deps: BillingDeps,
  tenantId: string,
  { tier: asked, ...deed }: Grant,
): Promise<GrantedNow> => {
  refusePlatform(tenantId);
  const tier = asked === 'FREE' ? null : asked;
  const { isNew, facts } = await deps.database.withTenant(tenantId, async (db) => {
    await refuseGone(db);
    const held = await holdFacts(deps, db);
    if (held.facts.state === 'ended') throw refused('ended');
    const isNew = (held.facts.granted?.tier ?? null) !== tier;
    if (isNew) await grant(held, { ...deed, tier });
    return { isNew, facts: held.facts };
  });
  await logGrant(deps.database.admin, tenantId, { ...deed, tier, isNew });
  return { state: facts.state, plan: facts.tier, granted: facts.granted?.tier ?? null };
};
