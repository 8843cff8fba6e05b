import { inLocale, type Locale } from '#flow/json.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { parseId } from '../../ids.ts';
import { featureName } from '../notices/feature-names.ts';
import { iso } from '../subscription/subscription.ts';

/** Below it a charge costs more than it brings: it waits for the next month's. Whole cents. */
export const LEAST_USAGE_CHARGE = 500;

export interface UsageLine {
  name: string;
  amount: number;
}

interface Row {
  feature: string;
  period: Date;
  quantity: bigint;
  amount: bigint;
}

const monthName = (period: Date, locale: Locale): string =>
  new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(period);

const lineOf = ({ feature, period, quantity, amount }: Row, locale: Locale): UsageLine => {
  const what = `${new Intl.NumberFormat(locale).format(quantity)} ${featureName(feature, locale)}`;
  const beyond = inLocale({ pt: 'além do incluído', en: 'beyond the included' }, locale);
  return { name: `${what} ${beyond}, ${monthName(period, locale)}`, amount: Number(amount) };
};

/**
 * All months that are owed and that nobody asks for, from now on asked for by that wish; a line each feature and month. Empty where
 * it is less than is worth a charge: it stays for the next month. Whoever claims holds the subscription.
 */
export const claimUsage = async (db: TenantDb, wish: string, locale: Locale): Promise<UsageLine[]> => {
  const rows = await db.sql<Row>`
    select r.feature, r.period, greatest(r.used - r.included, 0) as quantity, r.amount
    from usage_charges c join usage_ratings r on r.tenant_id = c.tenant_id and r.period = c.period and r.amount > 0
    where c.tenant_id = ${db.tenant} and c.paid_at is null and c.request_id is null order by r.period, r.feature`;
  const lines = rows.map((row) => lineOf(row, locale));
  if (lines.reduce((sum, { amount }) => sum + amount, 0) < LEAST_USAGE_CHARGE) return [];
  await db.sql`
    update usage_charges set request_id = ${parseId('sreq', wish)}
    where tenant_id = ${db.tenant} and paid_at is null and request_id is null and amount > 0`;
  return lines;
};

const DAY_MS = 86_400_000;

/** What is due and that no wish claimed comes again a day later: under the same date the same wish, which is closed, would be found. */
export const putUsageOff = async (db: TenantDb, nowMs: number): Promise<void> => {
  await db.sql`
    update usage_charges set next_at = ${iso(nowMs + DAY_MS)}::timestamptz
    where tenant_id = ${db.tenant} and paid_at is null and request_id is null and amount > 0
      and next_at <= ${iso(nowMs)}::timestamptz`;
};

/** The wish was paid: its months are, for good. */
export const payUsage = async (db: TenantDb, wish: string, at: string): Promise<void> => {
  await db.sql`
    update usage_charges set paid_at = ${at}::timestamptz
    where tenant_id = ${db.tenant} and request_id = ${parseId('sreq', wish)} and paid_at is null`;
};
