import type { PayMethod, ProviderName } from '#flow/contracts/billing-provider.ts';
import { type Locale, localeOf } from '#flow/json.ts';
import { sql } from '#prisma/sql.ts';
import { formatId, formatNullable } from '../../ids.ts';
import type { BillingAddress } from '../profile/billing-profile.ts';

/** Who issues, by the operator's settings, as it was then. */
export interface InvoiceIssuer {
  name: string;
  /** CPF or CNPJ without punctuation. */
  taxId: string | null;
  /** In lines. */
  address: string | null;
  email: string | null;
}

/** Whom it is made out to, as the tenant said then. */
export interface InvoiceCustomer {
  tenantId: string;
  legalName: string;
  taxId: string | null;
  email: string | null;
  address: BillingAddress | null;
}

/** Cents; below zero: a discount, or credit of the account. `amount` = quantity × unit. */
export interface InvoiceLine {
  key: string | null;
  name: string;
  quantity: number;
  unit: number;
  amount: number;
}

/** As it was issued; times ISO 8601 UTC, money in cents of `currency`. */
export interface Invoice {
  /** `ivc_…` */
  id: string;
  kind: 'invoice' | 'credit_note';
  /** `F-2026-000042`: series, year, number. */
  number: string;
  /** `pay_…` */
  paymentId: string;
  /** Of a credit note: the invoice that it takes back from. */
  of: string | null;
  issuer: InvoiceIssuer;
  customer: InvoiceCustomer;
  locale: Locale;
  currency: string;
  total: number;
  provider: ProviderName;
  method: PayMethod | null;
  periodStart: string | null;
  periodEnd: string | null;
  paidAt: string;
  issuedAt: string;
}

export interface InvoiceRow {
  id: string;
  kind: Invoice['kind'];
  series: string;
  year: number;
  number: number;
  payment_id: string;
  of_id: string | null;
  issuer: InvoiceIssuer;
  customer: InvoiceCustomer;
  locale: string;
  currency: string;
  total_cents: number;
  provider: ProviderName;
  method: PayMethod | null;
  period_start: Date | null;
  period_end: Date | null;
  paid_at: Date;
  issued_at: Date;
}

export const INVOICE_COLUMNS = sql`id, kind, series, year, number, payment_id, of_id, issuer, customer, locale, currency,
  total_cents, provider, method, period_start, period_end, paid_at, issued_at`;

/** `F-2026-000042`. */
export const invoiceNumber = ({ series, year, number }: Pick<InvoiceRow, 'series' | 'year' | 'number'>): string =>
  `${series}-${year}-${String(number).padStart(6, '0')}`;

export const invoiceOf = (row: InvoiceRow): Invoice => ({
  id: formatId('ivc', row.id),
  kind: row.kind,
  number: invoiceNumber(row),
  paymentId: formatId('pay', row.payment_id),
  of: formatNullable('ivc', row.of_id),
  issuer: row.issuer,
  customer: row.customer,
  locale: localeOf(row),
  currency: row.currency,
  total: row.total_cents,
  provider: row.provider,
  method: row.method,
  periodStart: row.period_start?.toISOString() ?? null,
  periodEnd: row.period_end?.toISOString() ?? null,
  paidAt: row.paid_at.toISOString(),
  issuedAt: row.issued_at.toISOString(),
});
