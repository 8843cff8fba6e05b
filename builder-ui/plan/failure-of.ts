import type { PayTexts } from './pay-texts.ts';
import type { PlanRequest } from './plan-api.ts';

interface Failure {
  title: string;
  text: string;
  isPayment: boolean;
}

/** What did not come about: money that did not come, or a wish that was not taken; of a pause nobody pays anything. */
export const failureOf = (
  { kind, status, reason }: Pick<PlanRequest, 'kind' | 'status' | 'reason'>,
  t: PayTexts,
): Failure => {
  if (status === 'expired' && reason === 'withdrawn') return { ...t.withdrawn, isPayment: false };
  if (status === 'expired') return { ...t.expired, ...(kind === 'usage' && { text: t.expiredUse }), isPayment: true };
  if (status === 'refused' && reason !== 'payment_refused')
    return { ...t.notTaken, ...(reason === 'preview_over' && { text: t.outlived }), isPayment: false };
  return { title: status === 'refused' ? t.refused.title : t.errorTitle, text: t.errorText, isPayment: true };
};
