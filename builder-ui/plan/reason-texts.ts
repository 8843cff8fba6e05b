import type { Locale } from '#flow/json.ts';
import { useLocale } from '../texts/texts.ts';

const pt = {
  declined: 'O banco recusou o pagamento. Tente outro cartão ou outro meio, ou fale com o banco.',
  funds: 'Falta saldo ou limite no cartão. Tente outro cartão ou Pix.',
  over: 'O cartão venceu, ou a validade não confere. Use outro.',
  number: 'O número do cartão não confere.',
  cvc: 'O código de segurança não confere.',
  data: 'Os dados do cartão não conferem. Preencha-os de novo.',
  confirmation: 'O banco pediu confirmação e ela não veio. Tente de novo e confirme no aplicativo do banco.',
  kind: 'Este cartão não faz este tipo de compra. Tente outro cartão ou Pix.',
  disabled: 'O cartão não está liberado para compras. Fale com o banco, ou use outro.',
  duplicate: 'O banco viu aí um pagamento repetido. Espere um pouco, ou use outro cartão.',
  attempts: 'Foram tentativas demais com este cartão. Use outro cartão ou outro meio.',
  away: 'O banco não respondeu. Tente de novo daqui a pouco.',
  given_up: 'Foram várias tentativas, e nenhuma passou. Troque o cartão ou pague de outro jeito.',
  expired: 'O código venceu antes de ser pago.',
  rejected: 'Este Pix não foi achado na conta de quem recebe. Se você pagou, fale com a gente.',
  withdrawn_there: 'A cobrança foi cancelada antes de ser paga.',
  already_subscribed: 'A conta já tem uma assinatura. Veja o plano e mude o que quiser.',
  not_subscribed: 'A conta não tem uma assinatura. Escolha um plano.',
  request_open: 'Já há um pedido em andamento. Espere que ele acabe.',
  payment_open: 'Há uma cobrança em aberto. Acerte-a primeiro.',
  change_pending: 'Uma mudança já está marcada. Desfaça-a primeiro.',
  switch_pending: 'A troca da forma de pagamento já está marcada. Desfaça-a primeiro.',
  change_paid: 'O próximo período já foi pago com a mudança. Quando ele começar, dá para mudar de novo.',
  already_over: 'A assinatura já terminou onde é paga. Quando este período acabar, assine de novo.',
  cancel_pending: 'O cancelamento já está marcado.',
  nothing_to_revoke: 'Não há nada marcado que se possa desfazer.',
  same_plan: 'É o que a conta já tem.',
  same_provider: 'A assinatura já é paga por esse meio.',
  provider_missing: 'Este meio de pagamento não está disponível aqui.',
  no_such_plan: 'Este plano não está mais à venda.',
  on_request: 'O preço deste plano é combinado. Fale com a gente.',
  plan_granted: 'A conta já tem, por acordo e sem prazo, um plano igual ou maior.',
  plan_paid: 'A conta paga, ou está para pagar, um plano que não é maior. Encerre a assinatura primeiro.',
  no_such_add_on: 'Este complemento não existe no plano.',
  add_on_without_effect: 'Este complemento não acrescenta nada ao que o plano já tem.',
  no_such_coupon: 'O cupom não vale para este plano, ou já acabou.',
  no_trial: 'Este plano não tem teste.',
  trial_used: 'Este documento ou e-mail já teve um teste grátis.',
  not_trialing: 'A conta não está em teste.',
  not_active: 'A assinatura não está ativa.',
  paused: 'A assinatura está em pausa. Volte primeiro.',
  not_paused: 'A assinatura não está em pausa.',
  not_paid: 'Este pagamento não foi recebido.',
  too_much: 'É mais do que restou do pagamento.',
  preview_over: 'O preço mostrado não vale mais. Confira de novo.',
  period_ending: 'O período atual está acabando. Peça de novo quando o próximo tiver começado.',
  payment_refused: 'O banco recusou o pagamento. Tente outro cartão ou outro meio.',
  ended: 'A conta está sendo excluída.',
  withdrawn: 'O pedido foi retirado.',
};
type Reason = keyof typeof pt;

const en: Record<Reason, string> = {
  declined: 'The bank declined the payment. Try another card or another way, or talk to the bank.',
  funds: 'The card lacks balance or limit. Try another card, or Pix.',
  over: 'The card is over, or its date does not fit. Use another.',
  number: 'The number of the card does not fit.',
  cvc: 'The security code does not fit.',
  data: 'What was said of the card does not fit. Fill it in again.',
  confirmation: 'The bank asked for a confirmation that did not come. Try again and confirm in the app of the bank.',
  kind: 'This card does not make such purchases. Try another card, or Pix.',
  disabled: 'The card is not open for purchases. Talk to the bank, or use another.',
  duplicate: 'The bank took it for a payment made twice. Wait a little, or use another card.',
  attempts: 'This card was tried too often. Use another card or another way.',
  away: 'The bank did not answer. Try again in a little while.',
  given_up: 'It was tried several times, and never went through. Change the card, or pay another way.',
  expired: 'The code was over before it was paid.',
  rejected: 'This Pix was not found in the account that it goes to. If you paid, talk to us.',
  withdrawn_there: 'The charge was cancelled before it was paid.',
  already_subscribed: 'The account has a subscription already. See the plan and change what you like.',
  not_subscribed: 'The account has no subscription. Choose a plan.',
  request_open: 'Another request is under way. Wait for its end.',
  payment_open: 'A charge is open. Settle it first.',
  change_pending: 'A change is scheduled. Take it back first.',
  switch_pending: 'The change of the way of paying is scheduled. Take it back first.',
  change_paid: 'The next period is paid with the change. Once it has begun, you can change again.',
  already_over: 'The subscription is over where it is paid. Subscribe again when this period ends.',
  cancel_pending: 'The cancellation is scheduled already.',
  nothing_to_revoke: 'Nothing is scheduled that could be taken back.',
  same_plan: 'That is what the account has already.',
  same_provider: 'The subscription is paid that way already.',
  provider_missing: 'This way of paying is not available here.',
  no_such_plan: 'This plan is not for sale any more.',
  on_request: 'The price of this plan is talked about. Write to us.',
  plan_granted: 'The account has a plan as large or larger already, by agreement and without an end.',
  plan_paid: 'The account pays, or is about to pay, for a plan that is no larger. End the subscription first.',
  no_such_add_on: 'There is no such add-on with the plan.',
  add_on_without_effect: 'This add-on adds nothing to what the plan has already.',
  no_such_coupon: 'The coupon is not for this plan, or is used up.',
  no_trial: 'This plan has no trial.',
  trial_used: 'This document or e-mail had a free trial already.',
  not_trialing: 'The account is not on trial.',
  not_active: 'The subscription is not active.',
  paused: 'The subscription is paused. Come back first.',
  not_paused: 'The subscription is not paused.',
  not_paid: 'This payment did not come in.',
  too_much: 'That is more than is left of the payment.',
  preview_over: 'The price that was shown is over. Check it again.',
  period_ending: 'The period is about to end. Ask again when the next one has begun.',
  payment_refused: 'The bank refused the payment. Try another card, or another way.',
  ended: 'The account is being deleted.',
  withdrawn: 'The request was withdrawn.',
};

/**
 * What providers call it, by what one can do about it. Of a card that is lost, stolen or suspected its holder hears what everybody
 * hears: whoever tries it learns nothing.
 */
const CODES: Partial<Record<Reason, string>> = {
  declined:
    'card_declined generic_decline do_not_honor call_issuer no_action_taken transaction_not_allowed service_not_allowed security_violation do_not_try_again fraudulent lost_card stolen_card pickup_card restricted_card merchant_blacklist approve_with_id revocation_of_authorization revocation_of_all_authorizations stop_payment_order testmode_decline live_mode_test_card payment_intent_payment_attempt_failed cc_rejected_other_reason cc_rejected_blacklist cc_rejected_high_risk cc_rejected_card_error',
  funds:
    'insufficient_funds card_velocity_exceeded withdrawal_count_limit_exceeded invalid_amount cc_rejected_insufficient_amount cc_amount_rate_limit_exceeded',
  over: 'expired_card invalid_expiry_month invalid_expiry_year cc_rejected_bad_filled_date',
  number: 'incorrect_number invalid_number cc_rejected_bad_filled_card_number',
  cvc: 'incorrect_cvc invalid_cvc cc_rejected_bad_filled_security_code',
  data: 'incorrect_zip incorrect_address incorrect_pin invalid_pin invalid_account new_account_information_available cc_rejected_bad_filled_other',
  confirmation:
    'authentication_required authentication_not_handled invoice_payment_intent_requires_action payment_intent_authentication_failure mobile_device_authentication_required offline_pin_required online_or_offline_pin_required cc_rejected_call_for_authorize cc_rejected_3ds_mandatory cc_rejected_3ds_challenge',
  kind: 'card_not_supported currency_not_supported not_permitted cc_rejected_card_type_not_allowed cc_rejected_invalid_installments',
  disabled: 'cc_rejected_card_disabled',
  duplicate: 'duplicate_transaction cc_rejected_duplicated_payment',
  attempts: 'pin_try_exceeded card_decline_rate_limit_exceeded cc_rejected_max_attempts',
  away: 'processing_error issuer_not_available reenter_transaction try_again_later bank_error cc_rejected_time_out',
  withdrawn_there: 'by_payer by_collector',
};
const REASON_OF = new Map(
  Object.entries(CODES).flatMap(([reason, codes]) => codes.split(' ').map((code) => [code, reason as Reason] as const)),
);

/** A code of ours or of a provider's, in words; null: nobody here knows it. */
export const reasonText = (code: string, locale: Locale): string | null => {
  const words: Record<Reason, string> = locale === 'en' ? en : pt;
  const known = REASON_OF.get(code) ?? (Object.hasOwn(words, code) ? (code as Reason) : undefined);
  // Mercado Pago names new ones now and then.
  const reason = known ?? (code.startsWith('cc_rejected_') ? 'declined' : undefined);
  return reason === undefined ? null : words[reason];
};

/** The same in the reader's language; what nobody knows is shown as it came. */
export const useReasonText = (): ((code: string) => string) => {
  const locale = useLocale();
  return (code) =>
    reasonText(code, locale) ?? (locale === 'en' ? `Reason given: ${code}.` : `Motivo informado: ${code}.`);
};
