import type { KeptPayment } from '#flow/contracts/billing-kept.ts';
import type { Asked, BillingProvider, Payer, ProviderPayment } from '#flow/contracts/billing-provider.ts';
import { brCode } from '#flow/pix/br-code.ts';
import { pixImage } from '#flow/pix/draw-pix.ts';
import { paymentId, refusal, txidOf } from './ids.ts';
import type { Settings } from './manual-billing.ts';
import { paymentOf } from './reading.ts';

const DAY_MS = 86_400_000;
/** The bank's statement is looked at on working days; what pays a period may come late. */
const VALID_MS = { once: 3 * DAY_MS, period: 10 * DAY_MS };

type Charge = Pick<KeptPayment, 'of' | 'subscription' | 'amount' | 'periodStart' | 'periodEnd' | 'interval'>;

/** One charge under a key: a repeat gives the code of the first. What costs nothing is paid at once. */
export const askPix = async (
  { kept, pix, nowMs }: Settings,
  { payer, request, idempotencyKey }: { payer: Payer; request: string; idempotencyKey: string },
  charge: Charge,
): Promise<Asked> => {
  if (pix === null) throw refusal('not_set_up');
  const id = paymentId(payer.tenantId, idempotencyKey);
  const txid = txidOf(id);
  const now = new Date(nowMs()).toISOString();
  const isFree = charge.amount === 0;
  const payment = await kept.add<KeptPayment>({
    ...{ kind: 'payment', id, tenantId: payer.tenantId, request, txid, ...charge, refunds: [], disputed: false },
    status: isFree ? 'paid' : 'pending',
    code: isFree ? '' : brCode({ ...pix, amount: charge.amount, txid }),
    expiresAt: new Date(nowMs() + VALID_MS[charge.of]).toISOString(),
    ...{ createdAt: now, paidAt: isFree ? now : null, failureCode: null },
  });
  return asked(paymentOf(payment, nowMs()));
};

const asked = (payment: ProviderPayment): Asked => {
  const ref = payment.id;
  if (payment.status === 'paid') return { kind: 'done', ref, payment };
  if (payment.pix === null) return { kind: 'refused', ref, code: payment.failureCode ?? payment.status };
  return { kind: 'pix', ref, ...payment.pix, image: pixImage(payment.pix.code) };
};

/** The same charge, open for longer: the code stays what it was, for it names the payment and nothing else. */
export const renewCode = async (
  { kept, nowMs }: Settings,
  { payment }: Parameters<BillingProvider['retry']>[0],
): Promise<ProviderPayment> => {
  const expiresAt = new Date(nowMs() + VALID_MS[payment.kind]).toISOString();
  const changed = await kept.change<KeptPayment>(payment.id, 'payment', (found) =>
    found.status === 'pending' || found.status === 'failed'
      ? { ...found, status: 'pending', failureCode: null, expiresAt }
      : null,
  );
  if (!changed) throw refusal('no_payment');
  return paymentOf(changed, nowMs());
};
