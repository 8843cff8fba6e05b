import type { TramaError } from '#flow/errors.ts';
import { fail } from './fail.ts';
import { type Allowance, type BucketRule, rateHeaders } from './token-bucket.ts';

/** The refusal of a bucket that is empty: its answer says when to come back, and what the rule is (`problemHeaders`). */
export function tooMany(
  rule: BucketRule,
  allowance: Allowance,
  nowMs: number,
  [pt, en]: [string, string],
  name = 'burst',
): TramaError {
  const { RateLimit, 'RateLimit-Policy': policy } = rateHeaders(rule, allowance, name);
  return fail('rate_limited', pt, en, {
    waitUntil: nowMs + allowance.resetSeconds * 1000,
    details: { rateLimit: RateLimit, rateLimitPolicy: policy },
  });
}
