import { emptySql, sql } from '#prisma/sql.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { limitOf, type Page, type PageRequest, pageOf, readCursor, writeCursor } from '../../cursor.ts';
import { formatNullable } from '../../ids.ts';
import { type KeptPayment, PAYMENT_COLUMNS, type PaymentRow, paymentOf } from './keep-payment.ts';

export interface ListedPayment extends KeptPayment {
  /** `ivc_…`; null: it has none, or none yet. */
  invoiceId: string | null;
}

/** What a tenant paid or is asked to pay, the newest first. @throws `malformed` */
export const listPayments = async (db: TenantDb, page: PageRequest): Promise<Page<ListedPayment>> => {
  const limit = limitOf(page);
  const after = readCursor(db, 'payments', {}, page.cursor);
  const rows = await db.sql<PaymentRow & { invoice: string | null }>`
    select ${PAYMENT_COLUMNS}, (select i.id from invoices i where i.tenant_id = billing_payments.tenant_id
      and i.payment_id = billing_payments.id and i.refunded_to = 0) as invoice
    from billing_payments
    where tenant_id = ${db.tenant} ${after === null ? emptySql : sql`and id < ${after}::uuid`}
    order by id desc limit ${limit + 1}`;
  const item = ({ invoice, ...row }: PaymentRow & { invoice: string | null }): ListedPayment => ({
    ...paymentOf(row),
    invoiceId: formatNullable('ivc', invoice),
  });
  return pageOf(rows, { limit, item, cursor: (last) => writeCursor(db, 'payments', {}, last.id) });
};
