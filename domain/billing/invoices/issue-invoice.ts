import type { PayMethod, ProviderName } from '#flow/contracts/billing-provider.ts';
import { localeOf } from '#flow/json.ts';
import { json } from '#prisma/sql.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { newId, parseId } from '../../ids.ts';
import { lock } from '../../locks.ts';
import { writeNotice } from '../notices/tell-notice.ts';
import { findBillingProfile } from '../profile/billing-profile.ts';
import type { FiscalIssuer } from './fiscal-issuer.ts';
import {
  INVOICE_COLUMNS,
  type Invoice,
  type InvoiceIssuer,
  type InvoiceLine,
  type InvoiceRow,
  invoiceOf,
} from './invoice.ts';
import { nextNumber } from './next-number.ts';

/** A payment that came through: what of its row an invoice says. Cents; times ISO 8601. */
export interface PaidPayment {
  /** `pay_…` */
  id: string;
  provider: ProviderName;
  method: PayMethod | null;
  amount: number;
  periodStart: string | null;
  periodEnd: string | null;
  paidAt: string;
}

/** `quantity` and `unit` may be left out where one thing is charged. */
export interface ChargedLine {
  key?: string | null;
  name: string;
  quantity?: number;
  unit?: number;
  amount: number;
}

export interface Invoices {
  /** The payment's invoice, in the transaction that makes it paid. Asked again: null. A payment of nothing has none. */
  issueInvoice(db: TenantDb, ask: { payment: PaidPayment; lines: readonly ChargedLine[] }): Promise<Invoice | null>;
  /**
   * A credit note of what was given back beyond earlier ones. `refunded`: cents of the payment that were given back so far, all
   * together. Null: there is nothing more, or the payment has no invoice.
   */
  issueCredit(db: TenantDb, ask: { paymentId: string; refunded: number }): Promise<Invoice | null>;
}

export interface InvoiceDeps {
  issuer: InvoiceIssuer;
  fiscal: FiscalIssuer;
  /** ms; missing: the clock's. */
  now?: () => number;
}

type Draft = Omit<Invoice, 'id' | 'number' | 'issuedAt' | 'currency'> & {
  refundedTo: number;
  lines: readonly InvoiceLine[];
};

/** Issues what payments and refunds ask for: each once, numbered without gaps. */
export const createInvoices = (deps: InvoiceDeps): Invoices => ({
  issueInvoice: async (db, { payment, lines }) => {
    if (payment.amount <= 0) return null;
    await lock(db, ['invoice', payment.id]);
    const [known] = await db.sql`
      select 1 from invoices
      where tenant_id = ${db.tenant} and payment_id = ${parseId('pay', payment.id)} and refunded_to = 0`;
    if (known) return null;
    const { id: paymentId, amount, ...rest } = payment;
    const charged = linesOf(lines);
    const sum = charged.reduce((all, line) => all + line.amount, 0);
    if (sum !== amount) throw new Error(`Lines of ${sum} cents do not make a payment of ${amount} (${paymentId})`);
    const [tenant] = await db.sql<{ locale: string }>`select locale from tenants where id = ${db.tenant}`;
    const { revision: _revision, ...profile } = await findBillingProfile(db);
    const draft = {
      kind: 'invoice',
      of: null,
      total: amount,
      refundedTo: 0,
      lines: charged,
      paymentId,
      ...rest,
    } as const;
    const customer = { tenantId: db.tenantId, ...profile };
    return await write(db, deps, {
      ...draft,
      customer,
      issuer: deps.issuer,
      locale: localeOf(tenant ?? { locale: '' }),
    });
  },
  issueCredit: async (db, { paymentId, refunded }) => {
    await lock(db, ['invoice', paymentId]);
    const payment = parseId('pay', paymentId);
    const rows = await db.sql<InvoiceRow & { refunded_to: number }>`
      select ${INVOICE_COLUMNS}, refunded_to from invoices
      where tenant_id = ${db.tenant} and payment_id = ${payment} order by refunded_to`;
    const [first, last] = [rows[0], rows.at(-1)];
    if (!first || !last || first.kind !== 'invoice') return null;
    // Nobody gives back more than was paid; a provider's mistake must not make us owe.
    const upTo = Math.min(refunded, first.total_cents);
    const total = upTo - last.refunded_to;
    if (total <= 0) return null;
    const invoice = invoiceOf(first);
    const name = invoice.locale === 'en' ? `Refund of ${invoice.number}` : `Devolução da fatura ${invoice.number}`;
    const lines = [{ key: null, name, quantity: 1, unit: total, amount: total }];
    return await write(db, deps, { ...invoice, kind: 'credit_note', of: invoice.id, total, refundedTo: upTo, lines });
  },
});

const linesOf = (lines: readonly ChargedLine[]): InvoiceLine[] =>
  lines.map(({ key = null, name, quantity = 1, amount, unit = amount / quantity }) => {
    if (quantity * unit !== amount || !Number.isSafeInteger(unit))
      throw new Error(`${quantity} × ${unit} cents do not make ${amount} (${name})`);
    return { key, name, quantity, unit, amount };
  });

/** The number comes late: whoever has it keeps all others who issue waiting, to the end of its transaction. */
const write = async (db: TenantDb, deps: InvoiceDeps, draft: Draft): Promise<Invoice> => {
  const issuedAt = new Date((deps.now ?? Date.now)());
  const id = newId('ivc');
  const { series, year, number } = await nextNumber(db, draft.kind, issuedAt);
  const [row] = await db.sql<InvoiceRow>`
    insert into invoices (tenant_id, id, kind, series, year, number, payment_id, refunded_to, of_id, issuer, customer,
      locale, total_cents, provider, method, period_start, period_end, paid_at, issued_at)
    values (${db.tenant}, ${parseId('ivc', id)}, ${draft.kind}, ${series}, ${year}, ${number},
      ${parseId('pay', draft.paymentId)}, ${draft.refundedTo}, ${draft.of && parseId('ivc', draft.of)}::uuid,
      ${json(draft.issuer)}::json, ${json(draft.customer)}::json, ${draft.locale},
      ${draft.total}, ${draft.provider}, ${draft.method}, ${draft.periodStart}::timestamptz,
      ${draft.periodEnd}::timestamptz, ${draft.paidAt}::timestamptz, ${issuedAt})
    returning ${INVOICE_COLUMNS}`;
  if (!row) throw new Error('An invoice was not written');
  await writeLines(db, row.id, draft.lines);
  if (deps.fiscal.name !== 'none')
    await db.sql`
      insert into invoice_fiscal (tenant_id, invoice_id, issuer) values (${db.tenant}, ${row.id}, ${deps.fiscal.name})`;
  const invoice = invoiceOf(row);
  const notice = draft.kind === 'invoice' ? 'invoice_issued' : 'credit_issued';
  await writeNotice(db, notice, { invoice: id, number: invoice.number, amount: invoice.total }, id);
  return invoice;
};

const writeLines = async (db: TenantDb, invoice: string, lines: readonly InvoiceLine[]): Promise<void> => {
  for (const [n, { key, name, quantity, unit, amount }] of lines.entries())
    await db.sql`
      insert into invoice_lines (tenant_id, invoice_id, n, key, name, quantity, unit_cents, amount_cents)
      values (${db.tenant}, ${invoice}, ${n}, ${key}, ${name}, ${quantity}, ${unit}, ${amount})`;
};
