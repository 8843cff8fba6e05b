import type Stripe from 'stripe';
import type { Payer } from '#flow/contracts/billing-provider.ts';
import { keyOf, ownId } from './keys.ts';

/**
 * The customer, with what it is called today. One a tenant: the key names the tenant alone, and nothing that changes goes
 * with it.
 */
export const customerOf = async (api: Stripe, payer: Payer): Promise<string> => {
  const { tenantId, email, name, taxId } = payer;
  const id =
    payer.customer ?? (await api.customers.create({ metadata: { tenant: tenantId } }, keyOf(tenantId, 'customer'))).id;
  const told = { email, name, metadata: { tenant: tenantId, tax_id: taxId ?? '' }, preferred_locales: ['pt-BR'] };
  await api.customers.update(id, told, keyOf(ownId(id, JSON.stringify(told)), 'customer'));
  return id;
};

/** A discount of one period, once. Its id is the ask's, so that it is found on what carries it. */
export const couponOf = async (
  api: Stripe,
  ask: { discount: number; idempotencyKey: string },
): Promise<string | null> => {
  if (ask.discount === 0) return null;
  const id = ownId('coupon', ask.idempotencyKey);
  const coupon = {
    ...{ id, amount_off: ask.discount, currency: 'brl', duration: 'once', max_redemptions: 1, name: 'Desconto' },
  } as const;
  await api.coupons.create(coupon, keyOf(ask.idempotencyKey, 'coupon')).catch(unlessThere);
  return id;
};

const unlessThere = (error: unknown): void => {
  if ((error as { code?: unknown } | null)?.code !== 'resource_already_exists') throw error;
};

/** What a line is of. Its id comes from its key and name, so that the same is made once, however many pay for it. */
export const productOf = async (api: Stripe, line: { key: string; name: string }): Promise<string> => {
  const id = ownId('product', line.key, line.name);
  const product = { id, name: line.name, metadata: { key: line.key } };
  await api.products.create(product, keyOf(id, 'product')).catch(unlessThere);
  return id;
};
