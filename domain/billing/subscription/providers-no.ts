import { TramaError } from '#flow/errors.ts';

/**
 * Whether a provider said no to what was asked. Not where it does not take our own credential (`operator`): that is about nobody's
 * wish, and passes once somebody of ours has mended it.
 */
export const isProvidersNo = (error: unknown): error is TramaError =>
  error instanceof TramaError && error.code === 'billing_refused' && error.retry !== 'operator';
