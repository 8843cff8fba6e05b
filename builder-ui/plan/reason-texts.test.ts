import { expect, test } from 'vitest';
import { REFUSALS } from '#domain/billing/requests/refusal.ts';
import { reasonText } from './reason-texts.ts';

/** What our own providers say of a charge that failed (`failureCode` in connectors/ and domain/billing/manual). */
const OURS = ['expired', 'rejected', 'given_up'];
/** As its documentation lists them: https://www.mercadopago.com.br/developers/en/docs/checkout-api/response-handling */
const MERCADO_PAGO = [
  ...['bad_filled_card_number', 'bad_filled_date', 'bad_filled_other', 'bad_filled_security_code', 'blacklist'],
  ...['call_for_authorize', 'card_disabled', 'card_error', 'duplicated_payment', 'high_risk', 'insufficient_amount'],
  ...['invalid_installments', 'max_attempts', 'other_reason', '3ds_mandatory', 'card_type_not_allowed'],
].map((one) => `cc_rejected_${one}`);
/** The codes of a charge at Stripe that failed. */
const STRIPE = [
  ...['card_declined', 'expired_card', 'incorrect_cvc', 'incorrect_number', 'processing_error', 'insufficient_funds'],
  ...['authentication_required', 'card_not_supported', 'do_not_honor', 'lost_card', 'stolen_card', 'fraudulent'],
];

test('why a wish was refused or a charge failed is said in words, in both languages', () => {
  const codes = [...Object.keys(REFUSALS), ...OURS, ...MERCADO_PAGO, ...STRIPE];
  const lacking = codes.filter((code) => reasonText(code, 'pt-BR') === null || reasonText(code, 'en') === null);
  expect(lacking).toEqual([]);
  expect(reasonText('cc_rejected_insufficient_amount', 'pt-BR')).toMatch(/saldo/);
  // New ones come without our hearing of them.
  expect(reasonText('cc_rejected_moon_phase', 'pt-BR')).toBe(reasonText('card_declined', 'pt-BR'));
  expect(reasonText('something_else', 'pt-BR')).toBeNull();
});

test('nobody learns from us that a card is known to be stolen', () => {
  for (const code of ['stolen_card', 'lost_card', 'fraudulent', 'cc_rejected_blacklist'])
    expect(reasonText(code, 'en')).toBe(reasonText('card_declined', 'en'));
});
