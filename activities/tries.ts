import type { Info } from '@temporalio/activity';
import type { ApplicationFailure } from '@temporalio/common';
import type { StepTry } from '#flow/machine/protocol.ts';
import { MOST_TRIES } from '#flow/machine/tries.ts';
import type { ActionCall } from '#workflows/engine-activities.ts';

/** Characters of an attempt's message; a step's own error has all of its last one. */
const MOST_CHARACTERS = 300;

/**
 * What the attempts of an action were (docs/decisions/645). Each that fails leaves the list in its heartbeat's details,
 * where the next finds it; the last gives it to the run. An action that succeeds at once leaves nothing.
 */
export class Tries {
  /** Attempts before this one, of this activity or of those that the run had before it. */
  readonly earlier: StepTry[];
  /** The number of this attempt, as the server counts. */
  readonly attempt: number;
  readonly #startedMs: number;
  readonly #isLast: boolean;
  readonly #nonRetryable: readonly string[];

  constructor(call: ActionCall, info: Info, startedMs: number) {
    const { attempt, heartbeatDetails, retryPolicy } = info;
    this.earlier = isList(heartbeatDetails) ? heartbeatDetails : (call.tries ?? []);
    this.attempt = attempt + (call.before ?? 0);
    this.#startedMs = startedMs;
    this.#isLast = info.isLocal || retryPolicy?.maximumAttempts === attempt;
    this.#nonRetryable = retryPolicy?.nonRetryableErrorTypes ?? [];
  }

  /** Heartbeats of this attempt say what the ones before were, or the next would not know. */
  get beat(): StepTry[] | undefined {
    return this.earlier.length > 0 ? this.earlier : undefined;
  }

  /** All of them, where this one came out well; undefined: it was the first. */
  get told(): { tries: StepTry[] } | undefined {
    return this.earlier.length > 0 ? { tries: this.#with(null) } : undefined;
  }

  /** All of them, this one failed. */
  failed(code: string, message: string, waitUntilMs?: number): StepTry[] {
    const short = message.length > MOST_CHARACTERS ? `${message.slice(0, MOST_CHARACTERS)}…` : message;
    return this.#with({ code, message: short }, waitUntilMs);
  }

  /** Another attempt is the server's to make: what this one says of itself is worth a heartbeat. */
  goOnAfter(failure: ApplicationFailure): boolean {
    return !this.#isLast && !failure.nonRetryable && !this.#nonRetryable.includes(failure.type ?? '');
  }

  #with(error: StepTry['error'], waitUntilMs?: number): StepTry[] {
    const last = this.earlier.at(-1);
    const own: StepTry = {
      // A worker that died took its attempt along, and Temporal may count from one again.
      n: Math.max(this.attempt, (last?.n ?? 0) + 1),
      startedAt: new Date(this.#startedMs).toISOString(),
      endedAt: new Date().toISOString(),
      error,
      ...(waitUntilMs === undefined ? {} : { until: new Date(waitUntilMs).toISOString() }),
    };
    return [...this.earlier, own].slice(-MOST_TRIES);
  }
}

const isList = (details: unknown): details is StepTry[] => Array.isArray(details) && details.length > 0;
