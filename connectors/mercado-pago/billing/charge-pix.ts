import { createHash } from 'node:crypto';
import type { Asked, Cents, ChargeOnce, Payer, ProviderPayment } from '#flow/contracts/billing-provider.ts';
import { pixImage } from '#flow/pix/draw-pix.ts';
import { type MercadoPagoClient, refusal } from './client.ts';
import { Payment, pageOf } from './objects.ts';
import { chargeOnceOf, paymentId } from './payment-of.ts';
import { formatOnce } from './reference.ts';

const MINUTE_MS = 60_000;
/** Long enough for somebody who has to ask the one who pays. */
const VALID_MS = 24 * 60 * MINUTE_MS;
/** Mercado Pago takes from 30 minutes to 30 days. */
const LEAST_MS = 30 * MINUTE_MS;

const expiryOf = (payableUntil: string | undefined, nowMs: number): number => {
  if (payableUntil === undefined) return nowMs + VALID_MS;
  const end = Math.floor(Date.parse(payableUntil) / MINUTE_MS) * MINUTE_MS;
  return Math.min(nowMs + VALID_MS, Math.max(end, nowMs + LEAST_MS));
};

/**
 * One payment by Pix. A card that a subscription is paid with cannot be charged beside it without its owner, so this is how
 * everything outside of the periods is paid.
 */
export const chargePix = async (
  client: MercadoPagoClient,
  ask: ChargeOnce,
  nowMs: number,
  signal: AbortSignal,
): Promise<Asked> => {
  const reference = formatOnce({
    tenantId: ask.payer.tenantId,
    request: ask.request,
    attempt: createHash('sha256').update(ask.idempotencyKey).digest('hex').slice(0, 12),
    subscription: ask.subscription,
  });
  const { payer, lines, amount, payableUntil, idempotencyKey } = ask;
  const name = lines.map((line) => line.name).join(' + ');
  const pix = { reference, payer, name, amount, expiresMs: expiryOf(payableUntil, nowMs), idempotencyKey };
  return askedOf(await makePix(client, pix, signal));
};

interface Pix {
  /** What it is found by. */
  reference: string;
  payer: Payer;
  name: string;
  amount: Cents;
  expiresMs: number;
  idempotencyKey: string;
}

/** A repeat finds the one that stands there by its reference, long after the key of the call is forgotten. */
export const makePix = async (client: MercadoPagoClient, pix: Pix, signal: AbortSignal): Promise<Payment> => {
  if (pix.amount < 1) throw refusal('amount_too_small');
  const query = new URLSearchParams({ external_reference: pix.reference, sort: 'date_created', criteria: 'desc' });
  const known = await client.get(`/v1/payments/search?${query}`, pageOf(Payment), signal);
  const found = known?.results.find((payment) => payment.external_reference === pix.reference);
  if (found) return found;
  return client.post('/v1/payments', bodyOf(pix), Payment, { idempotencyKey: pix.idempotencyKey, signal });
};

const askedOf = (payment: Payment): Asked => {
  const ref = paymentId(payment.id);
  const read: ProviderPayment | null = chargeOnceOf(payment);
  if (read?.pix) return { kind: 'pix', ref, ...read.pix, image: pixImage(read.pix.code) };
  if (read?.status === 'paid') return { kind: 'done', ref, payment: read };
  return { kind: 'refused', ref, code: payment.status_detail ?? payment.status };
};

const bodyOf = ({ payer, name, amount, reference, expiresMs }: Pix) => {
  const [first = payer.name, ...rest] = payer.name.trim().split(/\s+/);
  // Of whole minutes, so that a repeat within one is word for word the same.
  const expires = new Date(Math.ceil(expiresMs / MINUTE_MS) * MINUTE_MS).toISOString();
  return {
    transaction_amount: amount / 100,
    description: name.slice(0, 120),
    payment_method_id: 'pix',
    external_reference: reference,
    // As its documentation writes it: with an offset.
    date_of_expiration: expires.replace('Z', '+00:00'),
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
