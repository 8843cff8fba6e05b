import type { FlowNode } from '#flow/document.ts';
import { durationMs } from '#flow/expressions/dates/durations.ts';
import { retryOf } from '#flow/machine/calls.ts';
import type { NodeType } from '#flow/node-type.ts';
import { DEFAULT_TIMEOUT } from '#flow/plan/plan.ts';

export interface RetryPlan {
  attempts: number;
  /** Between the attempts, ms. */
  pauses: number[];
  /** Of one attempt at most, ms. */
  timeoutMs: number;
  /** All attempts and pauses, at worst, ms. */
  worstMs: number;
}

const MOST_SHOWN = 1000;

/** What an action's retries come to, by the policy that production uses; null where a duration cannot be read. */
export const retryPlan = (node: FlowNode, type: NodeType): RetryPlan | null => {
  try {
    const { maxAttempts, initialMs, backoff, maxMs } = retryOf(node, 0);
    const timeoutMs = durationMs(node.timeout ?? type.timeout ?? DEFAULT_TIMEOUT);
    const attempts = Math.min(maxAttempts, MOST_SHOWN);
    const pauses = Array.from({ length: attempts - 1 }, (_, n) => Math.min(initialMs * backoff ** n, maxMs));
    return { attempts, pauses, timeoutMs, worstMs: attempts * timeoutMs + pauses.reduce((sum, ms) => sum + ms, 0) };
  } catch {
    return null;
  }
};
