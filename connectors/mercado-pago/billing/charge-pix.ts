import { createHash } from 'node:crypto';
import type { Asked, ChargeOnce, ProviderPayment } from '#flow/contracts/billing-provider.ts';
import { pixImage } from '#flow/pix/draw-pix.ts';
import { type MercadoPagoClient, refusal } from './client.ts';
import { Payment, pageOf } from './objects.ts';
import { chargeOnceOf, paymentId } from './payment-of.ts';
import { formatOnce } from './reference.ts';

/** Long enough for somebody who has to ask the one who pays; Mercado Pago takes from 30 minutes to 30 days. */
const VALID_MS = 24 * 3_600_000;
const MINUTE_MS = 60_000;

/**
 * One payment by Pix. A card that a subscription is paid with cannot be charged beside it without its owner, so this is how
 * everything outside of the periods is paid. A repeat finds the one that stands there by its reference.
 */
export const chargePix = async (
  client: MercadoPagoClient,
  ask: ChargeOnce,
  nowMs: number,
  signal: AbortSignal,
): Promise<Asked> => {
  if (ask.amount < 1) throw refusal('amount_too_small');
  const reference = formatOnce({
    tenantId: ask.payer.tenantId,
    request: ask.request,
    attempt: createHash('sha256').update(ask.idempotencyKey).digest('hex').slice(0, 12),
    subscription: ask.subscription,
  });
  const query = new URLSearchParams({ external_reference: reference, sort: 'date_created', criteria: 'desc' });
  const known = await client.get(`/v1/payments/search?${query}`, pageOf(Payment), signal);
  const found = known?.results.find((payment) => payment.external_reference === reference);
  const payment =
    found ??
    (await client.post('/v1/payments', bodyOf(ask, reference, nowMs), Payment, {
      idempotencyKey: ask.idempotencyKey,
      signal,
    }));
  return askedOf(payment);
};

const askedOf = (payment: Payment): Asked => {
  const ref = paymentId(payment.id);
  const read: ProviderPayment | null = chargeOnceOf(payment);
  if (read?.pix)
    return { kind: 'pix', ref, code: read.pix.code, image: pixImage(read.pix.code), expiresAt: read.pix.expiresAt };
  if (read?.status === 'paid') return { kind: 'done', ref, payment: read };
  return { kind: 'refused', ref, code: payment.status_detail ?? payment.status };
};

const bodyOf = ({ payer, lines, amount }: ChargeOnce, reference: string, nowMs: number) => {
  const [first = payer.name, ...rest] = payer.name.trim().split(/\s+/);
  // Of whole minutes, so that a repeat within one is word for word the same.
  const expires = Math.ceil((nowMs + VALID_MS) / MINUTE_MS) * MINUTE_MS;
  return {
    transaction_amount: amount / 100,
    description: lines
      .map(({ name }) => name)
      .join(' + ')
      .slice(0, 120),
    payment_method_id: 'pix',
    external_reference: reference,
    // As its documentation writes it: with an offset.
    date_of_expiration: new Date(expires).toISOString().replace('Z', '+00:00'),
    payer: {
      email: payer.email,
      first_name: first.slice(0, 60),
      ...(rest.length > 0 && { last_name: rest.join(' ').slice(0, 60) }),
      ...(payer.taxId !== null && {
        identification: { type: payer.taxId.length === 11 ? 'CPF' : 'CNPJ', number: payer.taxId },
      }),
    },
  };
};
