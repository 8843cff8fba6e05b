import type { PixSource } from '../../kept-billing/pix-source.ts';
import { makePix } from './charge-pix.ts';
import { type MercadoPagoClient, refusal } from './client.ts';
import { Payment, Refund } from './objects.ts';
import { moneyBack, wasPaid } from './payment-of.ts';
import { formatPix } from './reference.ts';

const pathOf = (charge: string): string => `/v1/payments/${encodeURIComponent(charge)}`;

/** Mercado Pago's Pix for subscriptions that are paid by one each period. */
export const mercadoPagoPix = (client: MercadoPagoClient): PixSource => ({
  provider: 'mercado_pago',
  issue: async ({ payment, attempt, amount, payer, name, expiresAt }, signal) => {
    const reference = formatPix(payment, attempt);
    const pix = { reference, payer, name, amount, expiresMs: Date.parse(expiresAt), idempotencyKey: reference };
    const made = await makePix(client, pix, signal);
    const code = made.point_of_interaction?.transaction_data?.qr_code ?? null;
    if (code === null) throw refusal(made.status_detail ?? 'no_code');
    return { code, charge: made.id, expiresAt: made.date_of_expiration ?? expiresAt };
  },
  see: async (charge, signal) => {
    const payment = await client.get(pathOf(charge), Payment, signal);
    if (payment === null) return null;
    return { isPaid: wasPaid(payment.status), paidAt: payment.date_approved, ...moneyBack(payment) };
  },
  close: async (charge, signal) => {
    const payment = await client.get(pathOf(charge), Payment, signal);
    if (payment?.status === 'pending') await client.put(pathOf(charge), { status: 'cancelled' }, Payment, signal);
  },
  refund: async ({ charge, amount, idempotencyKey }, signal) => {
    await client.post(`${pathOf(charge)}/refunds`, { amount: amount / 100 }, Refund, { idempotencyKey, signal });
  },
});
