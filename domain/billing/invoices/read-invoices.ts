import { failure } from '#flow/errors.ts';
import { emptySql, sql } from '#prisma/sql.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { limitOf, type Page, type PageRequest, pageOf, readCursor, writeCursor } from '../../cursor.ts';
import { parseId } from '../../ids.ts';
import { INVOICE_COLUMNS, type Invoice, type InvoiceLine, type InvoiceRow, invoiceOf } from './invoice.ts';

/** How far the fiscal document of an invoice is; null: nobody makes one. */
export interface FiscalState {
  state: 'waiting' | 'issued' | 'refused';
  number: string | null;
  url: string | null;
  reason: string | null;
}

export interface InvoiceDetail extends Invoice {
  lines: InvoiceLine[];
  fiscal: FiscalState | null;
}

/** Newest first. @throws `malformed` */
export const listInvoices = async (
  db: TenantDb,
  { kind }: { kind?: Invoice['kind'] | undefined },
  page: PageRequest,
): Promise<Page<Invoice>> => {
  const limit = limitOf(page);
  const after = readCursor(db, 'invoices', { kind }, page.cursor);
  const rows = await db.sql<InvoiceRow>`
    select ${INVOICE_COLUMNS} from invoices
    where tenant_id = ${db.tenant} ${kind === undefined ? emptySql : sql`and kind = ${kind}`}
      ${after === null ? emptySql : sql`and id < ${after}::uuid`}
    order by id desc limit ${limit + 1}`;
  return pageOf(rows, { limit, item: invoiceOf, cursor: (last) => writeCursor(db, 'invoices', { kind }, last.id) });
};

/** @throws `not_found`, for another tenant's too */
export const getInvoice = async (db: TenantDb, id: string): Promise<InvoiceDetail> => {
  const uuid = parseId('ivc', id);
  const [row] = await db.sql<InvoiceRow>`
    select ${INVOICE_COLUMNS} from invoices where tenant_id = ${db.tenant} and id = ${uuid}`;
  if (!row) throw failure('not_found', 'Esta fatura não existe.', 'There is no such invoice.');
  const lines = await db.sql<InvoiceLine>`
    select key, name, quantity, unit_cents as unit, amount_cents as amount from invoice_lines
    where tenant_id = ${db.tenant} and invoice_id = ${uuid} order by n`;
  const [fiscal] = await db.sql<FiscalState>`
    select state, number, url, reason from invoice_fiscal where tenant_id = ${db.tenant} and invoice_id = ${uuid}`;
  return { ...invoiceOf(row), lines, fiscal: fiscal ?? null };
};
