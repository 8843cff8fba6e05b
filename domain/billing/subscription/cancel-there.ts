import type { BillingProvider } from '#flow/contracts/billing-provider.ts';
import { isProvidersNo } from './providers-no.ts';

/**
 * Ends a subscription at its provider. False: it knows of none (removed there, or of another account's key), so that nobody who wants
 * the end waits for ever for it. Any other no is thrown, as is a key of ours that it does not take.
 */
export const cancelThere = async (
  provider: BillingProvider,
  ask: Parameters<BillingProvider['cancel']>[0],
  signal: AbortSignal,
): Promise<boolean> => {
  try {
    await provider.cancel(ask, signal);
    return true;
  } catch (error) {
    if (!isProvidersNo(error) || (await provider.readSubscription(ask.subscription, signal))) throw error;
    return false;
  }
};
