/** What is left to a caller, for the `RateLimit` headers. */
export interface Allowance {
  allowed: boolean;
  remaining: number;
  /** Seconds until one more call is allowed (refused) or until all are (allowed). */
  resetSeconds: number;
}

export interface BucketRule {
  /** Calls at once. */
  burst: number;
  perSecond: number;
}

/**
 * Token buckets by name, in this process: with several API processes each allows its share again, which a limit meant
 * against runaway clients can bear. Buckets that are full again are forgotten.
 */
export class TokenBuckets {
  readonly #buckets = new Map<string, { tokens: number; at: number; rule: BucketRule }>();
  readonly rule: BucketRule;
  #sweptAt = 0;

  constructor(rule: BucketRule) {
    this.rule = rule;
  }

  /** One call. `rule`: of a bucket that has one of its own. */
  take(name: string, nowMs: number, rule: BucketRule = this.rule): Allowance {
    this.#sweep(nowMs);
    const tokens = this.#tokens(name, nowMs, rule);
    const left = tokens >= 1 ? tokens - 1 : tokens;
    this.#buckets.set(name, { tokens: left, at: nowMs, rule });
    return this.#allowance(tokens >= 1, left, rule);
  }

  /** Would a call be allowed? */
  peek(name: string, nowMs: number): Allowance {
    const tokens = this.#tokens(name, nowMs, this.rule);
    return this.#allowance(tokens >= 1, tokens, this.rule);
  }

  #tokens(name: string, nowMs: number, rule: BucketRule): number {
    const { burst, perSecond } = rule;
    const bucket = this.#buckets.get(name) ?? { tokens: burst, at: nowMs, rule };
    return Math.min(burst, bucket.tokens + (Math.max(0, nowMs - bucket.at) / 1000) * perSecond);
  }

  #allowance(allowed: boolean, left: number, rule: BucketRule): Allowance {
    const missing = allowed ? rule.burst - left : 1 - left;
    return { allowed, remaining: Math.floor(left), resetSeconds: Math.ceil(missing / rule.perSecond) };
  }

  #sweep(nowMs: number): void {
    if (nowMs - this.#sweptAt < 60_000) return;
    this.#sweptAt = nowMs;
    for (const [name, { at, rule }] of this.#buckets)
      if (nowMs - at > (rule.burst / rule.perSecond) * 1000) this.#buckets.delete(name);
  }
}

/** draft-ietf-httpapi-ratelimit-headers: the policy, and what is left of it. */
export const rateHeaders = (rule: BucketRule, { remaining, resetSeconds }: Allowance, name = 'burst') => ({
  'RateLimit-Policy': `"${name}";q=${rule.burst};w=${Math.ceil(rule.burst / rule.perSecond)}`,
  RateLimit: `"${name}";r=${remaining};t=${resetSeconds}`,
});
