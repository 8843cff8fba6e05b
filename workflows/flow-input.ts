import type { Outcome, RunStart, TraceStep, WaitingFor } from '#flow/machine/protocol.ts';
import type { MachineState } from '#flow/machine/state.ts';
import type { Plan } from '#flow/plan/plan.ts';

/** What a run's workflow is started with. */
export interface FlowInput {
  plan: Plan;
  start: RunStart;
  /** Fairness of its actions among tenants, by plan. */
  weight: number;
  /** 1 where a person or a caller waits, 3 else, 5 bulk. */
  priority: number;
  /** A caller waits for the answer: until it has it, short actions run inside the workflow's own tasks. */
  callerWaits?: true;
  /** It waits for years, and there are many like it: few events for each thing that happens (docs/decisions/812). */
  thrifty?: true;
  /** Given after continue-as-new. */
  resumed?: Resumed;
}

export interface Resumed {
  snapshot: MachineState;
  /** Pages of the trace that are in PostgreSQL. */
  pages: number;
  /** Marks of the run's row that were made. */
  marks: number;
  marked: 'running' | 'waiting' | 'paused';
  seenTriggers: string[];
  /** Calls of `flow` nodes with the runs that they wait for. */
  children: [number, string][];
  /** Calls of long actions that owe an answer. */
  actions?: number[];
}

/** What the query `trace` tells of an open run. */
export interface LiveState {
  status: 'running' | 'waiting' | 'paused';
  waitingFor: WaitingFor[];
  steps: TraceStep[];
}

/** Names of the workflow types and of what a run hears; they are part of every history. */
export const FLOW_WORKFLOW = 'flow';
export const ACTION_WORKFLOW = 'action';
export const SIGNALS = {
  event: 'event',
  answer: 'answer',
  pause: 'pause',
  resume: 'resume',
  cancel: 'cancel',
} as const;
export const TRACE_QUERY = 'trace';

export type AnswerSignal = { call: number; outcome: Outcome };
