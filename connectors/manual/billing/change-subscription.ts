import type { KeptPayment, KeptSubscription } from '#flow/contracts/billing-kept.ts';
import type { BillingProvider } from '#flow/contracts/billing-provider.ts';
import { refusal } from './ids.ts';
import type { Settings } from './manual-billing.ts';
import { subscriptionOf } from './reading.ts';

/** What becomes of a subscription that is paid by Pix: there is nobody to tell, so each is a change of what we keep. */
export const changeSubscription = ({
  kept,
  nowMs,
}: Settings): Pick<BillingProvider, 'setLines' | 'cancel' | 'keep' | 'pause' | 'resume'> => {
  const now = () => new Date(nowMs()).toISOString();
  const change = async (id: string, work: (found: KeptSubscription) => KeptSubscription | null): Promise<void> => {
    if ((await kept.change<KeptSubscription>(id, 'subscription', work)) === null) throw refusal('no_subscription');
  };

  /** Nothing is charged after an end: codes that are open are closed with it. */
  const closeCodes = async (id: string): Promise<void> => {
    for (const { id: payment, of, status } of await kept.paymentsOf(id)) {
      if (of !== 'period' || status !== 'pending') continue;
      await kept.change<KeptPayment>(payment, 'payment', (found) =>
        found.status === 'pending' ? { ...found, status: 'void' } : null,
      );
    }
  };

  const endOfPeriod = async (id: string): Promise<string | null> => {
    const subscription = await kept.subscription(id);
    if (subscription === null) throw refusal('no_subscription');
    const payments = await kept.paymentsOf(id);
    return subscriptionOf(subscription, payments, nowMs()).periodEnd;
  };

  return {
    setLines: ({ subscription, lines, interval }) => change(subscription, (found) => ({ ...found, lines, interval })),
    cancel: async ({ subscription, when }) => {
      const end = when === 'now' ? null : await endOfPeriod(subscription);
      const later = end !== null && end > now() ? end : null;
      await change(subscription, (found) => {
        if (found.endedAt !== null) return null;
        return later === null ? { ...found, endedAt: now() } : { ...found, cancelAt: found.cancelAt ?? later };
      });
      await closeCodes(subscription);
    },
    keep: ({ subscription }) =>
      change(subscription, (found) => {
        if (found.endedAt !== null || (found.cancelAt !== null && found.cancelAt <= now())) throw refusal('ended');
        return found.cancelAt === null ? null : { ...found, cancelAt: null };
      }),
    pause: ({ subscription }) =>
      change(subscription, (found) => (found.pausedAt === null ? { ...found, pausedAt: now() } : null)),
    resume: ({ subscription }) =>
      change(subscription, (found) => (found.pausedAt === null ? null : { ...found, pausedAt: null })),
  };
};
