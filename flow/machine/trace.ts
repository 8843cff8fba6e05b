import type { Json } from '../json.ts';
import type { LinkedNode } from './link.ts';
import type { Outcome, RunError, TraceStatus, TraceStep } from './protocol.ts';
import type { Run } from './run.ts';
import { sizeOf } from './size.ts';
import type { Frame, Visit } from './state.ts';
import { isTold, triesAfter } from './tries.ts';

/** Begins the visit of a node that runs; its step's number is its place in the trace. */
export function openVisit(run: Run, frame: Frame, node: LinkedNode): Visit {
  const step: TraceStep = {
    n: ++run.state.seq.step,
    node: node.plan.id,
    path: frame.path,
    status: 'running',
    startedAt: run.now,
    endedAt: null,
    attempts: 0,
    port: null,
    input: null,
    output: null,
    error: null,
  };
  return { step, input: null };
}

/** Says what a step is doing now: waiting, parked, running again. */
export function markStep({ step }: Visit, status: TraceStatus, reason?: string): void {
  step.status = status;
  if (reason === undefined) delete step.reason;
  else step.reason = reason;
}

/** Keeps what an outcome says of its attempts. */
export function tellTries({ step }: Visit, outcome: Outcome): void {
  if (!('tries' in outcome) || outcome.tries === undefined) return;
  const tries = triesAfter(step.tries ?? [], outcome.tries);
  if (isTold(tries)) step.tries = tries;
}

interface StepEnd {
  port?: string | null;
  output?: Json;
  error?: RunError | null;
  attempts?: number | undefined;
  reason?: string;
}

/** Ends a visit's step; a step ends once. What was pinned stays so, however it came out. */
export function closeStep(run: Run, { step, input }: Visit, status: TraceStatus, end: StepEnd = {}): void {
  if (step.endedAt !== null) return;
  if (step.status !== 'pinned' || status === 'cancelled') step.status = status;
  step.endedAt = run.now;
  step.attempts = end.attempts ?? Math.max(step.attempts, 1);
  step.port = end.port ?? null;
  step.input = input;
  step.output = end.output ?? null;
  step.error = end.error ?? null;
  if (end.reason !== undefined) step.reason = end.reason;
  run.state.ended.push(step);
}

/** A node that never ran: skipped, disabled, or cancelled before it began; what is inside it did not run, either. */
export function tellUnrun(
  run: Run,
  frame: Frame,
  node: LinkedNode,
  status: 'skipped' | 'cancelled',
  reason?: 'disabled',
): void {
  run.state.ended.push({
    n: ++run.state.seq.step,
    node: node.plan.id,
    path: frame.path,
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
  for (const inside of run.plan.scopes[node.plan.inner]?.nodes ?? []) tellUnrun(run, frame, inside, 'skipped');
}

/** What a late answer brought, for a step that had been given up: the same number again, with the answer. */
export function tellLate(run: Run, step: TraceStep, output: Json, error: RunError | null): void {
  run.state.ended.push({ ...step, output, error, reason: 'late_answer' });
}

/** What is asked for while a run goes on must stay small; the whole comes with the step's end. */
const SHOWN_BYTES = 32 * 1024;
const shown = (input: Json): Json => (sizeOf(input, SHOWN_BYTES) <= SHOWN_BYTES ? input : null);

/** Steps that are under way, with what they were given where that is not large. */
export function openSteps(run: Run): TraceStep[] {
  return Object.values(run.state.frames)
    .flatMap(({ visits, undoing }) => [...Object.values(visits), ...(undoing ? [undoing.visit] : [])])
    .map(({ step, input }) => ({ ...step, input: shown(input) }))
    .sort((a, b) => a.n - b.n);
}
