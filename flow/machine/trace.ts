import type { Json } from '../json.ts';
import type { LinkedNode } from './link.ts';
import type { RunError, TraceStatus, TraceStep } from './protocol.ts';
import type { Run } from './run.ts';
import type { Frame, Visit } from './state.ts';

/** Begins the step of a node that runs; its number is its place in the trace. */
export function openStep(run: Run, frame: Frame, node: LinkedNode): number {
  const n = ++run.state.seq.step;
  run.state.open[n] = {
    n,
    node: node.plan.id,
    path: run.path(frame),
    status: 'running',
    startedAt: run.now,
    endedAt: null,
    attempts: 0,
    port: null,
    input: null,
    output: null,
    error: null,
  };
  return n;
}

/** Says what a step is doing now: waiting, parked, running again. */
export function markStep(run: Run, visit: Visit, status: TraceStatus, reason?: string): void {
  const step = run.state.open[visit.n];
  if (!step) return;
  step.status = status;
  if (reason === undefined) delete step.reason;
  else step.reason = reason;
}

interface StepEnd {
  status: TraceStatus;
  port?: string | null;
  output?: Json;
  error?: RunError | null;
  attempts?: number;
  reason?: string;
}

export function closeStep(run: Run, visit: Visit, end: StepEnd): void {
  const step = run.state.open[visit.n];
  if (!step) return;
  delete run.state.open[visit.n];
  const pinned = step.status === 'pinned' && end.status !== 'cancelled';
  run.state.ended.push({
    ...step,
    status: pinned ? 'pinned' : end.status,
    endedAt: run.now,
    port: end.port ?? null,
    input: visit.input,
    output: end.output ?? null,
    error: end.error ?? null,
    attempts: end.attempts ?? Math.max(step.attempts, 1),
    ...(end.reason === undefined ? {} : { reason: end.reason }),
  });
}

/** A node that never ran: skipped, disabled, or cancelled before it began. */
export function tellUnrun(
  run: Run,
  frame: Frame,
  node: LinkedNode,
  status: 'skipped' | 'cancelled',
  reason?: string,
): void {
  run.state.ended.push({
    n: ++run.state.seq.step,
    node: node.plan.id,
    path: run.path(frame),
    status,
    startedAt: null,
    endedAt: run.now,
    attempts: 0,
    port: reason === 'disabled' ? 'out' : null,
    input: null,
    output: null,
    error: null,
    ...(reason === undefined ? {} : { reason }),
  });
}

/** What a late answer brought, for a step that had been given up: the same number again, with the answer. */
export function tellLate(run: Run, step: TraceStep, output: Json, error: RunError | null): void {
  run.state.ended.push({ ...step, output, error, reason: 'late_answer' });
}
