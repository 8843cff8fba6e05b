import type { Json } from '../json.ts';

/** Whose state an operation touches, and under which name it counts once. */
export interface StateContext {
  tenantId: string;
  scope: 'tenant' | `flow:${string}`;
  /** The action's idempotency key: a write repeated under it changes nothing and gives the first answer again. */
  effectKey: string;
  nowMs: number;
}

/**
 * State that outlives a run. Each write is one atomic step; every write counts once a `effectKey`, at least for as long
 * as the run that made it may repeat it. What is past its ttl is as if it had never been there. `ttlMs` null: kept for good.
 */
export interface StateStore {
  get(context: StateContext, key: string): Promise<{ value: Json; found: boolean }>;
  put(context: StateContext, key: string, value: Json, ttlMs: number | null): Promise<{ previous: Json }>;
  /** A key that is not there counts as 0. Fails with `bad_value` where the value is not a number. */
  add(context: StateContext, key: string, by: number, ttlMs: number | null): Promise<{ value: number }>;
  /** True for the first effect that asks for the key, and for repeats of that same effect. */
  once(context: StateContext, key: string, ttlMs: number | null): Promise<{ first: boolean }>;
}
