import { ApplicationFailure, CancelledFailure } from '@temporalio/common';
import { WORKER_LOST } from '#flow/contracts/worker-lost.ts';
import { TramaError } from '#flow/errors.ts';
import { inLocale, type Json, type Locale } from '#flow/json.ts';

/** The attempt went with its process. */
export const workerLost = (): Error => ApplicationFailure.nonRetryable('The worker is going', WORKER_LOST);

export interface Failing {
  locale: Locale;
  /** The number of the attempt. */
  attempt: number;
  cancelled: AbortSignal;
}

/** The one place where what an action threw becomes what Temporal retries, parks or gives up (`flow/errors.ts`). */
export function failureOf(thrown: unknown, { locale, attempt, cancelled }: Failing): Error {
  if (thrown instanceof ApplicationFailure && thrown.type === WORKER_LOST) return thrown;
  if (cancelled.aborted) {
    const reason: unknown = cancelled.reason;
    if (reason instanceof CancelledFailure && reason.message === 'WORKER_SHUTDOWN') return workerLost();
    return reason instanceof CancelledFailure ? reason : new CancelledFailure('cancelled');
  }
  if (!(thrown instanceof TramaError)) {
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    return ApplicationFailure.create({
      message,
      type: 'internal',
      details: [{ attempt, details: null }],
    });
  }
  const { code, retry, waitUntil } = thrown;
  const message = thrown.text ? inLocale(thrown.text, locale) : thrown.message;
  const details: Json = thrown.details;
  const until = retry === 'wait' ? (waitUntil ?? Date.now() + DEFAULT_WAIT_MS) : undefined;
  return ApplicationFailure.create({
    message,
    type: code,
    nonRetryable: retry !== 'retry',
    details: [{ attempt, details, ...(until === undefined ? {} : { waitUntil: until }) }],
  });
}

const DEFAULT_WAIT_MS = 60_000;
