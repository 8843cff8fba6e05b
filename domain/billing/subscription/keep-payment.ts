import type { ProviderName, ProviderPayment } from '#flow/contracts/billing-provider.ts';
import { json, sql } from '#prisma/sql.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { formatId, formatNullable, newId, parseId, uuidIn } from '../../ids.ts';

export interface PaidLine {
  key?: string | null;
  name: string;
  quantity?: number;
  unit?: number;
  amount: number;
}

/** A payment as its row has it. */
export interface KeptPayment {
  /** `pay_…` */
  id: string;
  provider: ProviderName;
  providerId: string;
  charge: string | null;
  kind: ProviderPayment['kind'];
  request: string | null;
  subscription: string | null;
  amount: number;
  status: ProviderPayment['status'];
  refunded: number;
  disputed: boolean;
  method: ProviderPayment['method'];
  periodStart: string | null;
  periodEnd: string | null;
  paidAt: string | null;
  firstFailedAt: string | null;
  nextAttemptAt: string | null;
  failureCode: string | null;
  pix: ProviderPayment['pix'];
  hostedUrl: string | null;
  lines: PaidLine[];
  doubtful: boolean;
  readAt: string;
  createdAt: string;
}

type Times = 'periodStart' | 'periodEnd' | 'paidAt' | 'firstFailedAt' | 'nextAttemptAt' | 'readAt' | 'createdAt';
export type PaymentRow = Omit<KeptPayment, Times | 'amount' | 'refunded'> &
  Record<'amount' | 'refunded', bigint> &
  Record<Exclude<Times, 'readAt' | 'createdAt'>, Date | null> &
  Record<'readAt' | 'createdAt', Date>;

export const PAYMENT_COLUMNS = sql`id, provider, provider_id as "providerId", charge, kind, request_id as request,
  provider_subscription as subscription, amount, status, refunded, disputed, method, period_start as "periodStart",
  period_end as "periodEnd", paid_at as "paidAt", first_failed_at as "firstFailedAt", next_attempt_at as "nextAttemptAt",
  failure_code as "failureCode", pix, hosted_url as "hostedUrl", lines, doubtful, read_at as "readAt", created_at as "createdAt"`;

export const paymentOf = (row: PaymentRow): KeptPayment => ({
  ...row,
  id: formatId('pay', row.id),
  request: formatNullable('sreq', row.request),
  amount: Number(row.amount),
  refunded: Number(row.refunded),
  periodStart: row.periodStart?.toISOString() ?? null,
  periodEnd: row.periodEnd?.toISOString() ?? null,
  paidAt: row.paidAt?.toISOString() ?? null,
  firstFailedAt: row.firstFailedAt?.toISOString() ?? null,
  nextAttemptAt: row.nextAttemptAt?.toISOString() ?? null,
  readAt: row.readAt.toISOString(),
  createdAt: row.createdAt.toISOString(),
});

export const findPayment = async (db: TenantDb, id: string): Promise<KeptPayment | null> => {
  const [row] = await db.sql<PaymentRow>`
    select ${PAYMENT_COLUMNS} from billing_payments where tenant_id = ${db.tenant} and id = ${parseId('pay', id)}`;
  return row ? paymentOf(row) : null;
};

const findObject = async (db: TenantDb, provider: ProviderName, id: string): Promise<KeptPayment | null> => {
  const [row] = await db.sql<PaymentRow>`
    select ${PAYMENT_COLUMNS} from billing_payments
    where tenant_id = ${db.tenant} and provider = ${provider} and provider_id = ${id}`;
  return row ? paymentOf(row) : null;
};

/** All of a tenant, the newest first. */
export const readPayments = async (db: TenantDb): Promise<KeptPayment[]> =>
  (
    await db.sql<PaymentRow>`
      select ${PAYMENT_COLUMNS} from billing_payments where tenant_id = ${db.tenant} order by created_at desc, id desc`
  ).map(paymentOf);

/** A status only moves forward: money that came counts, whatever was read before or comes late. */
const RANK = { pending: 0, failed: 1, void: 2, paid: 3 } as const;

export interface PaymentReading {
  provider: ProviderName;
  payment: ProviderPayment;
  /** When it was asked for. ISO 8601. */
  readAt: string;
  /** The period that it pays, where we know it better than the provider does. */
  period: { start: string; end: string } | null;
  /** What it is for; summing to its amount. */
  lines: (amount: number) => PaidLine[];
  planVersionId: string;
}

export interface PaymentKept {
  before: KeptPayment | null;
  after: KeptPayment;
}

/** The period that is paid by it, once both of its ends are known; a charge outside of the periods has none of its own. */
const spanOf = ({ payment, period }: PaymentReading): { start: string; end: string } | null => {
  if (period) return period;
  const { periodStart: start, periodEnd: end } = payment;
  return payment.kind === 'period' && start !== null && end !== null && start < end ? { start, end } : null;
};

const insertPayment = async (db: TenantDb, given: PaymentReading): Promise<KeptPayment | null> => {
  const { payment, provider, readAt } = given;
  const span = spanOf(given);
  const request = payment.request === null ? null : uuidIn('sreq', payment.request);
  const [row] = await db.sql<PaymentRow>`
    insert into billing_payments (tenant_id, id, provider, provider_id, charge, kind, request_id, provider_subscription, amount,
      status, refunded, disputed, method, period_start, period_end, paid_at, first_failed_at, next_attempt_at, failure_code, pix,
      hosted_url, lines, plan_version_id, read_at)
    values (${db.tenant}, ${parseId('pay', newId('pay'))}, ${provider}, ${payment.id}, ${payment.charge}, ${payment.kind},
      ${request}::uuid, ${payment.subscription}, ${payment.amount}, ${payment.status}, ${payment.refunded},
      ${payment.disputed}, ${payment.method}, ${span?.start ?? null}::timestamptz, ${span?.end ?? null}::timestamptz,
      ${payment.status === 'paid' ? (payment.paidAt ?? readAt) : null}::timestamptz,
      ${payment.status === 'failed' ? readAt : null}::timestamptz, ${payment.nextAttemptAt}::timestamptz,
      ${payment.failureCode}, ${json(payment.pix)}::json, ${payment.hostedUrl}, ${json(given.lines(payment.amount))}::json,
      ${given.planVersionId}::uuid, ${readAt}::timestamptz)
    on conflict do nothing returning ${PAYMENT_COLUMNS}`;
  return row ? paymentOf(row) : null;
};

/** What is newer wins; what only grows, grows; what is paid stays paid. */
const mergePayment = async (db: TenantDb, known: KeptPayment, given: PaymentReading): Promise<KeptPayment> => {
  const { payment, readAt } = given;
  const isOutAlready = known.kind === 'once' && payment.kind === 'period';
  const span = isOutAlready ? null : spanOf(given);
  const isNewer = readAt >= known.readAt;
  const status = RANK[payment.status] > RANK[known.status] ? payment.status : known.status;
  const newest = <T>(theirs: T, ours: T): T => (isNewer ? theirs : ours);
  // What is not charged yet may still become another sum: an invoice is read while its lines are written.
  const isOther = isNewer && known.status === 'pending' && payment.amount !== known.amount;
  const amount = isOther ? payment.amount : known.amount;
  const lines = isOther ? given.lines(amount) : known.lines;
  // The charge of a period was closed: what comes for it all the same is money outside of the periods.
  const isOut = payment.kind === 'once' && known.kind === 'period' && known.status !== 'paid';
  const [row] = await db.sql<PaymentRow>`
    update billing_payments set status = ${status}, amount = ${amount}, lines = ${json(lines)}::json, refunded = ${Math.max(known.refunded, payment.refunded)},
      charge = ${payment.charge ?? known.charge}, disputed = ${newest(payment.disputed, known.disputed)},
      method = ${payment.method ?? known.method}, kind = ${isOut ? payment.kind : known.kind},
      period_start = ${isOut ? null : (known.periodStart ?? span?.start ?? null)}::timestamptz,
      period_end = ${isOut ? null : (known.periodEnd ?? span?.end ?? null)}::timestamptz,
      paid_at = ${known.paidAt ?? (status === 'paid' ? (payment.paidAt ?? readAt) : null)}::timestamptz,
      first_failed_at = ${known.firstFailedAt ?? (payment.status === 'failed' ? readAt : null)}::timestamptz,
      next_attempt_at = ${newest(payment.nextAttemptAt, known.nextAttemptAt)}::timestamptz,
      failure_code = ${newest(payment.failureCode, known.failureCode)},
      pix = ${json(newest(payment.pix, known.pix))}::json, hosted_url = ${newest(payment.hostedUrl, known.hostedUrl)},
      read_at = ${newest(readAt, known.readAt)}::timestamptz
    where tenant_id = ${db.tenant} and id = ${parseId('pay', known.id)} returning ${PAYMENT_COLUMNS}`;
  if (!row) throw new Error('A payment that is known is gone');
  return paymentOf(row);
};

/** Takes a reading of a payment in. Null: it is another tenant's. */
export const keepPayment = async (db: TenantDb, given: PaymentReading): Promise<PaymentKept | null> => {
  const known = await findObject(db, given.provider, given.payment.id);
  if (known) return { before: known, after: await mergePayment(db, known, given) };
  const made = await insertPayment(db, given);
  return made ? { before: null, after: made } : null;
};

/** Until when access is paid for: what was given back or is disputed pays for nothing. */
export const paidUntil = async (db: TenantDb): Promise<string | null> => {
  const [row] = await db.sql<{ until: Date | null }>`
    select max(period_end) as until from billing_payments
    where tenant_id = ${db.tenant} and status = 'paid' and not disputed and not doubtful
      and (refunded = 0 or refunded < amount)`;
  return row?.until?.toISOString() ?? null;
};

/** When the charge that is open failed first; null: none is. */
export const failedSince = async (db: TenantDb, subscription: string | null): Promise<string | null> => {
  const [row] = await db.sql<{ at: Date | null }>`
    select min(first_failed_at) as at from billing_payments p
    where tenant_id = ${db.tenant} and status = 'failed' and kind = 'period' and provider_subscription = ${subscription}
      and not exists (select from billing_payments q where q.tenant_id = p.tenant_id and q.status = 'paid' and q.kind = 'period'
        and q.provider_subscription = p.provider_subscription
        and coalesce(q.period_end, q.paid_at) >= coalesce(p.period_end, p.first_failed_at))`;
  return row?.at?.toISOString() ?? null;
};

/** Periods of one subscription that another one is charged for. @returns their ids at the provider */
export const markOvertaken = async (
  db: TenantDb,
  { provider, id }: { provider: ProviderName; id: string },
  from: string,
): Promise<string[]> => {
  const rows = await db.sql<{ id: string }>`
    update billing_payments set doubtful = true
    where tenant_id = ${db.tenant} and provider = ${provider} and provider_subscription = ${id} and kind = 'period'
      and status = 'paid' and amount > 0 and refunded = 0 and not doubtful and period_start >= ${from}::timestamptz
    returning provider_id as id`;
  return rows.map((row) => row.id);
};

export const markDoubtful = async (db: TenantDb, id: string): Promise<void> => {
  await db.sql`
    update billing_payments set doubtful = true where tenant_id = ${db.tenant} and id = ${parseId('pay', id)}`;
};
