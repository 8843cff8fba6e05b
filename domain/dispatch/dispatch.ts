import type { Json, JsonObject } from '#flow/json.ts';
import type { TraceStep, WaitingFor } from '#flow/machine/protocol.ts';
import type { OutboxRef } from '../outbox/outbox-row.ts';
import type { Admission } from '../runs/admit-request.ts';
import type { Backlog } from './backlog.ts';
import type { FreshRun } from './fresh-run.ts';
import type { PartialText } from './live-hub.ts';

/** What a `respond` node sent to the caller that began the run. */
export interface RunAnswer {
  kind: 'answer';
  status: number;
  headers: JsonObject;
  body: Json;
}

/** Where an open run stands, as its workflow tells it. */
export interface LiveRun {
  status: 'running' | 'waiting' | 'paused';
  waitingFor: WaitingFor[];
  /** In order of `n`: those past `since` that no page in PostgreSQL holds in a later state. */
  steps: TraceStep[];
}

/** Which runs a live stream looks at: one run, all runs of a flow, or (neither given) all of the tenant. */
export interface RunFilter {
  runId?: string;
  flowId?: string;
  /** Who draws the flow and its draft, in place of its runs. */
  drawing?: true;
}

export interface DispatchHealth {
  /** False: Temporal cannot be reached; what is accepted meanwhile starts later. */
  temporal: boolean;
  /** By the name of their task queue: does a worker poll it? */
  workers: Record<string, boolean>;
}

/**
 * The way from what was accepted (rows in PostgreSQL) to what runs (Temporal). Everything here is a short cut: where a
 * call fails or its process dies, the dispatcher and the sweep do the same from the rows.
 */
export interface Dispatch {
  /** Begins to start the run that the caller has just admitted; `fresh` spares reading what the caller knows. */
  start(tenantId: string, admission: Admission & { outboxId: bigint }, fresh: FreshRun | null): void;
  /** Begins to carry out any other row, in its run's order. */
  tell(row: OutboxRef): void;
  /** Waits until the run's row is closed. */
  waitForEnd(tenantId: string, runId: string, timeoutMs: number, signal: AbortSignal): Promise<'ended' | 'timeout'>;
  /** Waits for the answer of a `respond` node; `ended`: the run's row is closed, and nothing answered. */
  waitForAnswer(
    tenantId: string,
    runId: string,
    timeoutMs: number,
    signal: AbortSignal,
  ): Promise<RunAnswer | { kind: 'ended' } | { kind: 'timeout' }>;
  /**
   * Asks the workflow of an open run. `since`: only steps with a greater `n` (Infinity: none). Null where it cannot be
   * asked within a second: not started yet, just ended, or Temporal is away.
   */
  liveTrace(workflowId: string, since?: number): Promise<LiveRun | null>;
  /** Calls `onChange` soon after something of these runs may have changed; it may call too often. Gives the way out. */
  watch(tenantId: string, filter: RunFilter, onChange: () => void): () => void;
  /** Hears texts of a run as actions of this process make them; what another process makes is not heard. */
  onPartial(runId: string, listener: (partial: PartialText) => void): () => void;
  health(): Promise<DispatchHealth>;
  /** How far the workers are behind, for whoever adds more of them. */
  backlog(): Promise<Backlog>;
}
