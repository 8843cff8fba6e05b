import type { SubscriptionState } from '#flow/contracts/billing-desk.ts';
import type { Interval, ProviderName } from '#flow/contracts/billing-provider.ts';
import { emptySql, sql } from '#prisma/sql.ts';
import type { Database } from '#prisma/with-tenant.ts';
import { limitOf, type Page, type PageRequest, pageOf, readCursor, writeCursor } from '../../cursor.ts';
import { formatId, parseId, uuidIn } from '../../ids.ts';
import { PLATFORM_ID } from '../../platform/platform.ts';

/** A tenant and what it pays for, in a list; times are ISO 8601, money cents. */
export interface OperatorSubscription {
  tenant: { id: string; name: string; slug: string; status: string };
  state: SubscriptionState;
  access: 'full' | 'read_only';
  /** `number`: of the plan's version; null: none was ever asked for, and the plan's newest counts. */
  plan: { tier: string; number: number | null };
  interval: Interval | null;
  provider: ProviderName | null;
  /** What it pays a month, as income is counted. */
  mrr: number;
  periodEnd: string | null;
  trialEndsAt: string | null;
  failedAt: string | null;
  compUntil: string | null;
  pending: 'change' | 'cancel' | 'provider' | null;
  /** Payments that somebody has to look at: a second one for a period. */
  doubtful: number;
}

export interface SubscriptionFilter {
  /** In name or slug, or a whole id. */
  q?: string | undefined;
  state?: SubscriptionState | undefined;
  tier?: string | undefined;
  provider?: ProviderName | undefined;
  /** Only those with a payment to look at. */
  doubtful?: boolean | undefined;
}

interface Row {
  id: string;
  name: string;
  slug: string;
  status: string;
  state: SubscriptionState;
  access: 'full' | 'read_only';
  tier: string;
  number: number | null;
  cycle: Interval | null;
  provider: ProviderName | null;
  mrr: bigint;
  period_end: Date | null;
  trial_ends_at: Date | null;
  failed_at: Date | null;
  comp_until: Date | null;
  pending: 'change' | 'cancel' | 'provider' | null;
  doubtful: number;
}

const like = (text: string): string => `%${text.trim().replace(/[\\%_]/g, '\\$&')}%`;

/** Every tenant, newest first: who never asked for anything is `free`. @throws `malformed` */
export const listSubscriptions = async (
  database: Pick<Database, 'admin' | 'key'>,
  filter: SubscriptionFilter,
  page: PageRequest = {},
): Promise<Page<OperatorSubscription>> => {
  const { q = '', state, tier, provider, doubtful } = filter;
  const filters = { q, state, tier, provider, doubtful };
  const limit = limitOf(page);
  const after = readCursor(database, 'subscriptions', filters, page.cursor);
  const rows = await database.admin.sql<Row>`/* varies */
    select t.id, t.name, t.slug, t.status, coalesce(s.state, 'free') as state, coalesce(s.access, 'full') as access,
      coalesce(v.tier, t.plan) as tier, v.number, s.cycle, s.provider, coalesce(c.mrr_after, 0) as mrr, s.period_end,
      s.trial_ends_at, s.failed_at, s.comp_until,
      case when s.pending ->> 'follows' = 'true' then 'provider' else s.pending ->> 'kind' end as pending,
      (select count(*)::int from billing_payments p where p.tenant_id = t.id and p.doubtful) as doubtful
    from tenants t
    left join billing_subscriptions s on s.tenant_id = t.id
    left join plan_versions v on v.id = s.plan_version_id
    left join lateral (select mrr_after from subscription_changes c where c.tenant_id = t.id
      order by c.at desc, c.source desc limit 1) c on true
    where t.id <> ${parseId('ten', PLATFORM_ID)}
      and (t.name ilike ${like(q)} or t.slug ilike ${like(q)} or t.id = ${uuidIn('ten', q.trim())}::uuid)
      ${state === undefined ? emptySql : sql`and coalesce(s.state, 'free') = ${state}`}
      ${tier === undefined ? emptySql : sql`and coalesce(v.tier, t.plan) = ${tier}`}
      ${provider === undefined ? emptySql : sql`and s.provider = ${provider}`}
      ${doubtful === true ? sql`and exists (select from billing_payments p where p.tenant_id = t.id and p.doubtful)` : emptySql}
      ${after === null ? emptySql : sql`and t.id < ${after}::uuid`}
    order by t.id desc limit ${limit + 1}`;
  const cursor = ({ id }: Row) => writeCursor(database, 'subscriptions', filters, id);
  return pageOf(rows, { limit, item: viewOf, cursor });
};

const viewOf = (row: Row): OperatorSubscription => ({
  tenant: { id: formatId('ten', row.id), name: row.name, slug: row.slug, status: row.status },
  ...{ state: row.state, access: row.access, plan: { tier: row.tier, number: row.number } },
  ...{
    interval: row.cycle,
    provider: row.provider,
    mrr: Number(row.mrr),
    pending: row.pending,
    doubtful: row.doubtful,
  },
  periodEnd: row.period_end?.toISOString() ?? null,
  trialEndsAt: row.trial_ends_at?.toISOString() ?? null,
  failedAt: row.failed_at?.toISOString() ?? null,
  compUntil: row.comp_until?.toISOString() ?? null,
});
