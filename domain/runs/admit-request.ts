import type { Json } from '#flow/json.ts';
import type { Pin, Trigger } from '#flow/machine/protocol.ts';

export type WhenBusy = 'signal' | 'queue' | 'skip' | 'replace';

/** A flow's settings, read for one trigger (`flow-language` §6). */
export interface AdmissionSettings {
  whenBusy: WhenBusy;
  /** Null: none. */
  key: string | null;
  concurrency: { max: number; key: string | null } | null;
  /** 1 first … 5 last, among the tenant's own queued runs. */
  priority: number;
}

export const FREE_SETTINGS: AdmissionSettings = { whenBusy: 'queue', key: null, concurrency: null, priority: 3 };

/** The `flow` node that asks for the run. */
export interface ParentCall {
  runId: string;
  workflowId: string;
  call: number;
  /** Of the parent; 0 at the root. */
  depth: number;
  rootRunId: string;
  /** The parent waits for the end: being skipped or delivered is `flow_busy` to it. */
  wait: boolean;
}

export interface AdmitRequest {
  /** Made beforehand by a caller that may ask twice: the second time gives what the first made. */
  runId?: string;
  flow: { id: string };
  /** Null: the draft, whose plan comes along. */
  version: number | null;
  planHash: string;
  plan?: Json;
  settings: AdmissionSettings;
  trigger: Trigger;
  /** No key, no queue, no limits. */
  test: boolean;
  simulate?: boolean;
  pins?: Record<string, Pin>;
  parent?: ParentCall;
  /** Counts among the runs of that root, though nobody waits for it (`onFailure`). */
  lineage?: { rootRunId: string; depth: number };
  retry?: { of: string; keep: Json };
  /** Neither counted nor refused by the plan: it takes the place of a run that was, or only records what failed. */
  beyondPlan?: boolean;
  /** Somebody can still be answered by `respond`. */
  answerable: boolean;
  /** Stable over repeats of the same call: a trigger that is delivered to an open run counts once. */
  idempotencyKey?: string;
}

export interface Admission {
  kind: 'started' | 'queued' | 'delivered' | 'skipped' | 'replacing';
  /** The new run; for `delivered` and `skipped` the one that is open. */
  runId: string;
  workflowId: string;
  /** What Temporal has to hear now; missing where there is nothing, or where a start must come first. */
  outboxId?: bigint;
}

/** What an unended run is to a caller. */
export const statusOf = (kind: Admission['kind']): 'running' | 'queued' =>
  kind === 'queued' || kind === 'replacing' ? 'queued' : 'running';
