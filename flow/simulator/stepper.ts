import { LinkedPlan } from '../machine/link.ts';
import { Machine } from '../machine/machine.ts';
import type { MachineEvent, Outcome, RunStart, TraceStep, WaitingFor } from '../machine/protocol.ts';
import type { MachineState } from '../machine/state.ts';
import type { Plan } from '../plan/plan.ts';
import { type Asked, type Due, OnItsWay, type Outside } from './on-its-way.ts';

/** A run as it stands after one of its events. Nothing changes a moment: to go back is to look at an earlier one. */
export interface Moment {
  /** The run's clock, epoch ms. */
  now: number;
  state: MachineState;
  /** What led here; null: nothing has happened yet. */
  event: MachineEvent | null;
  /** Every step so far, those under way among them, in order of their numbers. */
  steps: readonly TraceStep[];
  /** Those that the event ended, in the order in which they did. */
  ended: readonly TraceStep[];
  /** What was asked of the outside and is not answered. */
  asked: readonly Asked[];
  waitingFor: readonly WaitingFor[];
  /** What the outside will say, and when, if nobody says something else before. */
  due: readonly Due[];
  seq: number;
}

/** What an event of the driver's own changes is not looked at by itself. */
const QUIET: ReadonlySet<MachineEvent['kind']> = new Set(['subscribed', 'more']);
const MOST_EVENTS = 10_000;

/**
 * The machine of production, one event at a time: forwards by what comes next, or by what somebody decides should come,
 * and backwards by keeping the moments. The same moment and the same event give the same next moment.
 */
export class Stepper {
  readonly #plan: LinkedPlan;
  readonly #outside: Outside;

  constructor(plan: Plan, outside: Outside) {
    this.#plan = new LinkedPlan(plan);
    this.#outside = outside;
  }

  /** Before anything has happened. */
  begin(start: RunStart): Moment {
    const way = new OnItsWay();
    const now = Date.parse(start.run.startedAt);
    way.add(now, { kind: 'start' });
    const state = Machine.begin(this.#plan, start).snapshot();
    return { now, state, event: null, steps: [], ended: [], asked: [], waitingFor: [], due: way.due, seq: way.seq };
  }

  /** After what comes next; null where nothing ever comes unless somebody decides, or the run has ended. */
  forward(moment: Moment): Moment | null {
    const way = new OnItsWay(moment.due, moment.seq);
    const next = moment.state.end === null ? way.take() : undefined;
    return next ? this.#after(moment, way, next.event, Math.max(moment.now, next.at)) : null;
  }

  /** After somebody has decided how a call comes out, at once. */
  answer(moment: Moment, call: number, outcome: Outcome): Moment {
    const way = new OnItsWay(moment.due, moment.seq);
    way.dropCall(call);
    return this.#after(moment, way, { kind: 'answer', call, outcome }, moment.now);
  }

  /** After somebody sent an event, or cancelled the run, at once. */
  send(moment: Moment, event: MachineEvent): Moment {
    return this.#after(moment, new OnItsWay(moment.due, moment.seq), event, moment.now);
  }

  #after(before: Moment, way: OnItsWay, event: MachineEvent, at: number): Moment {
    const machine = Machine.restore(this.#plan, before.state);
    const asked = new Map(before.asked.map((one) => [one.call, one]));
    let now = at;
    const receive = (one: MachineEvent): void => {
      for (const command of machine.receive(one, now)) {
        if (command.kind === 'call' || command.kind === 'openApproval' || command.kind === 'startRun')
          asked.set(command.call, command);
        way.carryOut(command, now, this.#outside);
      }
    };
    receive(event);
    for (let n = 0; n < MOST_EVENTS && machine.state.end === null; n++) {
      const next: Omit<Due, 'seq'> | undefined = machine.hasMore ? { at: now, event: { kind: 'more' } } : way.peek();
      if (!next || !(next.gaveUp || QUIET.has(next.event.kind))) break;
      if (!machine.hasMore) way.take();
      now = Math.max(now, next.at);
      receive(next.event);
    }
    return momentOf(before, machine, { now, event, asked, way });
  }
}

function momentOf(
  before: Moment,
  machine: Machine,
  { now, event, asked, way }: { now: number; event: MachineEvent; asked: Map<number, Asked>; way: OnItsWay },
): Moment {
  const ended = machine.takeEnded();
  const steps = new Map(before.steps.filter((step) => step.endedAt !== null).map((step) => [step.n, step]));
  for (const step of [...ended, ...machine.openSteps()]) steps.set(step.n, step);
  const state = machine.snapshot();
  return {
    now,
    state,
    event,
    steps: [...steps.values()].sort((a, b) => a.n - b.n),
    ended,
    asked: [...asked.values()].filter(({ call }) => Object.hasOwn(state.calls, call)),
    waitingFor: machine.waitingFor(),
    due: way.due,
    seq: way.seq,
  };
}
