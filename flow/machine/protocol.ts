import type { Json, JsonObject, JsonSchema } from '../json.ts';
import type { PollNames } from './poll-names.ts';

/** Where a node stands among loops: one entry a loop, outermost first. */
export interface PathStep {
  container: string;
  index: number;
}

export interface RunError {
  code: string;
  message: string;
  node?: string;
  attempts?: number;
  details?: Json;
}

/** What a pin gives each time its node is reached. */
export interface Pin {
  port?: string;
  output?: Json;
  error?: { code: string; message?: string; details?: Json };
}

export interface Trigger {
  type: string;
  /** `ten_…`: whom a run of the product's own flows is about. Nobody but the product sets it. */
  subject?: string;
  data: Json;
  headers?: JsonObject;
  query?: JsonObject;
  /** ISO 8601 UTC. */
  receivedAt?: string;
}

export interface TenantInfo {
  id: string;
  slug: string;
  plan: string;
  timezone: string;
  locale: string;
  settings: JsonObject;
  /** Days `YYYY-MM-DD` of the tenant's own, beside the national ones. */
  holidays?: string[];
}

/** What a retry keeps of the run before it. */
export interface KeptStep {
  port: string;
  output: Json;
  error?: RunError;
}
export interface RetryStart {
  from: string;
  kept: Record<string, KeptStep>;
  vars: JsonObject;
  /** Idempotency keys that stay: node → key prefix, where the last attempt ended without an answer. */
  keys: Record<string, string>;
}

/** The start event. */
export interface RunStart {
  run: { id: string; startedAt: string; test: boolean; rootId: string };
  flow: { id: string; version: number; name: string };
  tenant: TenantInfo;
  trigger: Trigger;
  /** Of `uuid()` and `random()`. */
  seed: string;
  /** False inside a run that a `flow` node started: `respond` does nothing there. */
  answerable: boolean;
  pins?: Record<string, Pin>;
  simulate?: boolean;
  retry?: RetryStart;
}

export interface FlowEvent {
  id: string;
  name: string;
  key: string | null;
  data: Json;
  source: string;
  /** ISO 8601 UTC. */
  receivedAt: string;
}

export type TraceStatus =
  | 'running'
  | 'waiting'
  | 'retrying'
  | 'parked'
  | 'succeeded'
  | 'failed'
  | 'skipped'
  | 'cancelled'
  | 'pinned';

/** One attempt of a step that needed more than one, or was told to wait. */
export interface StepTry {
  /** Its number, from 1. A number is missing where an attempt went with its process. */
  n: number;
  startedAt: string;
  endedAt: string;
  /** null: it came out well. */
  error: { code: string; message: string } | null;
  /** ISO 8601 UTC. It was told to wait until then, which is no attempt: the next one has the same number. */
  until?: string;
}

export interface TraceStep {
  /** Order in the trace, from 1. */
  n: number;
  node: string;
  path: PathStep[];
  status: TraceStatus;
  startedAt: string | null;
  endedAt: string | null;
  attempts: number;
  port: string | null;
  input: Json;
  output: Json;
  error: RunError | null;
  /** Why it waits or is parked, or what a late answer was. */
  reason?: string;
  /** The last of its attempts, where it needed more than one or was told to wait. */
  tries?: StepTry[];
}

export interface WaitingFor {
  node: string;
  kind: 'timer' | 'event' | 'approval' | 'flow' | 'parked';
  path?: PathStep[];
  /** ISO 8601 UTC. */
  since: string;
  until?: string;
  reason: string;
}

/** How the call of an action, an approval or another run came out. */
export type Outcome =
  | { kind: 'ok'; output: Json; attempts: number; port?: string; tries?: StepTry[] }
  | { kind: 'error'; error: RunError; attempts: number; tries?: StepTry[] }
  /** Not an attempt: park until `until` (epoch ms). */
  | { kind: 'wait'; until: number; reason: string; attempts: number; tries?: StepTry[] }
  | { kind: 'cancelled' };

export type MachineEvent =
  | { kind: 'start' }
  | { kind: 'answer'; call: number; outcome: Outcome }
  | { kind: 'timer'; timer: number }
  /** Its `source` is `run` where it was sent to this run alone. */
  | { kind: 'event'; event: FlowEvent }
  /** The answer to `subscribe`: what came under the names and keys since the run began, oldest first. */
  | { kind: 'subscribed'; names: { name: string; key: string | null }[]; events: FlowEvent[] }
  | { kind: 'cancel'; reason: string }
  | { kind: 'pause' }
  | { kind: 'resume' }
  /** Goes on with nodes that are ready: the machine does a bounded number of visits at a time. */
  | { kind: 'more' };

export interface ApprovalRequest {
  title: string;
  details: Json;
  fields: Record<string, JsonSchema>;
  assignees: string[];
  via: Json[];
  message: string | null;
  remind: string[];
  accept: { message: string[]; reject: string[] } | null;
}

export type Command =
  | {
      kind: 'call';
      call: number;
      node: string;
      type: string;
      label: string;
      path: PathStep[];
      config: Json;
      connection: string | null;
      timeoutMs: number;
      retry: { maxAttempts: number; initialMs: number; backoff: number; maxMs: number; nonRetryable: string[] };
      idempotencyKey: string;
      poll: { everyMs: number; until: string; forMs: number; names?: PollNames } | null;
    }
  | { kind: 'cancelCall'; call: number }
  | { kind: 'timer'; timer: number; at: number; label: string }
  | { kind: 'cancelTimer'; timer: number }
  | { kind: 'subscribe'; names: { name: string; key: string | null }[] }
  | {
      kind: 'openApproval';
      call: number;
      node: string;
      path: PathStep[];
      visit: string;
      request: ApprovalRequest;
      expiresAt: number | null;
    }
  /** `timeout`: the decision, if there is one by now, is still taken. */
  | { kind: 'closeApproval'; call: number; reason: 'timeout' | 'cancelled' }
  | {
      kind: 'startRun';
      call: number;
      node: string;
      path: PathStep[];
      flow: string;
      input: Json;
      wait: boolean;
      idempotencyKey: string;
    }
  | { kind: 'cancelRun'; call: number }
  | { kind: 'respond'; status: number; headers: JsonObject; body: Json }
  | { kind: 'end'; status: 'succeeded' | 'failed' | 'cancelled'; output: Json; error: RunError | null };
