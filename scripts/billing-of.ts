import type { Logger } from 'pino';
import { createBillingProviders } from '#activities/billing/create-billing-providers.ts';
import type { ApiDeps } from '#api/deps.ts';
import type { Env } from '#config/env.ts';
import type { BillingDeps } from '#domain/billing/billing-deps.ts';
import { createBillingDesk } from '#domain/billing/desk/create-billing-desk.ts';
import { NO_FISCAL_ISSUER } from '#domain/billing/invoices/fiscal-issuer.ts';
import { invoiceIssuer } from '#domain/billing/invoices/invoice-issuer.ts';
import { createInvoices } from '#domain/billing/invoices/issue-invoice.ts';
import { tellNotice } from '#domain/billing/notices/tell-notice.ts';
import type { BillingDesk } from '#flow/contracts/billing-desk.ts';
import { durationMs } from '#flow/expressions/dates/durations.ts';
import type { Database } from '#prisma/with-tenant.ts';
import type { BillingWorkDeps } from '#workers/billing-work.ts';
import type { Shutdown } from './shutdown.ts';

interface PaymentParts {
  desk: BillingDesk;
  api: Pick<ApiDeps, 'billing' | 'billingProviders'>;
  work: Pick<BillingWorkDeps, 'deps' | 'everyMs'>;
  /** Where each provider that is set up asks for money; null: a Pix to the operator's own key, which asks nobody. */
  asks: Record<string, string | null>;
}

/** What this installation takes payments with: the providers whose settings are there, and the desk of the lifecycle. */
export const billingOf = (
  env: Env,
  { database, shutdown, log }: { database: Database; shutdown: Shutdown; log: Logger },
): PaymentParts => {
  const { providers, close } = createBillingProviders(env, { database });
  shutdown.defer('payments', 2_000, close);
  const places: Record<string, string> = { stripe: env.STRIPE_API_BASE, mercado_pago: env.MERCADOPAGO_API_BASE };
  const deps: BillingDeps = {
    ...{ database, providers, nowMs: () => Date.now() },
    invoices: createInvoices({ issuer: invoiceIssuer(env), fiscal: NO_FISCAL_ISSUER }),
    tellNotice: (tenantId, notice, data, key, waitMs) => tellNotice({ database }, tenantId, notice, data, key, waitMs),
    publicUrl: env.PUBLIC_URL ?? `http://localhost:${env.PORT}`,
    alarm: (alarm) => log.error({ alarm }, 'somebody has to look at a payment'),
  };
  return {
    desk: createBillingDesk(deps),
    api: { billing: deps, billingProviders: providers },
    work: { deps, everyMs: durationMs(env.BILLING_RECONCILE_EVERY) },
    asks: Object.fromEntries(Object.keys(providers).map((name) => [name, places[name] ?? null])),
  };
};
