import type { KeptPayment } from '#flow/contracts/billing-kept.ts';
import type { KeptSettings } from './kept-billing.ts';

/**
 * Writes down what the source says of a payment since: money that came counts whatever we had closed, and stays. Where the source
 * knows of nothing, what stands there stays.
 */
export const refresh = async (
  { kept, source }: KeptSettings,
  payment: KeptPayment,
  signal: AbortSignal,
): Promise<KeptPayment> => {
  const { charge } = payment;
  const seen = charge === null ? null : await source.see(charge, signal);
  if (!seen?.isPaid) return payment;
  const { paidAt, refunded, disputed } = seen;
  const changed = await kept.change<KeptPayment>(payment.id, 'payment', (found) => {
    const isSame = found.status === 'paid' && found.backThere === refunded && found.disputed === disputed;
    // Of two codes of one payment the one that was paid is what a refund names.
    return isSame
      ? null
      : {
          ...found,
          status: 'paid',
          charge,
          paidAt: found.paidAt ?? paidAt,
          backThere: refunded,
          disputed,
          failureCode: null,
        };
  });
  return changed ?? payment;
};
