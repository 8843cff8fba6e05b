import { ApplicationFailure, CancelledFailure } from '@temporalio/common';
import { WORKER_LOST } from '#flow/contracts/worker-lost.ts';
import { TramaError } from '#flow/errors.ts';
import { inLocale, type Json, type Locale } from '#flow/json.ts';
import type { Tries } from './tries.ts';

/** The attempt went with its process; those before it are told, for the run asks for another. */
export const workerLost = ({ earlier }: Tries): Error =>
  ApplicationFailure.nonRetryable(
    'The worker is going',
    WORKER_LOST,
    ...(earlier.length > 0 ? [{ tries: earlier }] : []),
  );

export interface Failing {
  locale: Locale;
  tries: Tries;
  cancelled: AbortSignal;
}

/** The one place where what an action threw becomes what Temporal retries, parks or gives up (`flow/errors.ts`). */
export function failureOf(thrown: unknown, { locale, tries, cancelled }: Failing): Error {
  if (thrown instanceof ApplicationFailure && thrown.type === WORKER_LOST) return thrown;
  if (cancelled.aborted) {
    const reason: unknown = cancelled.reason;
    if (reason instanceof CancelledFailure && reason.message === 'WORKER_SHUTDOWN') return workerLost(tries);
    return reason instanceof CancelledFailure ? reason : new CancelledFailure('cancelled');
  }
  const { attempt } = tries;
  if (!(thrown instanceof TramaError)) {
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    return ApplicationFailure.create({
      message,
      type: 'internal',
      details: [{ attempt, details: null, tries: tries.failed('internal', message) }],
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
    details: [
      {
        attempt,
        details,
        ...(until === undefined ? {} : { waitUntil: until }),
        // The only attempt says no more than the failure itself.
        ...(retry === 'never' && tries.earlier.length === 0 ? {} : { tries: tries.failed(code, message, until) }),
      },
    ],
  });
}

const DEFAULT_WAIT_MS = 60_000;
