import { CancellationScope, workflowInfo } from '@temporalio/workflow';
import type { Machine } from '#flow/machine/machine.ts';
import type { Command, MachineEvent, Outcome } from '#flow/machine/protocol.ts';
import { engineActivities } from './carry-out.ts';
import type { RowMark, RunRef } from './engine-activities.ts';
import type { RowMarks } from './row-marks.ts';

/** What the engine itself does outside for a run: none of it is the run's to cancel. */
export class EngineWork {
  readonly #machine: Machine;
  readonly #marks: RowMarks;
  readonly #feed: (event: MachineEvent) => void;
  /** Runs that `flow` nodes wait for, by call. */
  readonly #children: Map<number, string>;
  /** Approvals whose rows are being made. */
  readonly #opening = new Map<number, Promise<unknown>>();
  #underWay = 0;

  constructor(
    machine: Machine,
    marks: RowMarks,
    feed: (event: MachineEvent) => void,
    children: readonly [number, string][],
  ) {
    this.#machine = machine;
    this.#marks = marks;
    this.#feed = feed;
    this.#children = new Map(children);
  }

  get children(): [number, string][] {
    return [...this.#children];
  }

  get idle(): boolean {
    return this.#underWay === 0;
  }

  get #ref(): RunRef {
    const { tenant, run } = this.#machine.state.start;
    return { tenantId: tenant.id, runId: run.id };
  }

  #work(work: () => Promise<void>): void {
    this.#underWay++;
    void CancellationScope.nonCancellable(work).finally(() => this.#underWay--);
  }

  subscribe(names: { name: string; key: string | null }[]): void {
    this.#marking(async (mark) => {
      const events = await engineActivities('subscribe')['trama.subscribe']({ ...this.#ref, names, ...mark });
      this.#feed({ kind: 'subscribed', names, events });
    });
  }

  /** Engine work that takes the mark of the run's row along, where one is due. */
  #marking(work: (due: { mark?: RowMark }) => Promise<void>): void {
    const mark = this.#marks.take(this.#machine);
    this.#work(async () => {
      await work(mark ? { mark } : {});
      if (mark) this.#marks.written(this.#machine);
    });
  }

  openApproval(command: Extract<Command, { kind: 'openApproval' }>): void {
    const { kind: _, ...asked } = command;
    this.#marking(async (mark) => {
      const opening = engineActivities(command.request.title)['trama.openApproval']({
        ...this.#ref,
        ...asked,
        ...mark,
      });
      this.#opening.set(command.call, opening);
      const outcome = await opening;
      this.#opening.delete(command.call);
      if (outcome) this.#feed({ kind: 'answer', call: command.call, outcome });
    });
  }

  /** The row is closed after it was opened, however long that took. */
  closeApproval(call: number, reason: 'timeout' | 'cancelled'): void {
    this.#work(async () => {
      await this.#opening.get(call);
      const decided = await engineActivities(reason)['trama.closeApproval']({ ...this.#ref, call, reason });
      if (reason === 'cancelled') return;
      this.#feed({
        kind: 'answer',
        call,
        outcome: decided ?? { kind: 'ok', output: null, attempts: 1, port: 'timeout' },
      });
    });
  }

  startRun(command: Extract<Command, { kind: 'startRun' }>): void {
    const { call, flow, input, wait, idempotencyKey } = command;
    this.#work(async () => {
      const { workflowId } = workflowInfo();
      const ask = { ...this.#ref, workflowId, call, flow, input, wait, idempotencyKey };
      const started = await engineActivities(flow)['trama.startRun'](ask);
      if ('error' in started) {
        const outcome: Outcome = { kind: 'error', error: started.error, attempts: 1 };
        this.#feed({ kind: 'answer', call, outcome });
      } else if (!wait) {
        this.#feed({ kind: 'answer', call, outcome: { kind: 'ok', output: started, attempts: 1 } });
      } else {
        this.#children.set(call, started.runId);
        if (this.#machine.state.calls[call]?.cancelledAt !== undefined) this.cancelRun(call);
      }
    });
  }

  cancelRun(call: number): void {
    const child = this.#children.get(call);
    if (child === undefined) return;
    this.#work(() => engineActivities(child)['trama.cancelRun']({ ...this.#ref, child }));
  }
}
