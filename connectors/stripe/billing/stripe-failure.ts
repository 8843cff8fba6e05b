import Stripe from 'stripe';
import { retryAfter } from '#connectors/http/retry-after.ts';
import { failure, type TramaError } from '#flow/errors.ts';

const { StripeError, StripeConnectionError, StripeAuthenticationError, StripePermissionError } = Stripe.errors;

/** Stripe's word for why not. */
export const wordOf = (error: InstanceType<typeof StripeError>): string =>
  error.decline_code ?? error.code ?? error.rawType ?? error.type;

/** It knows no such object (any more). */
export const isMissing = (error: unknown): boolean =>
  error instanceof StripeError && (error.code === 'resource_missing' || error.statusCode === 404);

/** Nobody answered, or with what passes: a key that is in use, too many requests, a failure of its own. */
const isAway = (error: InstanceType<typeof StripeError>): boolean =>
  error instanceof StripeConnectionError ||
  error.statusCode === undefined ||
  error.statusCode === 409 ||
  error.statusCode === 429 ||
  error.statusCode >= 500;

/** Nobody answered. */
export const noAnswer = (code: string, cause: unknown): TramaError =>
  failure('billing_unreachable', 'O Stripe não responde.', 'Stripe does not answer.', {
    details: { provider: 'stripe', code },
    cause,
  });

/** A failure of Stripe's client in our words; what is none of its passes as it is. */
export const stripeFailure = (error: unknown, nowMs: number): unknown => {
  if (!(error instanceof StripeError)) return error;
  const status = error.statusCode ?? null;
  const details = { provider: 'stripe', code: wordOf(error), status, requestId: error.requestId ?? null };
  if (isAway(error)) {
    const waitUntil = retryAfter(error.headers?.['retry-after'], nowMs) ?? undefined;
    return failure('billing_unreachable', 'O Stripe não responde.', 'Stripe does not answer.', {
      details,
      cause: error,
      ...(waitUntil === undefined ? {} : { waitUntil }),
    });
  }
  const ours = error instanceof StripeAuthenticationError || error instanceof StripePermissionError;
  return failure(
    'billing_refused',
    `O Stripe recusou o pedido: ${details.code}`,
    `Stripe refused the request: ${details.code}`,
    // A key that is wrong is nothing that a tenant can mend.
    { details, cause: error, ...(ours ? { retry: 'operator' as const } : {}) },
  );
};
