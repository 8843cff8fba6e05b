import { z } from 'zod';
import { says } from './says.ts';

const EVERY_TEXT = says('use uma duração ISO 8601, como P1D', 'use an ISO 8601 duration, as P1D');

/** Of plans and payments (docs/billing.md). A provider whose settings are missing is not there, and nobody can choose it. */
export const BILLING_SETTINGS = {
  /** `sk_…` or `rk_…`: of the account that is paid. */
  STRIPE_SECRET_KEY: z
    .string()
    .regex(/^[sr]k_[\w-]+$/, says('use uma chave sk_… ou rk_…', 'use a key sk_… or rk_…'))
    .optional(),
  /** `whsec_…`: of the endpoint that delivers to /hooks/billing/stripe. */
  STRIPE_WEBHOOK_SECRET: z
    .string()
    .regex(/^whsec_.+$/, says('use um segredo whsec_…', 'use a secret whsec_…'))
    .optional(),
  /** How often every subscription is compared with what its provider says. */
  BILLING_RECONCILE_EVERY: z
    .string()
    .regex(/^P(?=[\dT])(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+S)?)?$/, EVERY_TEXT)
    .default('P1D'),
};
