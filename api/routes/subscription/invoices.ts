import { z } from 'zod';
import { fileHeaders } from '#api/files/file-headers.ts';
import { accepted, bytes, ok } from '#api/frame/answer.ts';
import { route } from '#api/frame/route.ts';
import { id, instant, page, pageQuery } from '#api/schemas/common.ts';
import { money } from '#api/schemas/money.ts';
import { drawInvoice } from '#domain/billing/invoices/draw-invoice.ts';
import type { Invoice } from '#domain/billing/invoices/invoice.ts';
import { getInvoice, type InvoiceDetail, listInvoices } from '#domain/billing/invoices/read-invoices.ts';
import { sendInvoice } from '#domain/billing/invoices/send-invoice.ts';
import { moneyOf } from '#domain/billing/money.ts';

const summary = {
  id: id('ivc'),
  kind: z.enum(['invoice', 'credit_note']),
  number: z.string().describe('As it is printed: series, year, number'),
  of: id('ivc').nullable().describe('Of a credit note: the invoice that it takes back from'),
  paymentId: id('pay'),
  total: money,
  method: z.enum(['card', 'pix']).nullable(),
  periodStart: instant.nullable(),
  periodEnd: instant.nullable(),
  paidAt: instant,
  issuedAt: instant,
};

const shared = (invoice: Invoice) => {
  const { id: invoiceId, kind, number, of, paymentId, total, currency, method } = invoice;
  const { periodStart, periodEnd, paidAt, issuedAt } = invoice;
  return {
    id: invoiceId,
    kind,
    number,
    of,
    paymentId,
    total: moneyOf(total, currency),
    method,
    periodStart,
    periodEnd,
    paidAt,
    issuedAt,
  };
};

const detail = z.object({
  ...summary,
  issuer: z.object({ name: z.string(), taxId: z.string().nullable() }),
  customer: z.object({ legalName: z.string(), taxId: z.string().nullable(), email: z.string().nullable() }),
  lines: z.array(
    z.object({ key: z.string().nullable(), name: z.string(), quantity: z.int(), unit: money, amount: money }),
  ),
  fiscal: z
    .object({
      state: z.enum(['waiting', 'issued', 'refused']),
      number: z.string().nullable(),
      url: z.string().nullable(),
      reason: z.string().nullable(),
    })
    .nullable()
    .describe('The fiscal document (NFS-e); null: nobody makes one here'),
});

const whole = (invoice: InvoiceDetail) => {
  const { issuer, customer, lines, fiscal } = invoice;
  const { legalName, taxId, email } = customer;
  return {
    ...shared(invoice),
    lines: lines.map((line) => ({
      ...line,
      unit: moneyOf(line.unit, invoice.currency),
      amount: moneyOf(line.amount, invoice.currency),
    })),
    ...{ fiscal, issuer: { name: issuer.name, taxId: issuer.taxId }, customer: { legalName, taxId, email } },
  };
};

const params = z.object({ invoice: id('ivc') });

export const listSubscriptionInvoices = route({
  method: 'get',
  path: '/subscription/invoices',
  tag: 'Subscription',
  summary: 'Invoices and credit notes, newest first',
  query: pageQuery.extend({ kind: z.enum(['invoice', 'credit_note']).optional() }),
  output: { 200: page(z.object(summary)) },
  scopes: ['billing:read'],
  handle: async ({ caller, query: { kind, ...asked } }, deps) => {
    const found = await deps.database.withTenant(caller.tenant.id, (db) => listInvoices(db, { kind }, asked));
    return ok({ ...found, data: found.data.map(shared) });
  },
});

export const getSubscriptionInvoice = route({
  method: 'get',
  path: '/subscription/invoices/{invoice}',
  tag: 'Subscription',
  summary: 'An invoice as it was issued, with its lines',
  params,
  output: { 200: detail },
  scopes: ['billing:read'],
  handle: async ({ caller, params: { invoice } }, deps) =>
    ok(whole(await deps.database.withTenant(caller.tenant.id, (db) => getInvoice(db, invoice)))),
});

export const downloadInvoice = route({
  method: 'get',
  path: '/subscription/invoices/{invoice}/pdf',
  tag: 'Subscription',
  summary: 'An invoice as a PDF',
  params,
  media: 'application/pdf',
  scopes: ['billing:read'],
  handle: async ({ caller, params: { invoice } }, deps) => {
    const found = await deps.database.withTenant(caller.tenant.id, (db) => getInvoice(db, invoice));
    const file = await drawInvoice(found);
    return bytes(file.bytes, fileHeaders({ name: file.name, type: 'application/pdf' }, false));
  },
});

export const mailInvoice = route({
  method: 'post',
  path: '/subscription/invoices/{invoice}/send',
  tag: 'Subscription',
  summary: 'Mail an invoice again',
  description: 'To the billing e-mail and the owners, with the PDF; several times within a minute are one.',
  params,
  output: { 202: z.object({ to: z.array(z.string()) }) },
  errors: ['conflict'],
  idempotent: true,
  scopes: ['billing:write'],
  handle: async ({ caller, params: { invoice } }, deps) => {
    const how = { by: caller.principal, nowMs: deps.now() };
    return accepted({ to: await deps.database.withTenant(caller.tenant.id, (db) => sendInvoice(db, invoice, how)) });
  },
});
