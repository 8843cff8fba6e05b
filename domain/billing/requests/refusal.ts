import { failure, type TramaError } from '#flow/errors.ts';
import type { Text } from '#flow/json.ts';

/** Why a wish is refused: the codes are in `details.reason` of the answer, and in the row of a wish that was refused later. */
export const REFUSALS = {
  already_subscribed: {
    pt: 'A conta já tem uma assinatura: mude o plano dela.',
    en: 'There is a subscription already: change its plan.',
  },
  not_subscribed: { pt: 'A conta não tem uma assinatura.', en: 'There is no subscription.' },
  request_open: { pt: 'Já há um pedido em andamento.', en: 'Another request is under way.' },
  payment_open: { pt: 'Há uma cobrança em aberto: ela vem primeiro.', en: 'A charge is open: it comes first.' },
  change_pending: {
    pt: 'Uma mudança já está marcada: desfaça-a primeiro.',
    en: 'A change is scheduled: take it back first.',
  },
  cancel_pending: { pt: 'O cancelamento já está marcado.', en: 'The cancellation is scheduled already.' },
  switch_pending: {
    pt: 'Uma troca da forma de pagamento já está marcada: desfaça-a primeiro.',
    en: 'Another way of paying is scheduled: take that back first.',
  },
  nothing_to_revoke: { pt: 'Não há nada marcado para desfazer.', en: 'Nothing is scheduled that could be taken back.' },
  change_paid: {
    pt: 'O próximo período já foi pago com a mudança, e ela fica: quando ele começar, dá para mudar de novo.',
    en: 'The next period is paid with the change, which stays: once it has begun, you can change again.',
  },
  already_over: {
    pt: 'A assinatura já terminou onde é paga e não pode continuar: quando este período acabar, assine de novo.',
    en: 'The subscription is over where it is paid and cannot go on: subscribe again when this period ends.',
  },
  same_plan: { pt: 'É o que a conta já tem.', en: 'That is what there is already.' },
  same_provider: { pt: 'A assinatura já é paga por esse meio.', en: 'The subscription is paid that way already.' },
  provider_missing: { pt: 'Este meio de pagamento não está configurado.', en: 'This way of paying is not set up.' },
  no_such_plan: { pt: 'Este plano não está à venda.', en: 'This plan is not for sale.' },
  on_request: {
    pt: 'O preço deste plano é combinado: fale conosco.',
    en: 'The price of this plan is talked about: write to us.',
  },
  plan_granted: {
    pt: 'A conta já tem, por acordo e sem prazo, um plano igual ou maior.',
    en: 'The tenant has a plan as large or larger already, by agreement and without an end.',
  },
  plan_paid: {
    pt: 'A conta paga, ou está para pagar, um plano que não é maior: encerre a assinatura primeiro.',
    en: 'The tenant pays, or is about to pay, for a plan that is no larger: end the subscription first.',
  },
  no_such_add_on: { pt: 'Este adicional não existe neste plano.', en: 'There is no such add-on with this plan.' },
  add_on_without_effect: {
    pt: 'O plano já inclui o que este adicional traz.',
    en: 'The plan has what this add-on brings already.',
  },
  no_such_coupon: { pt: 'Este cupom não vale aqui.', en: 'This coupon is not good here.' },
  no_trial: { pt: 'Este plano não tem teste.', en: 'This plan has no trial.' },
  trial_used: {
    pt: 'O teste já foi usado por este e-mail ou documento.',
    en: 'The trial was used by this address or document.',
  },
  not_trialing: { pt: 'A conta não está em teste.', en: 'There is no trial.' },
  not_active: { pt: 'A assinatura não está ativa.', en: 'The subscription is not active.' },
  paused: { pt: 'A assinatura está em pausa.', en: 'The subscription is paused.' },
  not_paused: { pt: 'A assinatura não está em pausa.', en: 'The subscription is not paused.' },
  not_paid: { pt: 'Este pagamento não foi recebido.', en: 'This payment did not come in.' },
  too_much: { pt: 'É mais do que restou do pagamento.', en: 'That is more than is left of the payment.' },
  preview_over: { pt: 'Este preço não vale mais: peça outro.', en: 'This price is over: ask for another.' },
  period_ending: {
    pt: 'O período atual está acabando: peça de novo quando o próximo tiver começado.',
    en: 'The period is about to end: ask again when the next one has begun.',
  },
  payment_refused: { pt: 'O pagamento foi recusado.', en: 'The payment was refused.' },
  ended: { pt: 'A conta está sendo excluída.', en: 'The tenant is being deleted.' },
  withdrawn: { pt: 'O pedido foi retirado.', en: 'The request was withdrawn.' },
} as const satisfies Record<string, Text>;
export type Refusal = keyof typeof REFUSALS;

/** `conflict`, with the reason's code. */
export const refused = (reason: Refusal, more: Record<string, string> = {}): TramaError =>
  failure('conflict', REFUSALS[reason].pt, REFUSALS[reason].en, { details: { reason, ...more } });

/** Whoever takes the money is not set up here any more, or not yet: what it runs cannot be ended, and goes on to be charged there. */
export const notSetUp = (provider: string): TramaError =>
  failure('billing_unreachable', `${provider} não está configurado aqui.`, `${provider} is not set up here.`, {
    details: { provider, code: 'not_set_up' },
  });

/** The reason of a refusal; null: it is another error. */
export const refusalIn = (error: unknown): Refusal | null => {
  const details = (error as { code?: string; details?: { reason?: string } | null }) ?? {};
  const reason = details.code === 'conflict' ? details.details?.reason : undefined;
  return reason !== undefined && Object.hasOwn(REFUSALS, reason) ? (reason as Refusal) : null;
};
