import type { BillingProviders, ProviderName } from '#flow/contracts/billing-provider.ts';
import { inLocale, type Locale, localeOf } from '#flow/json.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { findPlanVersion } from '../catalogue/plan-version.ts';
import { sumOf } from '../proration/prorate.ts';
import { type Charging, chargingOf, nextCharge, nextTarget } from '../renewal/next-charge.ts';
import { pauseEndCharge } from '../renewal/pause-end.ts';
import { planBehind } from '../requests/granted-plan.ts';
import { creditOf } from '../subscription/account-credit.ts';
import { readSubscription } from '../subscription/hold-subscription.ts';
import type { Subscription } from '../subscription/subscription.ts';
import type { NoticeData } from './fill-words.ts';
import { isNotice, type NoticeName, specOf } from './notice-list.ts';

const PROVIDER_NAMES: Readonly<Record<ProviderName, string>> = {
  stripe: 'Stripe',
  mercado_pago: 'Mercado Pago',
  manual: 'Pix',
};

const DAY_MS = 86_400_000;

/** Which date of a notice is meant where only one is told of. */
const DATE_OF = ['endsAt', 'at', 'until', 'periodEnd'] as const;

const nameOf = async (db: TenantDb, planVersionId: string | undefined, locale: Locale): Promise<string | undefined> => {
  const plan = planVersionId === undefined ? null : await findPlanVersion(db.sql, planVersionId);
  return plan ? inLocale(plan.name, locale) : undefined;
};

/** What is charged next, as the page shows it; of who owes, what the open period costs. */
const nextAmount = (facts: Subscription, charging: Charging & { credit: number }): number => {
  const coming = nextCharge(facts, charging);
  if (coming) return coming.amount;
  const next = facts.discount?.next ?? null;
  const off = next?.key === facts.periodEnd ? (next?.coupon ?? 0) + (next?.credit ?? 0) : 0;
  return Math.max(0, sumOf(nextTarget(facts).items) - off);
};

interface LastPayment {
  amount: bigint;
  status: string;
  next_attempt_at: Date | null;
}

const IN_DEBT = ['payment_failed', 'payment_failed_again', 'payment_last_call'];

/** Of a notice about money: what came in, what is to come, what is open. Of any other none is told. */
const amountOf = (
  notice: NoticeName,
  facts: Subscription,
  { last, zone, ...charging }: Charging & { last: LastPayment | undefined; credit: number; zone: string },
): number | undefined => {
  if (notice === 'subscribed' || notice === 'recovered')
    return last?.status === 'paid' ? Number(last.amount) : undefined;
  if (notice === 'renewal_soon' || notice === 'pix_waiting') return nextAmount(facts, charging);
  if (notice === 'paused' || notice === 'resume_soon') {
    const coming = pauseEndCharge(facts, { ...charging, zone });
    return coming?.at === facts.pausedUntil ? coming?.amount : undefined;
  }
  if (!IN_DEBT.includes(notice)) return undefined;
  return last?.status === 'failed' ? Number(last.amount) : nextAmount(facts, charging);
};

/** Undefined on the last one, for which the words have a line without a number. */
const daysLeft = (endsAt: string, nowMs: number): number | undefined => {
  const days = Math.ceil((Date.parse(endsAt) - nowMs) / DAY_MS);
  return days > 1 ? days : undefined;
};

/**
 * What the facts say that this notice may speak of. @param nowMs the clock's @param charging how the next period is charged; left
 * out, it costs what was set aside for it
 */
export const factsData = async (
  db: TenantDb,
  notice: NoticeName,
  facts: Subscription,
  { nowMs, charging = {} }: { nowMs: number; charging?: Charging },
): Promise<NoticeData> => {
  const [tenant] = await db.sql<{ locale: string; timezone: string }>`
    select locale, timezone from tenants where id = ${db.tenant}`;
  const locale = localeOf(tenant ?? { locale: '' });
  const [last] = await db.sql<LastPayment>`
    select amount, status, next_attempt_at from billing_payments
    where tenant_id = ${db.tenant} and kind = 'period' and status in ('paid', 'failed', 'pending')
    order by created_at desc, id desc limit 1`;
  const { pending, trialEndsAt, provider } = facts;
  const { may, needs } = specOf(notice);
  const told = {
    plan: await nameOf(db, facts.planVersionId, locale),
    // What an end leads to: a letter promises nobody less than was agreed on.
    then: 'then' in may ? inLocale((await planBehind(db.sql, facts)).name, locale) : undefined,
    newPlan: pending?.kind === 'change' ? await nameOf(db, pending.planVersionId, locale) : undefined,
    provider: provider === null ? undefined : PROVIDER_NAMES[provider],
    amount: amountOf(notice, facts, { ...charging, last, credit: await creditOf(db), zone: tenant?.timezone ?? 'UTC' }),
    endsAt: trialEndsAt ?? undefined,
    days: trialEndsAt === null ? undefined : daysLeft(trialEndsAt, nowMs),
    at: pending?.at ?? facts.periodEnd ?? undefined,
    until: facts.pausedUntil ?? undefined,
    periodEnd: facts.periodEnd ?? undefined,
    paidThrough: facts.paidThrough ?? undefined,
    nextAttemptAt: last?.status === 'failed' ? last.next_attempt_at?.toISOString() : undefined,
  };
  const said = Object.entries(told).filter(([field, value]) => value !== undefined && (field in may || field in needs));
  return Object.fromEntries(said) as NoticeData;
};

/**
 * What the lifecycle tells, with what it leaves out: the facts stand in for the document, so that it needs no words. A `date` of
 * the document is the notice's own. Of a notice that nobody knows it is what was given.
 */
export const planData = async (
  db: TenantDb,
  notice: string,
  { date, ...given }: NoticeData,
  { nowMs, providers }: { nowMs: number; providers: BillingProviders },
): Promise<NoticeData> => {
  const facts = await readSubscription(db);
  if (!isNotice(notice) || !facts) return given;
  const own = DATE_OF.find((field) => field in specOf(notice).may);
  return {
    ...(await factsData(db, notice, facts, { nowMs, charging: chargingOf(providers, facts) })),
    ...(date !== undefined && own && { [own]: date }),
    ...given,
  };
};
