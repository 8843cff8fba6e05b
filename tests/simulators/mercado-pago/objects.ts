import type { SimInvoice, SimPayment, SimPreapproval, World } from './world.ts';

const OFFSET_MS = 4 * 3_600_000;

/** `2026-11-22T08:00:00.000-04:00`, as Mercado Pago writes times. */
export const timeOf = (ms: number): string => new Date(ms - OFFSET_MS).toISOString().replace('Z', '-04:00');
const timeOrNull = (ms: number | null): string | null => (ms === null ? null : timeOf(ms));

export const preapprovalJson = (world: World, one: SimPreapproval) => ({
  id: one.id,
  payer_id: one.status === 'pending' ? 0 : 900_001,
  payer_email: one.payerEmail,
  back_url: one.backUrl,
  collector_id: 100_200_300,
  application_id: 1_234_567_812_345_678,
  status: one.status,
  reason: one.reason,
  external_reference: one.externalReference,
  date_created: timeOf(one.createdAt),
  last_modified: timeOf(one.modifiedAt),
  init_point: `${world.url}/subscriptions/checkout?preapproval_id=${one.id}`,
  auto_recurring: {
    frequency: one.months,
    frequency_type: 'months',
    transaction_amount: one.amount / 100,
    currency_id: 'BRL',
    start_date: timeOf(one.startAt ?? one.createdAt),
    free_trial: one.trialMonths > 0 ? { frequency: one.trialMonths, frequency_type: 'months' } : null,
  },
  summarized: { quotas: null, charged_quantity: one.cycles, semaphore: 'green' },
  next_payment_date: timeOf(one.nextAt ?? one.startAt ?? one.createdAt),
  payment_method_id: one.status === 'pending' ? null : 'visa',
  first_invoice_offset: null,
});

export const invoiceJson = (world: World, one: SimInvoice) => {
  const payment = one.payment === null ? null : world.payments.get(one.payment);
  return {
    id: one.id,
    type: 'scheduled',
    date_created: timeOf(one.createdAt),
    last_modified: timeOf(one.modifiedAt),
    preapproval_id: one.preapproval,
    reason: world.preapprovals.get(one.preapproval)?.reason ?? '',
    currency_id: 'BRL',
    transaction_amount: one.amount / 100,
    debit_date: timeOf(one.debitAt),
    ...(one.retryAt !== null && { next_retry_date: timeOf(one.retryAt) }),
    retry_attempt: one.retries,
    status: one.status,
    summarized: one.status === 'processed' ? 'done' : 'pending',
    ...(payment && { payment: { id: payment.id, status: payment.status, status_detail: payment.detail } }),
  };
};

export const paymentJson = (world: World, one: SimPayment) => ({
  id: one.id,
  date_created: timeOf(one.createdAt),
  date_approved: timeOrNull(one.approvedAt),
  date_last_updated: timeOf(one.modifiedAt),
  date_of_expiration: timeOrNull(one.expiresAt),
  operation_type: one.operation,
  payment_method_id: one.method,
  payment_type_id: one.method === 'pix' ? 'bank_transfer' : 'credit_card',
  status: one.status,
  status_detail: one.detail,
  currency_id: 'BRL',
  live_mode: true,
  external_reference: one.externalReference,
  transaction_amount: one.amount / 100,
  transaction_amount_refunded: one.refunded / 100,
  card:
    one.method === 'pix'
      ? {}
      : { last_four_digits: '4242', expiration_month: 11, expiration_year: 2030, first_six_digits: '503143' },
  point_of_interaction:
    one.method === 'pix'
      ? {
          type: 'OPENPLATFORM',
          transaction_data: {
            qr_code: `00020126580014br.gov.bcb.pix0136b76aa9c2-2ec4-4110-954e-ebfe34f05b6152040000530398654041.005802BR5905Trama6009SAO PAULO62${String(9 + String(one.id).length).padStart(2, '0')}05${String(5 + String(one.id).length).padStart(2, '0')}mpqri${one.id}6304ABCD`,
            qr_code_base64: 'iVBORw0KGgo=',
            ticket_url: `${world.url}/payments/${one.id}/ticket`,
          },
        }
      : { type: 'SUBSCRIPTIONS' },
});
