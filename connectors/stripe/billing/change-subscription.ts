import type Stripe from 'stripe';
import type { BillingProvider } from '#flow/contracts/billing-provider.ts';
import { keyOf } from './keys.ts';
import { ENDED } from './read-subscription.ts';
import { isMissing } from './stripe-failure.ts';
import { secondsOf } from './times.ts';

type Ask<Name extends 'cancel' | 'keep' | 'pause' | 'resume'> = Parameters<BillingProvider[Name]>[0];

/** Ended for good, now or at the period's end. What is ended already is no failure. */
export const cancel = async (api: Stripe, ask: Ask<'cancel'>): Promise<void> => {
  if (ask.when === 'now') {
    await api.subscriptions
      .cancel(ask.subscription, { invoice_now: false, prorate: false }, keyOf(ask.idempotencyKey, 'cancel'))
      .catch(unlessMissing);
    return;
  }
  const { status, cancel_at_period_end: already } = await api.subscriptions.retrieve(ask.subscription);
  if (ENDED.has(status) || already) return;
  await api.subscriptions.update(ask.subscription, { cancel_at_period_end: true }, keyOf(ask.idempotencyKey, 'cancel'));
};

const unlessMissing = (error: unknown): void => {
  if (!isMissing(error)) throw error;
};

/** Takes back that it ends. */
export const keep = async (api: Stripe, ask: Ask<'keep'>): Promise<void> => {
  const { cancel_at_period_end: ending, cancel_at: at } = await api.subscriptions.retrieve(ask.subscription);
  if (!ending && at === null) return;
  await api.subscriptions.update(
    ask.subscription,
    ending ? { cancel_at_period_end: false } : { cancel_at: '' },
    keyOf(ask.idempotencyKey, 'keep'),
  );
};

/** Invoices that would come meanwhile are void: nobody owes them later. */
export const pause = async (api: Stripe, ask: Ask<'pause'>): Promise<void> => {
  const resumes_at = ask.until === null ? undefined : secondsOf(ask.until);
  await api.subscriptions.update(
    ask.subscription,
    { pause_collection: { behavior: 'void', ...(resumes_at === undefined ? {} : { resumes_at }) } },
    keyOf(ask.idempotencyKey, 'pause'),
  );
};

export const resume = async (api: Stripe, ask: Ask<'resume'>): Promise<void> => {
  await api.subscriptions.update(ask.subscription, { pause_collection: '' }, keyOf(ask.idempotencyKey, 'resume'));
};
