import type { Json, JsonObject } from '../json.ts';
import type { PollNames } from './poll-names.ts';
import type { ApprovalRequest, FlowEvent, PathStep, RunError, RunStart, TraceStep } from './protocol.ts';

/** Where a node stands in its frame. Numbers, because a frame holds one for each node of its scope. */
export const IDLE = 0;
export const READY = 1;
export const RUNNING = 2;
export const DONE = 3;
export const SKIPPED = 4;
/** Asked to end; its answer is still owed. */
export const ENDING = 5;
export const CANCELLED = 6;
/** Undecided as `IDLE`, and at least one incoming edge is live. */
export const AWAITED = 7;

/** Why a frame ends before its nodes have. */
export interface FrameEnd {
  cause: 'failed' | 'timeout' | 'interrupt' | 'cancelled' | 'break' | 'continue';
  error?: RunError;
  port?: string;
  event?: FlowEvent;
}

/** A compensation that waits for its turn: read when its action finished. */
export interface Undo {
  node: number;
  /** When its action finished, among all of the run. */
  order: number;
  key: string;
  config: Json;
  /** Its config could not be read: it counts as a compensation that fails. */
  error?: RunError;
  /** What it would undo was pinned: nothing outside happened, so nothing is called. */
  pinned?: true;
  path: PathStep[];
}

/** What a running node keeps; the fields belong to its kind. */
export interface Visit {
  /** Its step in the trace, as far as it is known. */
  step: TraceStep;
  /** The config as read. */
  input: Json;
  call?: number;
  timer?: number;
  wait?: number;
  /** What the action's `poll.until` reads beside the answer. */
  names?: PollNames;
  /** Idempotency key of the action. */
  key?: string;
  /** Attempts so far, and time parked so far in ms. */
  spent?: number;
  parkedMs?: number;
  parkedAt?: number;
  /** Frames of a container that are open. */
  frames?: number[];
  /** `forEach`: items, the next to begin, results by place (sparse, so no list). `while`: rounds begun, result of the last. */
  items?: Json[];
  next?: number;
  results?: Record<number, Json>;
  /** Timers of single rounds, by frame. */
  itemTimers?: Record<string, number>;
  last?: Json;
  /** Room that it holds in the run's state. */
  bytes?: number;
  /** A container that is to end this way as soon as its frames have. */
  end?: FrameEnd;
  approval?: { request: ApprovalRequest; expiresAt: number | null };
  /** The flow that a `flow` node started. */
  flow?: string;
  until?: number;
  /** Of `ask`: replies so far, and the timer of a question that waits to be put. */
  tries?: number;
  parked?: number;
}

/** One round of a scope that is under way. */
export interface Frame {
  id: number;
  scope: number;
  /** 0: none. */
  parent: number;
  /** Index of the container, -1 at the top. */
  owner: number;
  /** Number of the round, null outside loops. */
  index: number | null;
  /** Loops around it, outermost first. */
  path: PathStep[];
  item?: Json;
  last?: Json;
  /** Nodes that are undecided or running. */
  left: number;
  /** By place in the scope. */
  status: number[];
  /** Incoming edges that are not decided. */
  pending: number[];
  /** By index of the node: what can still be read. */
  out: Record<string, Json>;
  bytes: Record<string, number>;
  port: Record<string, string>;
  err: Record<string, RunError>;
  /** How many readers a node's output still has. */
  readers: Record<string, number>;
  visits: Record<string, Visit>;
  ending: FrameEnd | null;
  /** Inside a scope with `compensate: true`. */
  compensates?: true;
  /** Of a scope that compensates: what to run, last finished last. */
  undo: Undo[];
  /** The compensation that runs. */
  undoing?: { undo: Undo; visit: Visit };
}

export interface CallState {
  frame: number;
  node: number;
  /** A compensation of this frame's scope. */
  undo?: true;
  /** When it was asked to end, epoch ms. */
  cancelledAt?: number;
}

export interface TimerState {
  kind: 'wait' | 'timeout' | 'item' | 'park' | 'undo' | 'grace' | 'run';
  frame: number;
  node: number;
  at: number;
  /** Of `item`: the frame of the round. */
  round?: number;
}

export interface WaitState {
  frame: number;
  node: number;
  interrupt: boolean;
  /** When it began: the order among waits. */
  order: number;
  entries: { port: string; name: string; key: string | null }[];
  /** Its names are known to be subscribed to. */
  ready: boolean;
}

/** All of a run, as plain JSON: written and read back, it goes on as if nothing had been. */
export interface MachineState {
  v: 1;
  start: RunStart;
  status: 'new' | 'running' | 'ended';
  paused: boolean;
  vars: JsonObject;
  /** Of the flow's expression, where its zone is one: read once, when the run began. */
  timezone?: string;
  /** Counters: frames, calls, timers, waits, trace. */
  seq: { frame: number; call: number; timer: number; wait: number; step: number; undo: number };
  rng: number;
  /** What `simulate` has skipped, ms. */
  skewMs: number;
  /** When the run's own time is over, epoch ms of its clock; and if a timer is armed for it. */
  deadline: number | null;
  runTimer: boolean;
  frames: Record<string, Frame>;
  /** Frame and node; node -1: the frame is finished. */
  ready: [number, number][];
  /** Actions that wait for a free place, in order. */
  queued: [number, number][];
  active: number;
  calls: Record<string, CallState>;
  /** Steps of calls that were given up: a late answer is traced under their number. */
  late: Record<string, TraceStep>;
  timers: Record<string, TimerState>;
  waits: Record<string, WaitState>;
  /** Pairs of name and key that events come under by signal; value: asked (false) or confirmed (true). */
  subscribed: Record<string, boolean>;
  /** Events that nothing has consumed yet, oldest first, and the ids of those consumed. */
  buffer: FlowEvent[];
  consumed: string[];
  /** Kept events have to be offered: a wait has begun, or one was taken. */
  offering: boolean;
  graceTimer: number | null;
  responded: boolean;
  answer: { status: number; headers: JsonObject; body: Json } | null;
  /** Bytes of values that the run holds. */
  size: number;
  /** Steps that have ended since they were last taken. */
  ended: TraceStep[];
  end: { status: 'succeeded' | 'failed' | 'cancelled'; output: Json; error: RunError | null } | null;
}
