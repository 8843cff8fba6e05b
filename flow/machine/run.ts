import { TramaError } from '../errors.ts';
import { Budget } from '../expressions/budget.ts';
import { asTramaError } from '../expressions/evaluation-error.ts';
import type { EvalEnv, NodeRoot, Scope } from '../expressions/scope.ts';
import type { Json, Locale } from '../json.ts';
import { fixedZone } from '../timezone.ts';
import type { LinkedNode, LinkedPlan, LinkedScope, Read } from './link.ts';
import type { Command, Outcome, RunError } from './protocol.ts';
import { nextRandom, uuidFrom } from './random.ts';
import type { CallState, Frame, FrameEnd, MachineState, TimerState, Visit } from './state.ts';

/** A node in one of its rounds. */
export interface Place {
  frame: Frame;
  node: LinkedNode;
}

/** How a frame of a container ended, and what its scope gave. */
export type FrameResult = { cause: 'done'; value: Json } | (FrameEnd & { value?: Json });

/** What a type of core node does; a kind keeps nothing itself, all is in the visit. */
export interface NodeKind {
  /** The node's config has been read and stands in `visit.input`. Throws a `TramaError` to fail the node. */
  start(run: Run, at: Place, visit: Visit): void;
  answer?(run: Run, at: Place, visit: Visit, outcome: Outcome): void;
  timer?(run: Run, at: Place, visit: Visit, timer: TimerState): void;
  /** A running node that waited for a free place has got it. */
  resume?(run: Run, at: Place, visit: Visit): void;
  /** Ends what is under way; true where an answer is still owed. */
  cancel?(run: Run, at: Place, visit: Visit): boolean;
  /** A round says `break`: no other goes on. */
  breakOff?(run: Run, at: Place, visit: Visit): void;
  frameDone?(run: Run, at: Place, visit: Visit, frame: Frame, result: FrameResult): void;
}

/** Everything that one step of the machine works on. */
export class Run {
  readonly plan: LinkedPlan;
  readonly kinds: Readonly<Record<string, NodeKind>>;
  readonly state: MachineState;
  readonly env: EvalEnv;
  nowMs = 0;
  commands: Command[] = [];
  /** Edges that were decided and whose targets have still to hear. */
  edges: { frame: Frame; to: LinkedNode; live: boolean }[] = [];
  settling = false;

  #written = { ms: Number.NaN, text: '' };

  readonly failing: (at: Place, visit: Visit, error: RunError) => void;

  constructor(
    plan: LinkedPlan,
    kinds: Readonly<Record<string, NodeKind>>,
    state: MachineState,
    failing: (run: Run, at: Place, visit: Visit, error: RunError) => void,
  ) {
    this.plan = plan;
    this.kinds = kinds;
    this.failing = (at, visit, error) => failing(this, at, visit, error);
    this.state = state;
    this.env = envOf(this);
  }

  get locale(): Locale {
    return this.state.start.tenant.locale === 'en' ? 'en' : 'pt-BR';
  }

  /** The run's clock as the language writes instants; written out once for all that happens at one moment. */
  get now(): string {
    if (this.#written.ms !== this.nowMs) this.#written = { ms: this.nowMs, text: new Date(this.nowMs).toISOString() };
    return this.#written.text;
  }

  scopeOf(frame: Frame): LinkedScope {
    return this.plan.scopes[frame.scope] as LinkedScope;
  }

  frame(id: number): Frame | undefined {
    return this.state.frames[id];
  }

  place(frame: number, node: number): { at: Place; visit: Visit } | undefined {
    const found = this.state.frames[frame];
    const linked = this.plan.nodes[node];
    const visit = found?.visits[node];
    return found && linked && visit ? { at: { frame: found, node: linked }, visit } : undefined;
  }

  kind(node: LinkedNode): NodeKind {
    const kind = this.kinds[node.plan.action ? 'action' : node.plan.type];
    if (!kind) throw new Error(`no kind for the node type ${node.plan.type}`);
    return kind;
  }

  command(command: Command): void {
    this.commands.push(command);
  }

  call(at: Place, more: Partial<CallState> = {}): number {
    const call = ++this.state.seq.call;
    this.state.calls[call] = { frame: at.frame.id, node: at.node.index, ...more };
    return call;
  }

  /** `atMs` is of the run's clock, which `simulate` moves on by itself: its timers never reach the driver. */
  timer(kind: TimerState['kind'], frame: number, node: number, atMs: number, label: string, round?: number): number {
    const timer = ++this.state.seq.timer;
    this.state.timers[timer] = { kind, frame, node, at: atMs, ...(round === undefined ? {} : { round }) };
    if (!this.isVirtual(kind)) this.command({ kind: 'timer', timer, at: atMs - this.state.skewMs, label });
    return timer;
  }

  isVirtual(kind: TimerState['kind']): boolean {
    return this.state.start.simulate === true && kind !== 'grace' && kind !== 'run';
  }

  dropTimer(timer: number | undefined | null): void {
    const state = timer === undefined || timer === null ? undefined : this.state.timers[timer];
    if (!state || !timer) return;
    delete this.state.timers[timer];
    if (!this.isVirtual(state.kind)) this.command({ kind: 'cancelTimer', timer });
  }

  /** Reads an expression at a place. Whatever it throws is a `TramaError`, and so a failure of the node. */
  read(read: Read, frame: Frame, node: LinkedNode | null, extra?: Readonly<Record<string, Json>>): Json {
    try {
      return read(scopeView(this, frame, node, extra));
    } catch (thrown) {
      throw asTramaError(thrown, this.locale);
    }
  }

  /** Does something for a visit; a `TramaError` in it is the node's failure, anything else a bug of the machine. */
  guard(at: Place, visit: Visit, work: () => void): void {
    try {
      work();
    } catch (thrown) {
      this.failing(at, visit, nodeError(at.node.plan.id, thrown));
    }
  }

  /** A condition: true, false, or null, which is false. */
  test(read: Read, frame: Frame, node: LinkedNode | null, extra?: Readonly<Record<string, Json>>): boolean {
    const value = this.read(read, frame, node, extra);
    if (value === true || value === false || value === null) return value === true;
    throw new TramaError(
      'bad_value',
      this.locale === 'en' ? 'A condition must give true, false or null' : 'A condição precisa dar true, false ou null',
    );
  }
}

/** One environment a run: its clock and its randomness are the run's own, read as they stand. */
function envOf(run: Run): EvalEnv {
  const { state } = run;
  const zone = fixedZone(run.plan.plan.settings.timezone);
  const random = (): number => {
    const next = nextRandom(state.rng);
    state.rng = next.state;
    return next.value;
  };
  return {
    get nowMs() {
      return run.nowMs;
    },
    get timezone() {
      return state.timezone ?? zone;
    },
    locale: run.locale,
    holidays: state.start.tenant.holidays ?? [],
    random,
    uuid: () => uuidFrom(random),
    budget: new Budget(),
  };
}

/** The error of a node as the language shows it. */
export const runError = (node: string, error: TramaError, attempts = 1): RunError => ({
  code: error.code,
  message: error.message,
  node,
  attempts,
  ...(error.details === null ? {} : { details: error.details }),
});

/** What a node fails with; anything but a `TramaError` is a bug of the machine, and goes on. */
export function nodeError(node: string, thrown: unknown): RunError {
  if (thrown instanceof TramaError) return runError(node, thrown);
  throw thrown;
}

function scopeView(
  run: Run,
  frame: Frame,
  node: LinkedNode | null,
  extra: Readonly<Record<string, Json>> | undefined,
): Scope {
  return {
    env: run.env,
    member: (root, id) => member(run, frame, root, id),
    name: (name) => {
      if (extra && Object.hasOwn(extra, name)) return extra[name];
      // Inner names first, where a loop calls its item `flow`. null is a value: undefined alone is a name that is not there.
      const hidden = run.plan.shadowed.has(name) ? loopName(run, frame, name) : undefined;
      const known = hidden === undefined ? rootName(run, name) : hidden;
      if (known !== undefined) return known;
      const ofLoop = loopName(run, frame, name);
      return ofLoop === undefined ? errorName(run, frame, node, name) : ofLoop;
    },
  };
}

function member(run: Run, frame: Frame, root: NodeRoot, id: string): Json {
  const index = run.plan.byId.get(id)?.index;
  if (index === undefined) return null;
  for (let at: Frame | undefined = frame; at; at = run.frame(at.parent)) {
    if (root === 'errors') {
      const error = at.err[index];
      if (error) return error as unknown as Json;
    } else {
      const found = root === 'steps' ? at.out[index] : at.port[index];
      if (found !== undefined) return found;
    }
  }
  return null;
}

function rootName(run: Run, name: string): Json | undefined {
  const { start, vars } = run.state;
  switch (name) {
    case 'trigger':
      return start.trigger as unknown as Json;
    case 'vars':
      return vars;
    case 'run':
      return { id: start.run.id, startedAt: start.run.startedAt, test: start.run.test };
    case 'flow':
      return start.flow as unknown as Json;
    case 'tenant': {
      const { id, slug, plan, timezone, locale, settings } = start.tenant;
      return { id, slug, plan, timezone, locale, settings };
    }
    default:
      return undefined;
  }
}

/** `item` or its `as` name, its index, `index` of the innermost loop, `last` of the innermost `while`. */
function loopName(run: Run, frame: Frame, name: string): Json | undefined {
  for (let at: Frame | undefined = frame; at; at = run.frame(at.parent)) {
    if (at.index === null) continue;
    if (name === 'index') return at.index;
    const owner = run.plan.nodes[at.owner] as LinkedNode;
    if (owner.plan.type === 'while') {
      if (name === 'last') return at.last ?? null;
      continue;
    }
    const as = typeof owner.plan.config.as === 'string' ? owner.plan.config.as : 'item';
    if (name === as) return at.item ?? null;
    if (name === `${as}Index`) return at.index;
  }
  return undefined;
}

function errorName(run: Run, frame: Frame, node: LinkedNode | null, name: string): Json | undefined {
  if (name !== 'error') return undefined;
  const source = node?.plan.errorOf;
  return source === undefined ? undefined : member(run, frame, 'errors', source);
}
