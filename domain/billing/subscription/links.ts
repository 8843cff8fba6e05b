import type { ProviderName, ProviderSubscription } from '#flow/contracts/billing-provider.ts';
import { sql } from '#prisma/sql.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { formatNullable, parseId } from '../../ids.ts';
import { giveBackCredit } from './account-credit.ts';

/** One of a provider's objects that is or was the tenant's subscription. */
export interface Link {
  provider: ProviderName;
  id: string;
  /** `next`: it will be the one that counts, once it is paid or the current one is over. */
  role: 'current' | 'next' | 'past';
  /** `sreq_…` it came from. */
  request: string | null;
  status: ProviderSubscription['status'];
  /** When its last reading was asked for. ISO 8601. */
  readAt: string;
  endedAt: string | null;
}

interface Row extends Omit<Link, 'readAt' | 'endedAt'> {
  readAt: Date;
  endedAt: Date | null;
}

const COLUMNS = sql`provider, provider_id as id, role, request_id as request, status, read_at as "readAt", ended_at as "endedAt"`;

export const readLinks = async (db: TenantDb): Promise<Link[]> =>
  (await db.sql<Row>`select ${COLUMNS} from subscription_links where tenant_id = ${db.tenant} order by created_at`).map(
    (row) => ({
      ...row,
      request: formatNullable('sreq', row.request),
      readAt: row.readAt.toISOString(),
      endedAt: row.endedAt?.toISOString() ?? null,
    }),
  );

/** Whether a provider may still charge by it. */
export const isLive = ({ status }: Pick<Link, 'status'>): boolean => status !== 'ended';

/** The one that will count, where its provider may still charge by it. */
export const readNext = async (db: TenantDb): Promise<Link | null> =>
  (await readLinks(db)).find((link) => link.role === 'next' && isLive(link)) ?? null;

/** A new one. False: it is another tenant's already. */
export const insertLink = async (
  db: TenantDb,
  { provider, role, request }: Pick<Link, 'provider' | 'role' | 'request'>,
  reading: ProviderSubscription,
  readAt: string,
): Promise<boolean> => {
  const rows = await db.sql`
    insert into subscription_links (tenant_id, provider, provider_id, role, request_id, status, raw_status, read_at,
      period_start, period_end, cancel_at, ended_at)
    values (${db.tenant}, ${provider}, ${reading.id}, ${role}, ${request && parseId('sreq', request)}::uuid,
      ${reading.status}, ${reading.rawStatus}, ${readAt}::timestamptz, ${reading.periodStart}::timestamptz,
      ${reading.periodEnd}::timestamptz, ${reading.cancelAt}::timestamptz, ${reading.endedAt}::timestamptz)
    on conflict do nothing returning provider_id`;
  return rows.length > 0;
};

/** A newer reading; a word that nobody knows leaves the status that was. What has ended stays ended. */
export const updateLink = async (
  db: TenantDb,
  provider: ProviderName,
  reading: ProviderSubscription,
  readAt: string,
): Promise<void> => {
  await db.sql`
    update subscription_links set
      status = case when ${reading.status} = 'unknown' or status = 'ended' then status else ${reading.status} end,
      raw_status = ${reading.rawStatus}, read_at = ${readAt}::timestamptz,
      period_start = coalesce(${reading.periodStart}::timestamptz, period_start),
      period_end = coalesce(${reading.periodEnd}::timestamptz, period_end), cancel_at = ${reading.cancelAt}::timestamptz,
      ended_at = coalesce(${reading.endedAt}::timestamptz, ended_at)
    where tenant_id = ${db.tenant} and provider = ${provider} and provider_id = ${reading.id}
      and read_at <= ${readAt}::timestamptz`;
};

export const setRole = async (db: TenantDb, link: Pick<Link, 'provider' | 'id'>, role: Link['role']): Promise<void> => {
  await db.sql`
    update subscription_links set role = ${role}
    where tenant_id = ${db.tenant} and provider = ${link.provider} and provider_id = ${link.id}`;
};

/** It was to count and never will: what was set aside for its first period is there again. */
export const dropNext = async (db: TenantDb, link: Pick<Link, 'provider' | 'id' | 'request'>): Promise<void> => {
  await setRole(db, link, 'past');
  if (link.request !== null) await giveBackCredit(db, 'request', link.request);
};

/** We know that it is over: we ended it ourselves. */
export const endLink = async (db: TenantDb, link: Link, at: string): Promise<void> => {
  if (link.role === 'next') await dropNext(db, link);
  await db.sql`
    update subscription_links set role = 'past', status = 'ended', ended_at = coalesce(ended_at, ${at}::timestamptz)
    where tenant_id = ${db.tenant} and provider = ${link.provider} and provider_id = ${link.id}`;
};

/** We told the provider something: what it was asked for before then says nothing about it any more. */
export const touchLink = async (db: TenantDb, link: Pick<Link, 'provider' | 'id'>, at: string): Promise<void> => {
  await db.sql`
    update subscription_links set read_at = ${at}::timestamptz
    where tenant_id = ${db.tenant} and provider = ${link.provider} and provider_id = ${link.id}
      and read_at < ${at}::timestamptz`;
};

/** Whom the provider knows the tenant as; the newest word counts. */
export const saveCustomer = async (db: TenantDb, provider: ProviderName, customer: string): Promise<void> => {
  await db.sql`
    insert into billing_customers (tenant_id, provider, customer) values (${db.tenant}, ${provider}, ${customer})
    on conflict do nothing`;
};

export const findCustomer = async (db: TenantDb, provider: ProviderName): Promise<string | null> => {
  const [row] = await db.sql<{ customer: string }>`
    select customer from billing_customers where tenant_id = ${db.tenant} and provider = ${provider}`;
  return row?.customer ?? null;
};
