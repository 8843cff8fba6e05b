import Stripe from 'stripe';
import type { Asked, ChargeOnce } from '#flow/contracts/billing-provider.ts';
import { findSession, pageOf } from './begin.ts';
import { keyOf, markOf } from './keys.ts';
import { customerOf } from './payer.ts';
import { readPayment } from './read-payment.ts';
import { wordOf } from './stripe-failure.ts';
import { idOf } from './times.ts';

/** The words with which a card asks for its owner: on the invoice's own page the charge may still come through. */
const NEEDS_ITS_OWNER = new Set(['authentication_required', 'invoice_payment_intent_requires_action']);

/** One charge on the method of a running subscription, or, without one, on a page. */
export const chargeOnce = async (api: Stripe, ask: ChargeOnce): Promise<Asked> =>
  ask.subscription === null ? await byPage(api, ask) : await byMethod(api, ask, ask.subscription);

const byPage = async (api: Stripe, ask: ChargeOnce): Promise<Asked> => {
  const { payer, request, lines, amount, returnTo, idempotencyKey } = ask;
  const customer = await customerOf(api, payer);
  const before = await findSession(api, customer, idempotencyKey);
  if (before) return pageOf(before, returnTo.success);
  const metadata = { tenant: payer.tenantId, request };
  // A page has no lines below zero: what is credited is told in words.
  const name = lines
    .map((line) => line.name)
    .join(' · ')
    .slice(0, 250);
  const session = await api.checkout.sessions.create(
    {
      mode: 'payment',
      customer,
      client_reference_id: request,
      locale: 'auto',
      allowed_payment_method_types: ['card'],
      adaptive_pricing: { enabled: false },
      line_items: [{ quantity: 1, price_data: { currency: 'brl', product_data: { name }, unit_amount: amount } }],
      invoice_creation: { enabled: true, invoice_data: { metadata } },
      payment_intent_data: { metadata },
      metadata: { ...metadata, ask: markOf(idempotencyKey) },
      success_url: returnTo.success,
      cancel_url: returnTo.error,
    },
    keyOf(idempotencyKey, 'session'),
  );
  return pageOf(session, returnTo.success);
};

const byMethod = async (api: Stripe, ask: ChargeOnce, subscription: string): Promise<Asked> => {
  const { payer, request, lines, idempotencyKey } = ask;
  const running = await api.subscriptions.retrieve(subscription);
  const customer = idOf(running.customer) ?? '';
  const method = idOf(running.default_payment_method);
  const mark = markOf(idempotencyKey);
  const { data } = await api.invoices.list({ customer, limit: 20 });
  const invoice =
    data.find(({ metadata }) => metadata?.ask === mark) ??
    (await api.invoices.create(
      {
        customer,
        // Nothing but this call collects it: what fails here is never tried again behind our back.
        auto_advance: false,
        collection_method: 'charge_automatically',
        pending_invoice_items_behavior: 'exclude',
        currency: 'brl',
        metadata: { tenant: payer.tenantId, request, ask: mark },
        ...(method === null ? {} : { default_payment_method: method }),
      },
      keyOf(idempotencyKey, 'invoice'),
    ));
  if (invoice.status === 'draft') {
    if (invoice.lines.data.length === 0) {
      const items = lines.map(({ name, amount }) => ({ description: name, amount }));
      await api.invoices.addLines(invoice.id, { lines: items }, keyOf(idempotencyKey, 'lines'));
    }
    await api.invoices.finalizeInvoice(invoice.id, { auto_advance: false }, keyOf(idempotencyKey, 'finalize'));
  }
  return await collect(api, invoice.id, idempotencyKey);
};

const collect = async (api: Stripe, id: string, idempotencyKey: string): Promise<Asked> => {
  const before = await api.invoices.retrieve(id);
  if (before.status === 'void') return { kind: 'refused', ref: id, code: 'voided' };
  if (before.status === 'open') {
    try {
      await api.invoices.pay(id, { off_session: true }, keyOf(idempotencyKey, 'pay'));
    } catch (error) {
      const refused = await refusal(api, id, error, idempotencyKey);
      if (refused) return refused;
      throw error;
    }
  }
  const payment = await readPayment(api, id);
  if (payment?.status === 'paid') return { kind: 'done', ref: id, payment };
  // Neither paid nor refused: its page shows what is missing.
  return { kind: 'page', ref: id, url: payment?.hostedUrl ?? '', expiresAt: null };
};

/** Null: the error says nothing of the card. */
const refusal = async (api: Stripe, id: string, error: unknown, key: string): Promise<Asked | null> => {
  if (!(error instanceof Stripe.errors.StripeError) || error.statusCode !== 402) return null;
  const code = wordOf(error);
  const { status, hosted_invoice_url: url } = await api.invoices.retrieve(id);
  if (status === 'paid') return null;
  if (url && (NEEDS_ITS_OWNER.has(code) || NEEDS_ITS_OWNER.has(error.code ?? '')))
    return { kind: 'page', ref: id, url, expiresAt: null };
  await api.invoices.voidInvoice(id, {}, keyOf(key, 'void'));
  return { kind: 'refused', ref: id, code };
};
