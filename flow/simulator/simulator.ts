import { Machine } from '../machine/machine.ts';
import type { Command, FlowEvent, MachineEvent, RunStart, TraceStep } from '../machine/protocol.ts';
import type { MachineState } from '../machine/state.ts';
import type { Plan } from '../plan/plan.ts';
import { OnItsWay, type Outside } from './on-its-way.ts';

/** The outside of a simulated run, with what comes of its own accord; time passes at once. */
export interface World extends Outside {
  /** Events by the moment at which they come, ms after the start. */
  events?: { afterMs: number; event: FlowEvent | { kind: 'cancel'; reason: string } | { kind: 'pause' | 'resume' } }[];
}

export interface SimulatedRun {
  end: MachineState['end'];
  answer: MachineState['answer'];
  /** In order of their numbers; what never ended is among them. */
  steps: TraceStep[];
  /** Everything that the machine asked for, in order. */
  commands: Command[];
  /** Ms from start to end by the run's clock. */
  tookMs: number;
  waitingFor: ReturnType<Machine['waitingFor']>;
  state: Readonly<MachineState>;
}

export interface SimulateOptions {
  /** Called before each event; gives the machine that goes on (a restored one, for tests of snapshots). */
  between?(machine: Machine): Machine;
  maxEvents?: number;
}

/** Drives a plan through a made-up world, deterministically: the same machine as in production, without its servers. */
export function simulate(plan: Plan, start: RunStart, world: World, options: SimulateOptions = {}): SimulatedRun {
  return new Simulation(Machine.begin(plan, start), Date.parse(start.run.startedAt), world, options).run();
}

class Simulation {
  #machine: Machine;
  readonly #world: World;
  readonly #options: SimulateOptions;
  readonly #startMs: number;
  #now: number;
  readonly #way = new OnItsWay();
  readonly #commands: Command[] = [];
  readonly #steps = new Map<number, TraceStep>();

  constructor(machine: Machine, startMs: number, world: World, options: SimulateOptions) {
    this.#machine = machine;
    this.#world = world;
    this.#options = options;
    this.#startMs = startMs;
    this.#now = startMs;
    this.#way.add(startMs, { kind: 'start' });
    for (const { afterMs, event } of world.events ?? []) {
      this.#way.add(startMs + afterMs, 'kind' in event ? (event as MachineEvent) : { kind: 'event', event });
    }
  }

  run(): SimulatedRun {
    const { maxEvents = 100_000 } = this.#options;
    for (let i = 0; i < maxEvents && this.#machine.state.end === null; i++) {
      const next = this.#machine.hasMore ? { kind: 'more' as const } : this.#next();
      if (!next) break;
      this.#machine = this.#options.between?.(this.#machine) ?? this.#machine;
      this.#take(this.#machine.receive(next, this.#now));
    }
    const { end, answer } = this.#machine.state;
    for (const step of this.#machine.openSteps()) this.#steps.set(step.n, step);
    return {
      end,
      answer,
      steps: [...this.#steps.values()].sort((a, b) => a.n - b.n),
      commands: this.#commands,
      tookMs: this.#now - this.#startMs,
      waitingFor: this.#machine.waitingFor(),
      state: this.#machine.state,
    };
  }

  #next(): MachineEvent | undefined {
    const due = this.#way.take();
    if (!due) return undefined;
    this.#now = Math.max(this.#now, due.at);
    return due.event;
  }

  #take(commands: Command[]): void {
    this.#commands.push(...commands);
    for (const command of commands) this.#way.carryOut(command, this.#now, this.#world);
    for (const step of this.#machine.takeEnded()) this.#steps.set(step.n, step);
  }
}
