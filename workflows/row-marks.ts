import { CancellationScope } from '@temporalio/workflow';
import type { Machine } from '#flow/machine/machine.ts';
import type { WaitingFor } from '#flow/machine/protocol.ts';
import { engineActivities } from './carry-out.ts';
import type { RowMark, RunRef } from './engine-activities.ts';

type Status = RowMark['status'];

/** A shorter wait is not worth a write: the live query knows it. */
const WORTH_MS = 60_000;

/** Writes to the run's row when a long wait begins or ends. One write at a time; only the newest state counts. */
export class RowMarks {
  readonly #ref: RunRef;
  #made: number;
  #marked: Status;
  #writing = false;
  readonly #thrifty: boolean;

  /** `thrifty`: a run that waits for years is shown as waiting also in the moments in which something happens. */
  constructor(ref: RunRef, made: number, marked: Status, thrifty = false) {
    this.#thrifty = thrifty;
    this.#ref = ref;
    this.#made = made;
    this.#marked = marked;
  }

  get made(): number {
    return this.#made;
  }

  get marked(): Status {
    return this.#marked;
  }

  get idle(): boolean {
    return !this.#writing;
  }

  /** What the run does now: it waits where nothing of it can go on by itself. */
  statusOf(machine: Machine): Status {
    const { paused, active } = machine.state;
    if (paused) return 'paused';
    return active === 0 && !machine.hasMore && machine.waitingFor().length > 0 ? 'waiting' : 'running';
  }

  /** The mark that is due now, where one is. Whoever takes it has it written, and says so. */
  take(machine: Machine): RowMark | null {
    const status = this.#wanted(machine);
    if (this.#writing || status === this.#marked) return null;
    this.#writing = true;
    this.#marked = status;
    return { mark: ++this.#made, status, waitingFor: status === 'waiting' ? machine.waitingFor() : [] };
  }

  written(machine: Machine): void {
    this.#writing = false;
    if (machine.state.end === null) this.look(machine);
  }

  look(machine: Machine): void {
    const mark = this.take(machine);
    if (!mark) return;
    void CancellationScope.nonCancellable(async () => {
      await engineActivities(mark.status)['trama.markRun']({ ...this.#ref, ...mark });
      this.written(machine);
    });
  }

  #wanted(machine: Machine): Status {
    const status = this.statusOf(machine);
    if (status === 'running' && this.#thrifty && this.#marked === 'waiting') return 'waiting';
    if (status !== 'waiting') return status;
    return machine.waitingFor().some(isLong) ? 'waiting' : 'running';
  }
}

/** Other runs are mostly quick, and their end wakes this one. */
const isLong = ({ kind, until }: WaitingFor): boolean =>
  kind !== 'flow' && (until === undefined || Date.parse(until) - Date.now() > WORTH_MS);
