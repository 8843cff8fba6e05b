import type { KeptPayment, KeptSubscription } from '#flow/contracts/billing-kept.ts';
import type { BillingProvider } from '#flow/contracts/billing-provider.ts';
import { refusal } from './ids.ts';
import type { KeptSettings } from './kept-billing.ts';
import { subscriptionOf } from './reading.ts';
import { refresh } from './refresh.ts';

/** A code that nobody shall pay any more; one that was paid meanwhile stays paid. */
export const closePix = async (settings: KeptSettings, id: string, signal: AbortSignal): Promise<void> => {
  const { kept, source } = settings;
  const payment = await kept.payment(id);
  if (payment?.status !== 'pending' && payment?.status !== 'failed') return;
  if (payment.charge !== null) await source.close(payment.charge, signal);
  await refresh(settings, payment, signal);
  await kept.change<KeptPayment>(id, 'payment', (found) =>
    found.status === 'pending' || found.status === 'failed' ? { ...found, status: 'void' } : null,
  );
};

/**
 * The code of a next period that is asked for no more: another price, or another code, is what counts. It buys no time from now on;
 * what somebody pays for it all the same is money outside of the periods. A first period was named by nobody, and stays one.
 */
export const expirePix = async (settings: KeptSettings, id: string, signal: AbortSignal): Promise<void> => {
  await closePix(settings, id, signal);
  await settings.kept.change<KeptPayment>(id, 'payment', (found) =>
    found.of === 'period' && found.interval === null
      ? { ...found, of: 'once', periodStart: null, periodEnd: null }
      : null,
  );
};

/** What becomes of a subscription that is paid by Pix: there is nobody to tell, so each is a change of what we keep. */
export const changeSubscription = (
  settings: KeptSettings,
): Pick<BillingProvider, 'setLines' | 'cancel' | 'keep' | 'pause' | 'resume'> => {
  const { kept, nowMs } = settings;
  const refused = (code: string) => refusal(settings.source.provider, code);
  const now = () => new Date(nowMs()).toISOString();
  const change = async (id: string, work: (found: KeptSubscription) => KeptSubscription | null): Promise<void> => {
    if ((await kept.change<KeptSubscription>(id, 'subscription', work)) === null) throw refused('no_subscription');
  };

  /** Nothing is charged after an end: codes that are open are closed with it. */
  const closeCodes = async (id: string, signal: AbortSignal): Promise<void> => {
    for (const { id: payment, of } of await kept.paymentsOf(id))
      if (of === 'period') await closePix(settings, payment, signal);
  };

  const endOfPeriod = async (id: string): Promise<string | null> => {
    const subscription = await kept.subscription(id);
    if (subscription === null) throw refused('no_subscription');
    const payments = await kept.paymentsOf(id);
    return subscriptionOf(subscription, payments, nowMs()).periodEnd;
  };

  return {
    setLines: ({ subscription, lines, interval }) => change(subscription, (found) => ({ ...found, lines, interval })),
    cancel: async ({ subscription, when }, signal) => {
      const end = when === 'now' ? null : await endOfPeriod(subscription);
      const later = end !== null && end > now() ? end : null;
      await change(subscription, (found) => {
        if (found.endedAt !== null) return null;
        return later === null ? { ...found, endedAt: now() } : { ...found, cancelAt: found.cancelAt ?? later };
      });
      await closeCodes(subscription, signal);
    },
    keep: ({ subscription }) =>
      change(subscription, (found) => {
        if (found.endedAt !== null || (found.cancelAt !== null && found.cancelAt <= now())) throw refused('ended');
        return found.cancelAt === null ? null : { ...found, cancelAt: null };
      }),
    pause: ({ subscription }) =>
      change(subscription, (found) => (found.pausedAt === null ? { ...found, pausedAt: now() } : null)),
    resume: ({ subscription }) =>
      change(subscription, (found) =>
        found.pausedAt === null ? null : { ...found, pausedAt: null, resumedAt: now() },
      ),
  };
};
