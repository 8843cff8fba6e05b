import type { AdminDb } from '#prisma/admin-db.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { formatId } from '../../ids.ts';
import { askRequest } from '../requests/ask-request.ts';
import { LEAST_USAGE_CHARGE, putUsageOff } from './usage-charges.ts';

interface Month {
  tenantId: string;
  /** Its first day. */
  month: string;
}

/** Who subscribes to a plan with prices of use, and whose last month nobody has counted yet. By each tenant's own calendar. */
export const findUncounted = async ({ sql }: Pick<AdminDb, 'sql'>, limit: number): Promise<Month[]> => {
  const rows = await sql<{ tenant_id: string; month: string }>`
    select s.tenant_id, m.month::text as month
    from billing_subscriptions s join tenants t on t.id = s.tenant_id
      cross join lateral (select (date_trunc('month', now() at time zone t.timezone) - interval '1 month')::date as month) m
    where exists (select from usage_prices u where u.version_id = s.plan_version_id)
      and now() >= (m.month + interval '1 month') at time zone t.timezone + interval '1 hour'
      and not exists (select from usage_charges c where c.tenant_id = s.tenant_id and c.period = m.month)
    limit ${limit}`;
  return rows.map(({ tenant_id: id, month }) => ({ tenantId: formatId('ten', id), month }));
};

export interface Owing extends Month {
  /** When it was due: what is asked for again is another wish. ISO 8601. */
  dueAt: string;
}

/** Who owes enough to be asked, pays a subscription that runs, and is not being asked; who waits the longest first. @param nowMs the clock's */
export const findOwing = async (
  { sql }: Pick<AdminDb, 'sql'>,
  { nowMs, limit }: { nowMs: number; limit: number },
): Promise<Owing[]> => {
  const now = new Date(nowMs).toISOString();
  const rows = await sql<{ tenant_id: string; month: string; due_at: Date }>`
    select c.tenant_id, max(c.period)::text as month, max(c.next_at) as due_at
    from usage_charges c join billing_subscriptions s on s.tenant_id = c.tenant_id
    where c.paid_at is null and c.request_id is null and c.amount > 0
      and s.state = 'active' and s.provider_subscription is not null
      and coalesce(s.comp_until <= ${now}::timestamptz, true)
      and not exists (select from subscription_requests r
        where r.tenant_id = c.tenant_id and r.kind = 'usage' and r.status in ('asked', 'waiting'))
    group by c.tenant_id
    having sum(c.amount) >= ${LEAST_USAGE_CHARGE} and max(c.next_at) <= ${now}::timestamptz
    order by max(c.next_at), c.tenant_id limit ${limit}`;
  return rows.map((row) => ({
    tenantId: formatId('ten', row.tenant_id),
    month: row.month,
    dueAt: row.due_at.toISOString(),
  }));
};

/** Asks the lifecycle for it; asked by two at once it is asked once. @throws `conflict` where the subscription moved meanwhile */
export const askUsage = async (db: TenantDb, { month, dueAt }: Owing, nowMs: number): Promise<void> => {
  const ask = { kind: 'usage', by: 'system', data: { month }, source: `usage/${month}/${dueAt}`, nowMs } as const;
  const wish = await askRequest(db, ask);
  // Nothing came of the one that was asked under that date, and it says so for ever.
  if (wish.closedAt !== null) await putUsageOff(db, nowMs);
};
