import { TramaError } from '../errors.ts';
import { durationMs } from '../expressions/dates/durations.ts';
import type { Json, JsonObject } from '../json.ts';
import type { PlanNode } from '../plan/plan.ts';
import type { Command, PathStep, RetryStart, RunStart } from './protocol.ts';
import type { Run } from './run.ts';
import type { Frame } from './state.ts';

/** How long what was cancelled is waited for (`flow-language` §2). */
export const GRACE_MS = 10_000;
/** Actions of a run that are under way at once. */
export const MAX_ACTIVE = 100;

type CallCommand = Extract<Command, { kind: 'call' }>;

/** The policy of a node with the language's defaults; `spent` attempts are gone already. */
export function retryOf(node: Pick<PlanNode, 'retry'>, spent: number): CallCommand['retry'] {
  const {
    maxAttempts = 3,
    initialInterval = 'PT1S',
    backoff = 2,
    maxInterval = 'PT1M',
    nonRetryable = [],
  } = node.retry ?? {};
  return {
    maxAttempts: Math.max(1, maxAttempts - spent),
    initialMs: durationMs(initialInterval),
    backoff,
    maxMs: durationMs(maxInterval),
    nonRetryable,
  };
}

/** By when all attempts of a call and the pauses between them are over, in ms: an upper bound. */
export function longestMs(node: Pick<PlanNode, 'retry' | 'timeoutMs' | 'poll'>): number {
  const { maxAttempts, maxMs } = retryOf(node, 0);
  return maxAttempts * (node.timeoutMs + (node.poll?.forMs ?? 0) + maxMs);
}

/** Most that an action may park in all; P1D where nothing is said. */
export const maxParkMs = (node: Pick<PlanNode, 'retry'>): number => durationMs(node.retry?.maxWait ?? 'P1D');

/** `pedidos:3/cobrar`: a node and its loops. */
export const placeName = (node: string, path: readonly PathStep[]): string =>
  [...path.map((step) => `${step.container}:${step.index}`), node].join('/');

/**
 * The key of a place in a run. A run that retries another keeps the other's key where its last attempt ended without an
 * answer: only then may the repeat be the same effect.
 */
export const effectKeyAt = (
  { run, retry }: { run: Pick<RunStart['run'], 'id'>; retry?: RetryStart | null },
  place: string,
): string => retry?.keys[place] ?? `${run.id}/${place}/1`;

/** `<run>/<path>/<node>/<visit>`: the same over attempts, crashes and continue-as-new, another for each visit. */
export function effectKey(run: Run, frame: Frame, node: string): string {
  return effectKeyAt(run.state.start, placeName(node, frame.path));
}

/** Asks for a call's end; an answer that does not come within the grace is not waited for any longer. */
export function askToEnd(run: Run, call: number, how: 'cancelCall' | 'cancelRun'): void {
  const state = run.state.calls[call];
  if (!state || state.cancelledAt !== undefined) return;
  state.cancelledAt = run.nowMs;
  run.command({ kind: how, call });
  if (run.state.graceTimer === null) {
    run.state.graceTimer = run.timer('grace', 0, -1, run.nowMs + GRACE_MS, 'grace');
  }
}

export function asObject(run: Run, value: Json, what: string): JsonObject {
  if (value !== null && typeof value === 'object' && !Array.isArray(value)) return value;
  throw bad(run, `"${what}" precisa ser um objeto`, `"${what}" must be an object`);
}

export const bad = (run: Run, pt: string, en: string): TramaError =>
  new TramaError('bad_value', run.locale === 'en' ? en : pt, { text: { pt, en } });
