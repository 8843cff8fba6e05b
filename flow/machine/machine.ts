import { TramaError } from '../errors.ts';
import type { JsonObject } from '../json.ts';
import type { Plan } from '../plan/plan.ts';
import { GRACE_MS, MAX_ACTIVE } from './calls.ts';
import { undoAgain, undoAnswer } from './compensate.ts';
import { endRun, topFrame } from './end-run.ts';
import { offer, receive, subscribed } from './events.ts';
import { finishFrame } from './finish.ts';
import { firstState } from './first-state.ts';
import { endFrame, failVisit, openFrame } from './frames.ts';
import { KINDS } from './kinds.ts';
import { LinkedPlan } from './link.ts';
import type { Command, FlowEvent, MachineEvent, Outcome, RunStart, TraceStep, WaitingFor } from './protocol.ts';
import { Run, runError } from './run.ts';
import { startNode } from './start-node.ts';
import type { MachineState, TimerState } from './state.ts';
import { tellLate } from './trace.ts';
import { setVars } from './vars.ts';
import { waitingFor } from './waiting.ts';

/** Visits that one call of `receive` does at most; with `more`, it goes on. */
const VISITS_AT_ONCE = 10_000;
/** Below this, calls alone bring the machine back in time to see that the run's time is over. */
const RUN_TIMER_SLACK_MS = 3_600_000;

/**
 * The one meaning of a plan: `(plan, state, event) -> (state, commands)`. The same events in the same order give the
 * same commands, anywhere. A driver carries out the commands and feeds what comes of them back.
 */
export class Machine {
  readonly #run: Run;
  #held = false;

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
    this.#take(event);
    this.#drain();
    this.#keepDeadline();
    return run.commands;
  }

  /** The whole state, plain JSON, nothing of it shared with the machine. */
  snapshot(): MachineState {
    return JSON.parse(JSON.stringify(this.#run.state)) as MachineState;
  }

  /** Nodes are ready that the bound of one step left: feed `more`. */
  get hasMore(): boolean {
    const { ready, paused, status } = this.#run.state;
    return status === 'running' && !paused && !this.#held && ready.length > 0;
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
    return Object.values(this.#run.state.open);
  }

  waitingFor(): WaitingFor[] {
    return waitingFor(this.#run);
  }

  /** Triggers that came as events and were never read: the run's end hands them back. */
  unreadTriggers(): FlowEvent[] {
    return this.#run.state.buffer.filter((event) => event.name === 'trigger');
  }

  #take(event: MachineEvent): void {
    const run = this.#run;
    switch (event.kind) {
      case 'start':
        this.#start();
        return;
      case 'answer':
        this.#answer(event.call, event.outcome);
        return;
      case 'timer': {
        const timer = run.state.timers[event.timer];
        delete run.state.timers[event.timer];
        if (timer) this.#timer(timer);
        return;
      }
      case 'event':
        receive(run, event.event);
        return;
      case 'subscribed':
        subscribed(run, event.names, event.events);
        return;
      case 'cancel':
        this.#endTop('cancelled', event.reason);
        return;
      case 'pause':
        run.state.paused = true;
        return;
      case 'resume':
        run.state.paused = false;
        run.offering = true;
        return;
      case 'more':
        return;
    }
  }

  #start(): void {
    const run = this.#run;
    const { plan, state } = { plan: run.plan.plan, state: run.state };
    if (state.status !== 'new') return;
    state.status = 'running';
    const startedMs = Date.parse(state.start.run.startedAt);
    if (plan.settings.timeoutMs !== null) state.deadline = startedMs + plan.settings.timeoutMs;
    const top = openFrame(run, 0, 0, -1, { index: null });
    try {
      setVars(run, run.read(run.plan.named('vars', plan.vars), top, null) as JsonObject);
      setVars(run, state.start.retry?.vars ?? {});
    } catch (thrown) {
      const { node: _, ...error } = runError('', thrown as TramaError);
      endFrame(run, top, { cause: 'failed', error });
    }
  }

  #answer(call: number, outcome: Outcome): void {
    const run = this.#run;
    const known = run.state.calls[call];
    if (!known) {
      const late = run.state.late[call];
      delete run.state.late[call];
      if (late && outcome.kind === 'ok') tellLate(run, late, outcome.output, null);
      if (late && outcome.kind === 'error') tellLate(run, late, null, outcome.error);
      return;
    }
    delete run.state.calls[call];
    this.#noGrace();
    if (known.undo) {
      const frame = run.frame(known.frame);
      if (frame) undoAnswer(run, frame, outcome);
      return;
    }
    const found = run.place(known.frame, known.node);
    if (!found) return;
    run.guard(found.at, found.visit, () => run.kind(found.at.node).answer?.(run, found.at, found.visit, outcome));
  }

  #timer(timer: TimerState): void {
    const run = this.#run;
    switch (timer.kind) {
      case 'grace':
        this.#giveUp();
        return;
      case 'run':
        this.#endTop('failed', 'run_timeout');
        return;
      case 'undo': {
        const frame = run.frame(timer.frame);
        if (frame) undoAgain(run, frame);
        return;
      }
      default: {
        const found = run.place(timer.frame, timer.node);
        if (!found) return;
        run.guard(found.at, found.visit, () => run.kind(found.at.node).timer?.(run, found.at, found.visit, timer));
      }
    }
  }

  /** Cancelled calls whose grace is over count as ended; what they answer later is only traced. */
  #giveUp(): void {
    const run = this.#run;
    run.state.graceTimer = null;
    let next = Number.POSITIVE_INFINITY;
    for (const [id, call] of Object.entries(run.state.calls)) {
      if (call.cancelledAt === undefined) continue;
      if (call.cancelledAt + GRACE_MS > run.nowMs) {
        next = Math.min(next, call.cancelledAt + GRACE_MS);
        continue;
      }
      const found = run.place(call.frame, call.node);
      const step = found && run.state.open[found.visit.n];
      this.#answer(Number(id), { kind: 'cancelled' });
      if (step) run.state.late[id] = { ...step, status: 'cancelled', endedAt: run.now };
    }
    if (next < Number.POSITIVE_INFINITY) run.state.graceTimer = run.timer('grace', 0, -1, next, 'grace');
  }

  #noGrace(): void {
    const run = this.#run;
    if (run.state.graceTimer === null) return;
    if (Object.values(run.state.calls).some((call) => call.cancelledAt !== undefined)) return;
    run.dropTimer(run.state.graceTimer);
    run.state.graceTimer = null;
  }

  #endTop(cause: 'cancelled' | 'failed', code: string): void {
    const run = this.#run;
    // Its end is no node that starts: a pause does not keep a run from ending.
    run.state.paused = false;
    const top = topFrame(run);
    const en = run.locale === 'en';
    const message =
      code === 'run_timeout'
        ? en
          ? 'The run took too long'
          : 'A execução passou do prazo'
        : code === 'replaced'
          ? en
            ? 'A newer run took its place'
            : 'Uma execução mais nova tomou o lugar'
          : en
            ? 'The run was cancelled'
            : 'A execução foi cancelada';
    if (top) endFrame(run, top, { cause, error: { code, message } });
    else endRun(run, cause, null, { code, message });
  }

  /** Runs what is ready until all waits, or the bound of one step is reached. */
  #drain(): void {
    const run = this.#run;
    const { state } = run;
    for (
      let visits = 0;
      visits < VISITS_AT_ONCE && state.status === 'running' && !state.paused && !this.#held;
      visits++
    ) {
      const next = state.ready.shift() ?? (state.active < MAX_ACTIVE ? state.queued.shift() : undefined);
      if (!next) {
        if (run.offering) offer(run);
        else if (!this.#skipTime()) return;
        continue;
      }
      const frame = run.frame(next[0]);
      if (!frame) continue;
      const node = run.plan.nodes[next[1]];
      if (node) startNode(run, frame, node);
      else if (frame.left === 0) finishFrame(run, frame);
    }
  }

  /** `simulate`: where only time is waited for, it passes at once. */
  #skipTime(): boolean {
    const run = this.#run;
    if (!run.state.start.simulate || Object.keys(run.state.calls).length > 0) return false;
    const [first] = Object.entries(run.state.timers)
      .filter(([, timer]) => run.isVirtual(timer.kind))
      .sort(([a, one], [b, other]) => one.at - other.at || Number(a) - Number(b));
    if (!first) return false;
    const [id, timer] = first;
    delete run.state.timers[id];
    run.state.skewMs += Math.max(0, timer.at - run.nowMs);
    run.nowMs = Math.max(run.nowMs, timer.at);
    this.#timer(timer);
    return true;
  }

  /**
   * The run's own time limit. A timer is armed only where nothing else is sure to bring the machine back before it:
   * most runs end within seconds, and a timer is two events of their history.
   */
  #keepDeadline(): void {
    const run = this.#run;
    const { state } = run;
    if (state.deadline === null || state.status !== 'running') return;
    const top = topFrame(run);
    if (run.nowMs >= state.deadline && !top?.ending) {
      this.#endTop('failed', 'run_timeout');
      this.#drain();
      return;
    }
    if (state.runTimer || top?.ending) return;
    const waits =
      Object.values(state.timers).some((timer) => timer.kind !== 'grace') || Object.keys(state.waits).length > 0;
    const open = Object.values(state.calls).some((call) => run.plan.nodes[call.node]?.plan.action === false);
    if (!waits && !open && state.deadline - run.nowMs > RUN_TIMER_SLACK_MS && Object.keys(state.calls).length > 0)
      return;
    state.runTimer = true;
    run.timer('run', 0, -1, state.deadline, 'run_timeout');
  }
}
