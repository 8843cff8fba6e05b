import type { KeptPayment } from '#flow/contracts/billing-kept.ts';
import { failure } from '#flow/errors.ts';
import { json, type Query } from '#prisma/sql.ts';
import type { Database } from '#prisma/with-tenant.ts';
import { logOperator } from '../../access/block.ts';
import { appendAudit } from '../../audit/audit.ts';
import { limitOf, type Page, type PageRequest, pageOf, readCursor, writeCursor } from '../../cursor.ts';
import { refusePlatform } from '../../platform/platform.ts';
import { keepHint } from '../inbound/keep-event.ts';
import { moneyOf } from '../money.ts';
import { tenantOfKept } from './billing-kept.ts';

/** A Pix to the operator's own key, as an operator sees it. */
export interface ManualPayment {
  id: string;
  tenantId: string;
  status: KeptPayment['status'];
  /** Cents. */
  amount: number;
  /** What the bank's statement names it by. */
  txid: string;
  of: KeptPayment['of'];
  createdAt: string;
  expiresAt: string;
  paidAt: string | null;
}

interface Decided {
  /** `pix_…`. */
  payment: string;
  /** `operator:…`. */
  by: string;
  /** As the tenant is told, too. */
  note: string;
}

/** Payments that wait for an operator's word, oldest first; with a `txid`, the one of that name whatever its state. */
export const listManualPayments = async (
  database: Pick<Database, 'admin' | 'key'>,
  { txid = null }: { txid?: string | null } = {},
  page: PageRequest = {},
): Promise<Page<ManualPayment>> => {
  const limit = limitOf(page);
  const after = readCursor(database, 'manual-payments', { txid }, page.cursor);
  const rows = await database.admin.sql<{ id: string; body: KeptPayment }>`
    select id, body from billing_kept where provider = 'manual' and kind = 'payment'
      and ((${txid}::text is null and status = 'pending') or txid = ${txid})
      and (${after}::text is null or (created_at, id) > (select created_at, id from billing_kept where id = ${after}))
    order by created_at, id limit ${limit + 1}`;
  const cursor = ({ id }: { id: string }) => writeCursor(database, 'manual-payments', { txid }, id);
  return pageOf(rows, { limit, item: ({ body }) => shown(body), cursor });
};

/**
 * The money is in the bank: the charge is paid, since `paidAt`. Also where its code had run out or was closed: a static code can be
 * paid at any time, and what was paid counts. What follows from it is done by whoever reads the provider again. Said twice it counts
 * once; it also undoes a rejection. @throws `not_found`
 */
export const confirmManualPayment = (
  database: Pick<Database, 'admin' | 'withTenant'>,
  { paidAt, ...decided }: Decided & { paidAt: string },
): Promise<ManualPayment> =>
  decide(database, decided, 'subscription.payment_confirm', (found) => {
    if (found.status === 'paid') return null;
    return { ...found, status: 'paid', paidAt: new Date(paidAt).toISOString(), failureCode: null };
  });

/** The money did not come, or not this much. @throws `not_found`, `conflict` where it was confirmed */
export const rejectManualPayment = (
  database: Pick<Database, 'admin' | 'withTenant'>,
  decided: Decided,
): Promise<ManualPayment> =>
  decide(database, decided, 'subscription.payment_reject', (found) => {
    if (found.status === 'failed' && found.failureCode === 'rejected') return null;
    if (found.status === 'paid') throw closed();
    return { ...found, status: 'failed', failureCode: 'rejected' };
  });

const closed = () => failure('conflict', 'Este pagamento já foi decidido.', 'This payment has been decided already.');

type Deed = 'subscription.payment_confirm' | 'subscription.payment_reject';

const decide = async (
  { admin, withTenant }: Pick<Database, 'admin' | 'withTenant'>,
  { payment: id, by, note }: Decided,
  deed: Deed,
  change: (found: KeptPayment) => KeptPayment | null,
): Promise<ManualPayment> => {
  const tenantId = tenantOfKept(id);
  if (tenantId === null) throw unknown();
  refusePlatform(tenantId);
  const { payment, isNew } = await admin.transaction(async (sql) => {
    const [row] = await sql<{ body: KeptPayment }>`
      select body from billing_kept where id = ${id} and provider = 'manual' and kind = 'payment' for update`;
    if (!row) throw unknown();
    const changed = change(row.body);
    if (!changed) return { payment: row.body, isNew: false };
    await write(sql, changed, deed);
    await logOperator(sql, { actor: by, action: deed, target: id, data: { tenant: tenantId, note } });
    return { payment: changed, isNew: true };
  });
  await withTenant(tenantId, async (db) => {
    // A process that died after the deed said nothing: whoever asks again says it.
    const [said] = isNew
      ? []
      : await db.sql`select 1 from audit_entries where tenant_id = ${db.tenant} and target = ${id} and action = ${deed} limit 1`;
    if (!said)
      await appendAudit(db, { actor: by, action: deed, target: id, data: { note, amount: moneyOf(payment.amount) } });
  });
  return shown(payment);
};

/** With the hint that has it read again: both are there, or neither. */
const write = async (sql: Query, payment: KeptPayment, deed: Deed): Promise<void> => {
  await sql`
    update billing_kept set body = ${json(payment)}::json, status = ${payment.status}, changed_at = clock_timestamp()
    where id = ${payment.id}`;
  const { id, tenantId, subscription, request, expiresAt } = payment;
  await keepHint(sql, 'manual', {
    ...{ eventId: `${deed}:${id}:${expiresAt}`, type: deed, trust: 'signed', tenantId, customer: null },
    ...{ subscription, payment: id, request },
  });
};

const unknown = () => failure('not_found', 'Este pagamento não existe.', 'There is no such payment.');

const shown = ({
  id,
  tenantId,
  status,
  amount,
  txid,
  of,
  createdAt,
  expiresAt,
  paidAt,
}: KeptPayment): ManualPayment => ({
  ...{ id, tenantId, status, amount, txid, of, createdAt, expiresAt, paidAt },
});
