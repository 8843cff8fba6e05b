import {
  CancellationScope,
  condition,
  continueAsNew,
  isCancellation,
  proxySinks,
  sleep,
  workflowInfo,
} from '@temporalio/workflow';
import { Machine } from '#flow/machine/machine.ts';
import type { Command, MachineEvent, Outcome } from '#flow/machine/protocol.ts';
import type { RunResult } from '#flow/machine/run-result.ts';
import { type ActionWork, actionWork, isLong } from './action-work.ts';
import { type Attempted, callAction, letGo, quickAttempt } from './carry-out.ts';
import { EngineWork } from './engine-work.ts';
import type { FlowInput, LiveState, Resumed } from './flow-input.ts';
import { LongActions } from './long-actions.ts';
import { QuickCalls } from './quick-calls.ts';
import { RowMarks } from './row-marks.ts';
import { runResult } from './run-result.ts';
import { ignoreCancellation, RunTimers } from './run-timers.ts';
import type { EngineSinks } from './sinks.ts';
import { TracePages } from './trace-pages.ts';

/** A history grows to this before the run goes on in a new one (Temporal warns at 10,240 events and 10 MB). */
const MAX_EVENTS = 4_000;
const MAX_BYTES = 8 * 1024 * 1024;
/** Shorter than a month, so that a wait of a month is begun in a history of its own. */
const THRIFTY_MS = 20 * 86_400_000;
/** Of a run whose periods are short, or in which much happens. */
const THRIFTY_EVENTS = 100;
/** Gives the worker's thread back between long stretches of pure work. */
const BREATH_MS = 1;

const { engine: sink } = proxySinks<EngineSinks>();

/** Feeds a run's machine with what comes from outside, and carries out what it asks for. It decides nothing itself. */
export class RunDriver {
  readonly #input: FlowInput;
  readonly #machine: Machine;
  readonly #pages: TracePages;
  readonly #marks: RowMarks;
  /** Ways to end the calls that are under way in this execution, by number. */
  readonly #calls = new Map<number, CancellationScope>();
  readonly #timers = new RunTimers((timer) => this.feed({ kind: 'timer', timer }));
  readonly #engine: EngineWork;
  readonly #quick: QuickCalls;
  readonly #long: LongActions;
  readonly #seenTriggers: string[];
  #working = false;
  #renewing = false;

  constructor(input: FlowInput) {
    this.#input = input;
    const { resumed } = input;
    const ref = { tenantId: input.start.tenant.id, runId: input.start.run.id };
    this.#machine = resumed ? Machine.restore(input.plan, resumed.snapshot) : Machine.begin(input.plan, input.start);
    this.#pages = new TracePages(ref, resumed?.pages ?? 0, input.thrifty);
    this.#quick = new QuickCalls(input, this.#machine);
    this.#marks = new RowMarks(ref, resumed?.marks ?? 0, resumed?.marked ?? 'running', input.thrifty);
    this.#seenTriggers = resumed?.seenTriggers ?? [];
    this.#engine = new EngineWork(this.#machine, this.#marks, (event) => this.feed(event), resumed?.children ?? []);
    this.#long = new LongActions(resumed?.actions ?? []);
  }

  /** Until the run has ended, or goes on as a new execution. */
  async untilDone(): Promise<RunResult> {
    if (this.#input.resumed) this.#rearm();
    else this.feed({ kind: 'start' });
    while (this.#machine.state.end === null) {
      await condition(() => this.#machine.state.end !== null || this.#canRenew());
      if (this.#machine.state.end === null) await this.#pages.flush();
      // What came while the pages were on their way may have begun something: then the turn is not now.
      if (this.#machine.state.end === null && this.#canRenew() && this.#pages.unsaved.length === 0)
        return this.#renew();
    }
    // What a workflow asked for in its last task is never carried out: pages still under way would be lost, and what was to be cancelled would go on.
    await condition(() => this.#pages.idle && this.#long.idle);
    const result = runResult(this.#input, this.#machine, this.#pages, this.#seenTriggers);
    sink.ended(result);
    return result;
  }

  feed(event: MachineEvent): void {
    if (event.kind === 'answer') this.#long.answered(event.call);
    if (event.kind === 'event' && event.event.name === 'trigger') this.#seenTriggers.push(event.event.id);
    this.#carryOut(this.#machine.receive(event, Date.now()));
    if (this.#machine.hasMore) this.#goOn();
    this.#look();
  }

  live(since: number): LiveState {
    return {
      status: this.#marks.statusOf(this.#machine),
      waitingFor: this.#machine.waitingFor(),
      steps: [...this.#pages.unsaved, ...this.#machine.openSteps()].filter((step) => step.n > since),
    };
  }

  /** The run has been asked to end. */
  cancel(reason: string): void {
    this.feed({ kind: 'cancel', reason });
  }

  /** Long pure work goes on in bites, so that no workflow task takes too long. */
  #goOn(): void {
    if (this.#working) return;
    this.#working = true;
    void sleep(BREATH_MS).then(() => {
      this.#working = false;
      this.feed({ kind: 'more' });
    }, ignoreCancellation);
  }

  /** After each step: what ended goes to the trace, where the run stands goes to its row. */
  #look(): void {
    this.#pages.add(this.#machine.takeEnded());
    if (this.#machine.state.end !== null) return;
    this.#marks.look(this.#machine);
    const { flow, run, tenant } = this.#input.start;
    sink.changed({ tenantId: tenant.id, flowId: flow.id, runId: run.id });
    this.#considerRenewal();
  }

  #considerRenewal(): void {
    const { historyLength, historySize, continueAsNewSuggested } = workflowInfo();
    const isLong = continueAsNewSuggested || historyLength > MAX_EVENTS || historySize > MAX_BYTES;
    if (this.#renewing || !(isLong || this.#isOver())) return;
    this.#renewing = true;
    this.#machine.hold();
    // What was armed just now would be an event of this history for nothing: the next execution arms it.
    if (this.#input.thrifty) this.#timers.cancelAll();
  }

  /** A thrifty run goes on in a new history about once a period, at the moment in which it has nothing to do but to wait. */
  #isOver(): boolean {
    if (!this.#input.thrifty || this.#working || this.#calls.size > 0) return false;
    if (this.#marks.statusOf(this.#machine) !== 'waiting') return false;
    const { historyLength, startTime } = workflowInfo();
    return historyLength > THRIFTY_EVENTS || Date.now() - startTime.getTime() > THRIFTY_MS;
  }

  /** Nothing runs that only this execution knows of: the snapshot holds all the rest. */
  #canRenew(): boolean {
    if (!this.#renewing || this.#working || this.#calls.size > 0) return false;
    return this.#pages.idle && this.#marks.idle && this.#long.idle && this.#engine.idle;
  }

  #renew(): Promise<never> {
    this.#machine.release();
    const resumed: Resumed = {
      snapshot: this.#machine.snapshot(),
      pages: this.#pages.saved,
      marks: this.#marks.made,
      marked: this.#marks.marked,
      seenTriggers: this.#seenTriggers,
      children: this.#engine.children,
      actions: this.#long.open,
    };
    return continueAsNew<(input: FlowInput) => Promise<RunResult>>({ ...this.#input, resumed });
  }

  /** What the snapshot waits for is armed again; what was asked of others answers by signal. */
  #rearm(): void {
    for (const [id, timer] of Object.entries(this.#machine.state.timers)) {
      this.#timers.arm(Number(id), timer.at - this.#machine.state.skewMs, timer.kind);
    }
    this.feed({ kind: 'more' });
  }

  #carryOut(commands: Command[]): void {
    for (const command of commands) this.#one(command);
  }

  #one(command: Command): void {
    switch (command.kind) {
      case 'call':
        this.#callAction(command);
        return;
      case 'cancelCall':
        this.#calls.get(command.call)?.cancel();
        this.#long.cancel(command.call);
        return;
      case 'timer':
        if (this.#renewing && this.#input.thrifty) return;
        this.#timers.arm(command.timer, command.at, command.label);
        return;
      case 'cancelTimer':
        this.#timers.cancel(command.timer);
        return;
      case 'subscribe':
        this.#engine.subscribe(command.names);
        return;
      case 'openApproval':
        this.#engine.openApproval(command);
        return;
      case 'closeApproval':
        this.#engine.closeApproval(command.call, command.reason);
        return;
      case 'startRun':
        this.#engine.startRun(command);
        return;
      case 'cancelRun':
        this.#engine.cancelRun(command.call);
        return;
      case 'respond': {
        const { status, headers, body } = command;
        sink.answered(this.#ref, { status, headers, body });
        return;
      }
      case 'end':
        for (const scope of this.#calls.values()) scope.cancel();
        this.#long.cancelAll();
        return;
    }
  }

  get #ref(): { tenantId: string; runId: string } {
    return { tenantId: this.#input.start.tenant.id, runId: this.#input.start.run.id };
  }

  #callAction(command: Extract<Command, { kind: 'call' }>): void {
    const work = actionWork(this.#input, command, this.#machine.state.timezone);
    const quickly = this.#quick.allows(command);
    const scope = new CancellationScope();
    this.#calls.set(work.call, scope);
    void scope
      .run(() => this.#attempt(work, quickly))
      .then(
        (outcome) => this.#attempted(work.call, outcome),
        (error: unknown) => {
          if (!isCancellation(error)) throw error;
          this.#attempted(work.call, { kind: 'cancelled' });
        },
      );
  }

  /** Null: it goes on by itself, and answers by signal. */
  async #attempt(work: ActionWork, quickly: boolean): Promise<Outcome | null> {
    const first: Attempted = quickly ? await quickAttempt(work) : { rest: work };
    if ('outcome' in first) return first.outcome;
    if (CancellationScope.current().consideredCancelled) {
      await letGo(first.rest);
      return { kind: 'cancelled' };
    }
    if (!isLong(work)) return await callAction(first.rest);
    this.#long.begin(first.rest);
    return null;
  }

  #attempted(call: number, outcome: Outcome | null): void {
    this.#calls.delete(call);
    if (outcome) this.feed({ kind: 'answer', call, outcome });
  }
}
