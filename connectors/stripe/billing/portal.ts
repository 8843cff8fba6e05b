import type Stripe from 'stripe';
import { ENDED } from './read-subscription.ts';
import { idOf } from './times.ts';

/**
 * A page of Stripe's where the card is changed. A card that stands on the subscription itself would be charged on, whatever is
 * put in on that page: it becomes the customer's own first, which is what the page changes.
 */
export const portal = async (api: Stripe, ask: { customer: string; returnTo: string }): Promise<{ url: string }> => {
  const { customer } = ask;
  const { data } = await api.subscriptions.list({ customer, status: 'all', limit: 20 });
  for (const { id, status, default_payment_method: method } of data) {
    const own = idOf(method);
    if (own === null || ENDED.has(status)) continue;
    // Doing both again changes nothing, so that keys made by the client do.
    await api.customers.update(customer, { invoice_settings: { default_payment_method: own } });
    await api.subscriptions.update(id, { default_payment_method: '' });
  }
  const { url } = await api.billingPortal.sessions.create({
    customer,
    return_url: ask.returnTo,
    locale: 'auto',
    flow_data: {
      type: 'payment_method_update',
      after_completion: { type: 'redirect', redirect: { return_url: ask.returnTo } },
    },
  });
  return { url };
};
