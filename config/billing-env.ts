import { z } from 'zod';
import { says } from './says.ts';

const EVERY_TEXT = says('use uma duração ISO 8601, como P1D', 'use an ISO 8601 duration, as P1D');

/** CPF, CNPJ (which may hold letters), e-mail, telephone, or random. */
const PIX_KEY =
  /^(\d{11}|[0-9A-Z]{12}\d{2}|[^\s@]{1,60}@[^\s@]{1,60}|\+55\d{10,11}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

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
  /** `APP_USR-…` (or `TEST-…`): of the account that is paid. */
  MERCADOPAGO_ACCESS_TOKEN: z
    .string()
    .regex(/^(APP_USR|TEST)-[\w-]+$/, says('use um token APP_USR-… ou TEST-…', 'use a token APP_USR-… or TEST-…'))
    .optional(),
  /** Comma list: the secret of the webhooks, one for each application and mode (production, test). */
  MERCADOPAGO_WEBHOOK_SECRETS: z
    .string()
    .transform((text) => text.split(/[\s,]+/).filter((one) => one !== ''))
    .default([]),
  /** The operator's own Pix key, for what is paid without a provider: CPF, CNPJ, e-mail, `+55…` or a random key. */
  BILLING_PIX_KEY: z
    .string()
    .regex(PIX_KEY, says('use uma chave Pix, sem pontuação', 'use a Pix key, without punctuation'))
    .optional(),
  /** Who is paid, as the payer's bank shows it. */
  BILLING_PIX_NAME: z.string().trim().min(1).optional(),
  BILLING_PIX_CITY: z.string().trim().min(1).optional(),
  /** Who issues invoices: as they are registered, CPF or CNPJ, the lines of the address with `|` between them. */
  BILLING_ISSUER_NAME: z.string().trim().min(1).max(100).default('Trama'),
  BILLING_ISSUER_TAX_ID: z
    .string()
    .regex(/^[\dA-Za-z./-]{11,20}$/, says('use um CPF ou CNPJ', 'use a CPF or CNPJ'))
    .optional(),
  BILLING_ISSUER_ADDRESS: z.string().trim().min(1).max(300).optional(),
  BILLING_ISSUER_EMAIL: z.email(says('use um endereço de e-mail', 'use an e-mail address')).optional(),
  /** How often every subscription is compared with what its provider says. */
  BILLING_RECONCILE_EVERY: z
    .string()
    .regex(/^P(?=.*[1-9])(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+S)?)?$/, EVERY_TEXT)
    .default('P1D'),
};

/** Settings of one provider, which are of no use without the others. */
export const PAID_TOGETHER = [
  ['STRIPE_SECRET_KEY', 'STRIPE_WEBHOOK_SECRET'],
  ['BILLING_PIX_KEY', 'BILLING_PIX_NAME', 'BILLING_PIX_CITY'],
] as const satisfies readonly (readonly (keyof typeof BILLING_SETTINGS)[])[];
