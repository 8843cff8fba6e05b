import { createHash } from 'node:crypto';
import type { ProviderName } from '#flow/contracts/billing-provider.ts';
import { failure } from '#flow/errors.ts';

const TENANT = /^ten_([0-9a-f]{32})$/;

const sum = (text: string): string => createHash('sha256').update(text).digest('hex');

const made = (kind: 'sub' | 'pix', tenantId: string, key: string): string => {
  const tenant = TENANT.exec(tenantId)?.[1];
  if (tenant === undefined) throw new Error('A payer is a tenant');
  return `${kind}_${tenant}_${sum(key).slice(0, 24)}`;
};

/** The same key gives the same id: a repeat finds what the first try made. */
export const subscriptionId = (tenantId: string, key: string): string => made('sub', tenantId, key);
export const paymentId = (tenantId: string, key: string): string => made('pix', tenantId, key);

/** Whether an id is of what is kept here. */
export const isKept = (id: string): boolean => /^(sub|pix)_[0-9a-f]{32}_[0-9a-f]{24}$/.test(id);

/** What a bank's statement names a payment by: 25 letters and digits, of which no two payments have the same. */
export const txidOf = (payment: string): string => `TRAMA${sum(payment).slice(0, 20).toUpperCase()}`;

/** It was said no, as a provider would: `code` says why. */
export const refusal = (provider: ProviderName, code: string) =>
  failure('billing_refused', `A cobrança por Pix foi recusada (${code}).`, `The Pix was refused (${code}).`, {
    details: { provider, code },
  });
