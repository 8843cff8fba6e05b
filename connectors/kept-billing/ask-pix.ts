import type { KeptPayment } from '#flow/contracts/billing-kept.ts';
import type { Asked, BillingProvider, Payer, ProviderPayment } from '#flow/contracts/billing-provider.ts';
import { pixImage } from '#flow/pix/draw-pix.ts';
import { paymentId, refusal, txidOf } from './ids.ts';
import type { KeptSettings } from './kept-billing.ts';
import { nameOf, paymentOf } from './reading.ts';
import { refresh } from './refresh.ts';

const DAY_MS = 86_400_000;
/** A bank's statement is looked at on working days; what pays a period may come late. */
const VALID_MS = { once: 3 * DAY_MS, period: 10 * DAY_MS };
/** A code that is over sooner is replaced at a try: it would run out before the next one, and nobody could pay meanwhile. */
const SPARE_MS = 4 * DAY_MS;

interface Charge
  extends Pick<KeptPayment, 'of' | 'subscription' | 'amount' | 'periodStart' | 'periodEnd' | 'interval'> {
  name: string;
  /** What it pays for is over then. */
  payableUntil?: string | undefined;
}
type AskedFor = { payer: Payer; request: string; idempotencyKey: string };

/** One charge under a key: a repeat gives the code of the first. What costs nothing is paid at once. */
export const askPix = async (
  settings: KeptSettings,
  ask: AskedFor,
  charge: Charge,
  signal: AbortSignal,
): Promise<Asked> => {
  const { kept, nowMs } = settings;
  const id = paymentId(ask.payer.tenantId, ask.idempotencyKey);
  const known = await kept.payment(id);
  const payment = known ? await refresh(settings, known, signal) : await make(settings, { id, ...ask }, charge, signal);
  return asked(paymentOf(payment, nowMs()));
};

const make = async (
  { kept, source, nowMs }: KeptSettings,
  { id, payer, request }: AskedFor & { id: string },
  { name, payableUntil, ...charge }: Charge,
  signal: AbortSignal,
): Promise<KeptPayment> => {
  const txid = txidOf(id);
  const now = new Date(nowMs()).toISOString();
  const longest = new Date(nowMs() + VALID_MS[charge.of]).toISOString();
  const expiresAt = payableUntil !== undefined && payableUntil < longest ? payableUntil : longest;
  const isFree = charge.amount === 0;
  const pix = { payment: id, attempt: 1, txid, amount: charge.amount, payer, name, expiresAt };
  const issued = isFree ? { code: '', charge: null, expiresAt } : await source.issue(pix, signal);
  return kept.add<KeptPayment>({
    ...{
      kind: 'payment',
      provider: source.provider,
      id,
      tenantId: payer.tenantId,
      request,
      txid,
      ...charge,
      ...issued,
    },
    ...{ attempts: 1, backThere: 0, refunds: [], disputed: false, status: isFree ? 'paid' : 'pending' },
    ...{ createdAt: now, paidAt: isFree ? now : null, failureCode: null },
  });
};

const asked = (payment: ProviderPayment): Asked => {
  const ref = payment.id;
  if (payment.status === 'paid') return { kind: 'done', ref, payment };
  if (payment.pix === null) return { kind: 'refused', ref, code: payment.failureCode ?? payment.status };
  return { kind: 'pix', ref, ...payment.pix, image: pixImage(payment.pix.code) };
};

/** The same charge, open for longer. Where its code ran out at the source, it gets another; the one before can be paid no more. */
export const renewCode = async (
  settings: KeptSettings,
  { payment }: Parameters<BillingProvider['retry']>[0],
  signal: AbortSignal,
): Promise<ProviderPayment> => {
  const { kept, source, nowMs } = settings;
  const known = await kept.payment(payment.id);
  if (!known) throw refusal(source.provider, 'no_payment');
  const found = await refresh(settings, known, signal);
  const isOpen = found.status === 'pending' && Date.parse(found.expiresAt) > nowMs() + SPARE_MS;
  if (found.status === 'paid' || found.status === 'void' || isOpen) return paymentOf(found, nowMs());
  if (found.charge !== null) await source.close(found.charge, signal);
  const last = await refresh(settings, found, signal);
  if (last.status === 'paid') return paymentOf(last, nowMs());
  const expiresAt = new Date(nowMs() + VALID_MS[found.of]).toISOString();
  const attempt = found.attempts + 1;
  const subscription = found.subscription === null ? null : await kept.subscription(found.subscription);
  if (!subscription) throw refusal(source.provider, 'no_subscription');
  const payer = { tenantId: found.tenantId, customer: null, ...subscription.payer };
  const { id, txid, amount } = found;
  const issued = await source.issue(
    { payment: id, attempt, txid, amount, payer, name: nameOf(subscription.lines), expiresAt },
    signal,
  );
  const changed = await kept.change<KeptPayment>(id, 'payment', (now) =>
    now.status === 'pending' || now.status === 'failed'
      ? { ...now, ...issued, attempts: attempt, status: 'pending', failureCode: null }
      : null,
  );
  return paymentOf(changed ?? last, nowMs());
};
