import type { Env } from '#config/env.ts';
import { createManualBilling } from '#connectors/manual/billing/manual-billing.ts';
import { createMercadoPagoBilling } from '#connectors/mercado-pago/billing/mercado-pago-billing.ts';
import { createStripeBilling } from '#connectors/stripe/billing/stripe-billing.ts';
import { createBillingKept } from '#domain/billing/manual/billing-kept.ts';
import type { BillingProviders } from '#flow/contracts/billing-provider.ts';
import type { Database } from '#prisma/with-tenant.ts';
import { guardProvider, isOutside } from './guard-provider.ts';

type Settings = Pick<
  Env,
  | 'STRIPE_API_BASE'
  | 'STRIPE_SECRET_KEY'
  | 'STRIPE_WEBHOOK_SECRET'
  | 'MERCADOPAGO_API_BASE'
  | 'MERCADOPAGO_ACCESS_TOKEN'
  | 'MERCADOPAGO_WEBHOOK_SECRETS'
  | 'BILLING_PIX_KEY'
  | 'BILLING_PIX_NAME'
  | 'BILLING_PIX_CITY'
>;

/** Who takes the money here: those whose settings are all there. `close`: lets go of their connections. */
export const createBillingProviders = (
  env: Settings,
  { database, nowMs }: { database: Database; nowMs?: () => number },
): { providers: BillingProviders; close(): Promise<void> } => {
  const time = nowMs === undefined ? {} : { nowMs };
  const stripe = createStripeBilling({
    secretKey: env.STRIPE_SECRET_KEY ?? null,
    webhookSecret: env.STRIPE_WEBHOOK_SECRET ?? null,
    apiBase: env.STRIPE_API_BASE,
    ...time,
  });
  const kept = createBillingKept(database);
  const mercadoPago = createMercadoPagoBilling({
    kept,
    apiBase: env.MERCADOPAGO_API_BASE,
    accessToken: env.MERCADOPAGO_ACCESS_TOKEN ?? null,
    webhookSecrets: env.MERCADOPAGO_WEBHOOK_SECRETS,
    ...time,
  });
  const { BILLING_PIX_KEY: key, BILLING_PIX_NAME: name, BILLING_PIX_CITY: city } = env;
  const manual = createManualBilling({
    kept,
    pix: key && name && city ? { key, name, city } : null,
    ...time,
  });
  const there = [stripe, mercadoPago, manual].filter((one) => one.missing().length === 0);
  return {
    providers: Object.fromEntries(there.map((one) => [one.name, isOutside(one) ? guardProvider(one, nowMs) : one])),
    close: () => mercadoPago.close(),
  };
};
