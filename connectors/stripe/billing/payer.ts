import type Stripe from 'stripe';
import type { Payer } from '#flow/contracts/billing-provider.ts';
import { keyOf, ownId } from './keys.ts';
import { isMissing } from './stripe-failure.ts';

const create = async (api: Stripe, tenantId: string, key: string): Promise<string> =>
  (await api.customers.create({ metadata: { tenant: tenantId } }, keyOf(key, 'customer'))).id;

/**
 * The customer, with what it is called today. One a tenant: the key names the tenant alone, and nothing that changes goes
 * with it. One that somebody deleted at Stripe is followed by another.
 */
export const customerOf = async (api: Stripe, payer: Payer): Promise<string> => {
  const { tenantId, email, name, taxId } = payer;
  const told = { email, name, metadata: { tenant: tenantId, tax_id: taxId ?? '' } };
  const tell = async (id: string): Promise<string> => {
    // Told again it is the same; and a key of ours would give an old answer about one that is gone.
    await api.customers.update(id, told);
    return id;
  };
  const known = payer.customer ?? (await create(api, tenantId, tenantId));
  try {
    return await tell(known);
  } catch (error) {
    if (!isMissing(error)) throw error;
    return await tell(await create(api, tenantId, `${tenantId}/${known}`));
  }
};

/** A discount of one period, once. Its id is the ask's, so that it is found on what carries it. */
export const couponOf = async (
  api: Stripe,
  ask: { discount: number; idempotencyKey: string },
): Promise<string | null> => {
  if (ask.discount === 0) return null;
  const id = ownId('coupon', ask.idempotencyKey);
  const coupon = {
    ...{
      id,
      amount_off: ask.discount,
      currency: 'brl',
      duration: 'once',
      max_redemptions: 1,
      name: 'Desconto · Discount',
    },
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
