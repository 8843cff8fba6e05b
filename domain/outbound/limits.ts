/** Endpoints that a tenant may have, by its plan. */
const ENDPOINTS: Record<string, number> = { FREE: 3, STARTER: 10, BUSINESS: 50, ENTERPRISE: 500 };

export const endpointsOf = (plan: string): number => ENDPOINTS[plan] ?? ENDPOINTS.FREE ?? 0;

/** What needs more than one plan gives. */
export const planFor = (endpoints: number): string | null =>
  Object.entries(ENDPOINTS).find(([, most]) => most >= endpoints)?.[0] ?? null;

export const LIMITS = {
  headers: 20,
  headerBytes: 2_000,
  flows: 100,
  description: 500,
  /** Attempts a minute. */
  rate: 60_000,
} as const;

/** How long the secret before this one goes on to sign. */
export const OVERLAP_MS = 24 * 3_600_000;
/** Of messages, deliveries, attempts. */
export const KEPT_DAYS = 30;
/** Of an answer's body. */
export const ANSWER_BYTES = 4_096;
/** An endpoint that has taken nothing for so long is disabled at the next attempt that fails; its owners were warned before. */
export const WARN_MS = 24 * 3_600_000;
export const DISABLE_MS = 3 * WARN_MS;
/** Deliveries of one endpoint that are being retried at a time; what fails beyond waits for one of them to go well. */
export const MOST_RETRYING = 100;
