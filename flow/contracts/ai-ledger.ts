/** Tokens of one call, as the provider counted them; the cached ones are among the input. */
export interface TokenCount {
  inputTokens: number;
  cachedInputTokens: number;
  outputTokens: number;
}

/** One call of a model that is about to be made, and under which key it is accounted for. */
export interface AiCall {
  tenantId: string;
  /** The action's idempotency key: what is paid under it stands in one entry, however many calls it took. */
  key: string;
  /** `run_…`. */
  runId: string;
  flowId: string;
  /** `ai.generate`. */
  action: string;
  connectionId: string;
  provider: string;
  model: string;
}

/** What a call takes, or is thought to take at most. Cost in billionths of a US dollar; null: nobody knows the price. */
export interface AiSpent extends TokenCount {
  costNanoUsd: number | null;
}

/**
 * What a tenant's calls took, month by month, and what they may take. A call is reserved before it is made, so that
 * calls side by side never pass the budget together; afterwards what it really took stands in the reservation's place.
 */
export interface AiLedger {
  /** Fails with `budget_exceeded`, also where a budget in money meets a model without a price. */
  reserve(call: AiCall, atMost: AiSpent): Promise<void>;
  commit(call: AiCall, spent: AiSpent): Promise<void>;
  /** The call failed and cost nothing; `lost`: we do not know, for the answer never came. */
  release(call: AiCall, how: { lost: boolean }): Promise<void>;
}
