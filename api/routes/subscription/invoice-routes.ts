import type { Route } from '#api/frame/route.ts';
import { downloadInvoice, getSubscriptionInvoice, listSubscriptionInvoices, mailInvoice } from './invoices.ts';
import { getBillingProfile, setBillingProfile } from './profile.ts';

/** What a tenant was charged, and whom invoices are made out to. */
export const invoiceRoutes: readonly Route[] = [
  ...[getBillingProfile, setBillingProfile],
  ...[listSubscriptionInvoices, getSubscriptionInvoice, downloadInvoice, mailInvoice],
];
