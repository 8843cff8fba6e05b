import type { Explained } from './explained.ts';

/** What whoever takes the money answers. */
export const BILLING_ERRORS: Record<string, Explained> = {
  billing_unreachable: {
    remedy: 'retry',
    pt: [
      'O serviço de pagamento não respondeu.',
      'Ele está fora do ar, ou pediu que se espere um pouco. Nada foi cobrado por isso, e o plano fica como está.',
      'Tente de novo em alguns minutos.',
    ],
    en: [
      'The payment service did not answer.',
      'It is down, or asked us to wait a little. Nothing was charged because of that, and the plan stays as it is.',
      'Try again in a few minutes.',
    ],
  },
  billing_refused: {
    remedy: 'none',
    pt: [
      'O serviço de pagamento recusou o pedido.',
      'Ele disse não ao que se pediu, e diria de novo.',
      'Confira os dados de pagamento; se estiverem certos, fale com o suporte.',
    ],
    en: [
      'The payment service refused the request.',
      'It said no to what was asked, and would say so again.',
      'Check the payment details; if they are right, talk to support.',
    ],
  },
};
