import type { BillingDesk } from '#flow/contracts/billing-desk.ts';
import { failure } from '#flow/errors.ts';
import type { ActionContext } from '../action-context.ts';

/** The desk, whom it works for, and the key under which done twice is done once. */
export const deskOf = ({
  subject,
  idempotencyKey,
  services: { billing },
}: ActionContext): { desk: BillingDesk; subject: string; key: string } => {
  if (!billing || subject === null)
    throw failure(
      'unavailable',
      'Ninguém cuida de assinaturas nesta instalação.',
      'Nobody takes care of subscriptions at this installation.',
    );
  return { desk: billing, subject, key: idempotencyKey };
};
