import { ApplicationFailure, Context } from '@temporalio/activity';
import type { Json } from '../../json.ts';

/** A failure with a code that the workflow knows it by. `retry`: another attempt may go better. */
export function failure(
  code: string,
  message: string,
  { retry = false, details = null }: { retry?: boolean; details?: Json } = {},
): ApplicationFailure {
  const attempts = Context.current().info.attempt;
  return ApplicationFailure.create({ type: code, message, nonRetryable: !retry, details: [{ attempts, details }] });
}

/** The other side asks to come again later: no attempt is lost, the workflow waits until then. */
export const waitUntil = (until: Date, reason: string): ApplicationFailure =>
  ApplicationFailure.create({
    type: 'wait',
    message: reason,
    nonRetryable: true,
    details: [{ until: until.toISOString() }],
  });
