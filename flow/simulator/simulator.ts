import { Machine } from '../machine/machine.ts';
import type { Command, FlowEvent, MachineEvent, Outcome, RunStart, TraceStep } from '../machine/protocol.ts';
import type { MachineState } from '../machine/state.ts';
import type { Plan } from '../plan/plan.ts';

type Asked = Extract<Command, { kind: 'call' | 'openApproval' | 'startRun' }>;

/** What comes of a call: after `afterMs` of the run's clock; null: never. */
export type Reply = { afterMs: number; outcome: Outcome } | null;

/** The outside of a simulated run. Nothing here is real: no request leaves, and time passes at once. */
export interface World {
  reply(command: Asked): Reply;
  /** How long a cancelled call takes to end; null: it never answers. */
  endsAfterMs?: number | null;
  /** Events by the moment at which they come, ms after the start. */
  events?: { afterMs: number; event: FlowEvent | { kind: 'cancel'; reason: string } | { kind: 'pause' | 'resume' } }[];
  /** What came under names and keys before they were asked for. */
  before?(names: { name: string; key: string | null }[]): FlowEvent[];
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

interface Due {
  at: number;
  /** Order among what is due at the same time. */
  seq: number;
  event: MachineEvent;
  call?: number;
  timer?: number;
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
  #seq = 0;
  #due: Due[] = [];
  readonly #commands: Command[] = [];
  readonly #steps = new Map<number, TraceStep>();

  constructor(machine: Machine, startMs: number, world: World, options: SimulateOptions) {
    this.#machine = machine;
    this.#world = world;
    this.#options = options;
    this.#startMs = startMs;
    this.#now = startMs;
    this.#later(0, { kind: 'start' });
    for (const { afterMs, event } of world.events ?? []) {
      this.#later(afterMs, 'kind' in event ? (event as MachineEvent) : { kind: 'event', event });
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
    this.#due.sort((a, b) => a.at - b.at || a.seq - b.seq);
    const due = this.#due.shift();
    if (!due) return undefined;
    this.#now = Math.max(this.#now, due.at);
    return due.event;
  }

  #later(afterMs: number, event: MachineEvent, more: { call?: number; timer?: number } = {}): void {
    this.#due.push({ at: this.#now + afterMs, seq: this.#seq++, event, ...more });
  }

  #take(commands: Command[]): void {
    this.#commands.push(...commands);
    for (const command of commands) this.#carryOut(command);
    for (const step of this.#machine.takeEnded()) this.#steps.set(step.n, step);
  }

  #carryOut(command: Command): void {
    switch (command.kind) {
      case 'call':
      case 'openApproval':
      case 'startRun': {
        const reply = this.#world.reply(command);
        const { call } = command;
        if (reply) this.#later(reply.afterMs, { kind: 'answer', call, outcome: reply.outcome }, { call });
        return;
      }
      case 'cancelCall':
      case 'cancelRun': {
        const { endsAfterMs = 1 } = this.#world;
        if (endsAfterMs === null) return;
        this.#due = this.#due.filter((due) => due.call !== command.call);
        this.#later(endsAfterMs, { kind: 'answer', call: command.call, outcome: { kind: 'cancelled' } });
        return;
      }
      case 'closeApproval': {
        this.#due = this.#due.filter((due) => due.call !== command.call);
        if (command.reason === 'cancelled') return;
        const outcome: Outcome = { kind: 'ok', output: null, attempts: 1, port: 'timeout' };
        this.#later(1, { kind: 'answer', call: command.call, outcome });
        return;
      }
      case 'timer':
        this.#due.push({
          at: command.at,
          seq: this.#seq++,
          event: { kind: 'timer', timer: command.timer },
          timer: command.timer,
        });
        return;
      case 'cancelTimer':
        this.#due = this.#due.filter((due) => due.timer !== command.timer);
        return;
      case 'subscribe': {
        const events = this.#world.before?.(command.names) ?? [];
        this.#later(1, { kind: 'subscribed', names: command.names, events });
        return;
      }
      case 'respond':
      case 'end':
        return;
    }
  }
}
