import type { JsonObject } from '#flow/json.ts';
import type { AdminDb } from '#prisma/admin-db.ts';
import { emptySql, json, type Query, sql } from '#prisma/sql.ts';
import type { Database } from '#prisma/with-tenant.ts';
import { parseId } from '../../ids.ts';
import { INVOICE_COLUMNS, type InvoiceLine, type InvoiceRow, invoiceOf } from './invoice.ts';

const BATCH = 200;

/**
 * Five years from the first day of the year behind the one of the fact (CTN, art. 173, I; art. 195): then a tax can be asked
 * for no more.
 */
const keepUntil = (issuedAt: Date): string => `${issuedAt.getUTCFullYear() + 6}-01-01`;

/** What the law wants to be kept, and nothing else of who it was: no e-mail, no id of the account. */
const documentOf = (row: InvoiceRow & { lines: InvoiceLine[] }): JsonObject => {
  const { kind, number, issuer, customer, total, currency, method, paidAt, issuedAt, periodStart, periodEnd, of } =
    invoiceOf(row);
  const { legalName, taxId, address } = customer;
  const { lines } = row;
  const facts = { kind, number, of, total, currency, method, paidAt, issuedAt, periodStart, periodEnd };
  return JSON.parse(JSON.stringify({ ...facts, issuer, customer: { legalName, taxId, address }, lines })) as JsonObject;
};

/**
 * Copies what was issued to a tenant that is being deleted out of it, before its rows go. Done again it changes nothing.
 * @param tenantId `ten_…`
 */
export const keepInvoices = async ({ withTenant, admin }: Database, tenantId: string): Promise<void> => {
  let after: string | null = null;
  for (;;) {
    const from: string | null = after;
    const rows: (InvoiceRow & { lines: InvoiceLine[] })[] = await withTenant(
      tenantId,
      (db) => db.sql<InvoiceRow & { lines: InvoiceLine[] }>`
        select ${INVOICE_COLUMNS}, array(
          select json_build_object('key', l.key, 'name', l.name, 'quantity', l.quantity, 'unit', l.unit_cents,
            'amount', l.amount_cents)
          from invoice_lines l where l.tenant_id = i.tenant_id and l.invoice_id = i.id order by l.n) as lines
        from invoices i
        where tenant_id = ${db.tenant} ${from === null ? emptySql : sql`and id > ${from}::uuid`}
        order by id limit ${BATCH}`,
    );
    for (const row of rows)
      await admin.sql`
        insert into kept_invoices (id, subject, series, year, number, document, keep_until)
        values (${row.id}, ${parseId('ten', tenantId)}, ${row.series}, ${row.year}, ${row.number},
          ${json(documentOf(row))}::json, ${keepUntil(row.issued_at)}::date)
        on conflict (id) do nothing`;
    after = rows.at(-1)?.id ?? null;
    if (rows.length < BATCH) return;
  }
};

/** What the receipt of a deletion says of invoices; null: none was kept. */
export interface KeptInvoices {
  invoices: number;
  /** The day on which the last of them goes, ISO 8601. */
  until: string;
}

/** @param subject the tenant's uuid */
export const keptOf = async (sql: Query, subject: string): Promise<KeptInvoices | null> => {
  const [row] = await sql<{ n: bigint; until: string | null }>`
    select count(*) as n, to_char(max(keep_until), 'YYYY-MM-DD') as until from kept_invoices where subject = ${subject}`;
  return row && row.until !== null ? { invoices: Number(row.n), until: row.until } : null;
};

/** Those whose day has come. Gives how many went. */
export const pruneKeptInvoices = async ({ sql }: AdminDb): Promise<number> => {
  const gone = await sql`delete from kept_invoices where keep_until <= current_date returning id`;
  return gone.length;
};
