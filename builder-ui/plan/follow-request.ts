import { navigate } from '../router.ts';
import type { PlanRequest } from './plan-api.ts';

/**
 * Goes on where a wish leads: to the page of whoever takes the money, else to ours, which shows a Pix and follows the wish to
 * its end.
 */
export const followRequest = ({
  request,
  checkoutUrl,
}: {
  request: PlanRequest;
  checkoutUrl?: string | null;
}): void => {
  const page = checkoutUrl ?? (request.asked?.kind === 'page' ? request.asked.url : null);
  if (page && request.status === 'waiting') return window.location.assign(page);
  const failed = request.status === 'refused' || request.status === 'expired';
  // Where the page is not known yet, ours goes on to it as soon as it is.
  const go = request.status === 'asked' ? '&go=1' : '';
  navigate(`/plan/${failed ? 'error' : 'success'}?request=${request.id}${go}`);
};
