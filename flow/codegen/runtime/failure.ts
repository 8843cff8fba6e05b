import {
  ActivityFailure,
  ApplicationFailure,
  CancellationScope,
  CancelledFailure,
  ChildWorkflowFailure,
  isCancellation,
  TimeoutFailure,
} from '@temporalio/workflow';
import { TramaError } from '../../errors.ts';
import { asTramaError } from '../../expressions/evaluation-error.ts';
import type { Json } from '../../json.ts';
import { environment, tellStop } from './environment.ts';

/** What `errors.<step>` holds: `{ code, message, node, attempts, details? }`. */
export type Failure = { [field: string]: Json };

/** A step has failed. */
export class StepFailure extends Error {
  readonly failure: Failure;

  constructor(code: string, message: string, node: string, attempts = 1, details: Json = null) {
    super(message);
    this.name = 'StepFailure';
    this.failure = { code, message, node, attempts, ...(details === null ? {} : { details }) };
  }
}

/** `stop`, `break` and `continue` leave everything around them. */
export class Leaving extends Error {
  readonly how: 'stop' | 'break' | 'continue';
  readonly value: Json;

  constructor(how: 'stop' | 'break' | 'continue', value: Json) {
    super(how);
    this.name = 'Leaving';
    this.how = how;
    this.value = value;
  }
}

/** For `catch`: the failure of a step. What is none (a cancellation, a `break`) goes on. */
export function caught(thrown: unknown): Failure {
  stillGoing();
  if (thrown instanceof StepFailure) return thrown.failure;
  throw thrown;
}

/** What was cancelled while it waited for something goes no further, however that came out. */
export function stillGoing(): void {
  if (CancellationScope.current().consideredCancelled) throw new CancelledFailure('The steps around were cancelled');
}

/** An error in the two languages of the product; the run's is shown. */
export const said = (code: string, pt: string, en: string): TramaError =>
  new TramaError(code, en, { text: { pt, en } });
export const bad = (pt: string, en: string): TramaError => said('bad_value', pt, en);

/** Does the work of a step that needs no waiting; what its expressions throw is the step's failure. */
export function step<T>(node: string, work: () => T): T {
  environment().budget.reset();
  try {
    return work();
  } catch (thrown) {
    throw failureOf(node, thrown);
  }
}

/** A condition: true, false, or null, which is false. */
export function check(node: string, work: () => Json): boolean {
  return step(node, () => truthOf(work()));
}

export function truthOf(value: Json): boolean {
  if (value === true || value === false || value === null) return value === true;
  throw bad('A condição precisa dar true, false ou null', 'A condition must give true, false or null');
}

/** What a step threw, as its failure. Bugs are not failures of steps. */
export function failureOf(node: string, thrown: unknown): unknown {
  if (thrown instanceof StepFailure || thrown instanceof Leaving || isCancellation(thrown)) return thrown;
  if (thrown instanceof ActivityFailure || thrown instanceof ChildWorkflowFailure) return ofCall(node, thrown);
  const error = asTramaError(thrown, environment().locale);
  return new StepFailure(error.code, error.message, node, 1, error.details as Json);
}

function ofCall(node: string, { cause, message }: ActivityFailure | ChildWorkflowFailure): StepFailure {
  if (cause instanceof TimeoutFailure) return new StepFailure('timeout', cause.message, node);
  if (!(cause instanceof ApplicationFailure)) return new StepFailure('failed', cause?.message ?? message, node);
  const { attempts = 1, details = null } = (cause.details?.[0] ?? {}) as { attempts?: number; details?: Json };
  return new StepFailure(cause.type ?? 'failed', cause.message, node, attempts, details);
}

const printed = (value: Json): string =>
  value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value);

/** `fail`: a failure with a code and a message of its own. */
export function fail(node: string, config: () => { code?: Json; message?: Json }): StepFailure {
  const { code = null, message = null } = step(node, config);
  return new StepFailure(printed(code) || 'failed', printed(message), node);
}

/** `stop`: the run ends at once, succeeded; what runs beside it is cancelled and not waited for. */
export function stop(node: string, output: () => Json): Leaving {
  const leaving = new Leaving('stop', step(node, output));
  tellStop(leaving);
  return leaving;
}

/** Ends the round, whose result this is, and with `breakOff` the loop. */
export const goOn = (loop: string, result: () => Json): Leaving => new Leaving('continue', step(loop, result));
export const breakOff = (loop: string, result: () => Json): Leaving => new Leaving('break', step(loop, result));

/** The port of the first case that is true, read in order; `default` where none is. */
export function choose(node: string, cases: [port: string, when: () => Json][]): string {
  for (const [port, when] of cases) if (check(node, when)) return port;
  return 'default';
}
