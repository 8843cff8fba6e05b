import { TramaError } from '../errors.ts';
import type { JsonObject } from '../json.ts';
import type { Plan } from '../plan/plan.ts';
import { isZoneExpression } from '../timezone.ts';
import { answerCall } from './answer.ts';
import { armDeadline, endTop, isOverdue } from './deadline.ts';
import { drain } from './drain.ts';
import { topFrame } from './end-run.ts';
import { receive, subscribed } from './events.ts';
import { fireTimer } from './fire-timer.ts';
import { firstState } from './first-state.ts';
import { endFrame, failVisit, openFrame } from './frames.ts';
import { KINDS } from './kinds.ts';
import { LinkedPlan } from './link.ts';
import type { Command, FlowEvent, MachineEvent, RunStart, TraceStep, WaitingFor } from './protocol.ts';
import { Run, runError } from './run.ts';
import type { MachineState } from './state.ts';
import { openSteps } from './trace.ts';
import { readZone, setVars } from './vars.ts';
import { waitingFor } from './waiting.ts';

/**
 * The one meaning of a plan: `(plan, state, event) -> (state, commands)`. The same events in the same order give the
 * same commands, anywhere. A driver carries out the commands and feeds what comes of them back.
 */
export class Machine {
  readonly #run: Run;
  #held = false;
  /** The bound of one step cut the last one short. */
  #cut = false;

  private constructor(plan: LinkedPlan, state: MachineState) {
    this.#run = new Run(plan, KINDS, state, failVisit);
  }

  static begin(plan: Plan | LinkedPlan, start: RunStart): Machine {
    const linked = plan instanceof LinkedPlan ? plan : new LinkedPlan(plan);
    return new Machine(linked, firstState(start));
  }

  /** Goes on from a snapshot as if nothing had been. */
  static restore(plan: Plan | LinkedPlan, snapshot: MachineState): Machine {
    const linked = plan instanceof LinkedPlan ? plan : new LinkedPlan(plan);
    return new Machine(linked, JSON.parse(JSON.stringify(snapshot)) as MachineState);
  }

  /** Takes one event at `nowMs` (epoch ms of the driver's clock) and says what is to be done. */
  receive(event: MachineEvent, nowMs: number): Command[] {
    const run = this.#run;
    run.nowMs = Math.max(run.nowMs, nowMs + run.state.skewMs);
    run.commands = [];
    if (run.state.status === 'ended') return [];
    if (isOverdue(run)) endTop(run, 'failed', 'run_timeout');
    this.#take(event);
    this.#goOn();
    if (!topFrame(run)?.ending) armDeadline(run);
    return run.commands;
  }

  /** The whole state, plain JSON, nothing of it shared with the machine. */
  snapshot(): MachineState {
    return JSON.parse(JSON.stringify(this.#run.state)) as MachineState;
  }

  /** The bound of one step left something that is ready: feed `more`. */
  get hasMore(): boolean {
    const { ready, paused, status } = this.#run.state;
    return status === 'running' && !paused && !this.#held && (this.#cut || ready.length > 0);
  }

  /** The driver is about to hand the run over: no node starts until `release`. Timers, answers and events go on. */
  hold(): void {
    this.#held = true;
  }

  release(): void {
    this.#held = false;
  }

  get state(): Readonly<MachineState> {
    return this.#run.state;
  }

  /** Steps that have ended since the last call, and are now the caller's. */
  takeEnded(): TraceStep[] {
    const { ended } = this.#run.state;
    this.#run.state.ended = [];
    return ended;
  }

  /** Steps that are under way. */
  openSteps(): TraceStep[] {
    return openSteps(this.#run);
  }

  waitingFor(): WaitingFor[] {
    return waitingFor(this.#run);
  }

  /** `trigger` events that nothing has read: they begin the next run. */
  unreadTriggers(): FlowEvent[] {
    return this.#run.state.buffer.filter((event) => event.name === 'trigger');
  }

  #goOn(): void {
    if (!this.#held) this.#cut = drain(this.#run);
  }

  #take(event: MachineEvent): void {
    const run = this.#run;
    switch (event.kind) {
      case 'start':
        this.#start();
        return;
      case 'answer':
        answerCall(run, event.call, event.outcome);
        return;
      case 'timer': {
        const timer = run.state.timers[event.timer];
        delete run.state.timers[event.timer];
        if (timer) fireTimer(run, timer);
        return;
      }
      case 'event':
        receive(run, event.event);
        return;
      case 'subscribed':
        subscribed(run, event.names, event.events);
        return;
      case 'cancel':
        endTop(run, 'cancelled', event.reason);
        return;
      case 'pause':
        run.state.paused = true;
        return;
      case 'resume':
        run.state.paused = false;
        run.state.offering = true;
        return;
      case 'more':
        return;
    }
  }

  #start(): void {
    const run = this.#run;
    const { plan } = run.plan;
    const { state } = run;
    if (state.status !== 'new') return;
    state.status = 'running';
    if (plan.settings.timeoutMs !== null)
      state.deadline = Date.parse(state.start.run.startedAt) + plan.settings.timeoutMs;
    const top = openFrame(run, 0, 0, -1, { index: null });
    try {
      const { timezone } = plan.settings;
      if (isZoneExpression(timezone)) state.timezone = readZone(run, timezone, top);
      setVars(run, run.read(run.plan.named('vars', plan.vars), top, null) as JsonObject);
      setVars(run, state.start.retry?.vars ?? {});
    } catch (thrown) {
      if (!(thrown instanceof TramaError)) throw thrown;
      const { node: _, ...error } = runError('', thrown);
      endFrame(run, top, { cause: 'failed', error });
    }
  }
}
