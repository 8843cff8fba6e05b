import { LOOPS } from '../core/core-types.ts';
import { compileConfig } from '../expressions/compile.ts';
import type { Scope } from '../expressions/scope.ts';
import { parseConfig } from '../expressions/template.ts';
import type { Json, JsonObject } from '../json.ts';
import type { Plan, PlanEdge, PlanNode } from '../plan/plan.ts';
import { pollNames } from './poll-names.ts';

export type Read = (scope: Scope) => Json;

/** Config fields that are not read when the node starts, but when their moment comes. */
const LATER: Record<string, readonly string[]> = {
  while: ['condition', 'result'],
  forEach: ['result'],
  scope: ['result'],
  switch: ['cases'],
  ask: ['valid'],
};

/** Types that leave in the same step in which they start. */
const INSTANT: ReadonlySet<string> = new Set(['set', 'assign', 'if', 'switch', 'respond']);
/** Names that every place can read. */
const ROOTS: readonly string[] = ['trigger', 'vars', 'run', 'flow', 'tenant'];

export interface LinkedNode {
  plan: PlanNode;
  index: number;
  /** Place in its scope. */
  place: number;
  /** Outgoing edges, in order of the document. */
  out: PlanEdge[];
  ports: ReadonlySet<string>;
  /** Nodes that a `join: first` makes needless: each of their paths ends in it. */
  leading: number[];
  /** `join: first` nodes that it leads to at once, with the place of the edge among those of the scope. */
  races: { to: number; order: number }[];
  /** Leaves in the step in which it starts. */
  instant: boolean;
  /** Indexes of nodes that this one, or one inside it, reads: lifted to what a frame of its scope keeps. */
  reads: number[];
}

export interface LinkedScope {
  nodes: LinkedNode[];
  entry: PlanEdge[];
  /** Incoming edges by place. */
  incoming: number[];
  /** Readers by index of node, of this scope or exported into it. */
  readers: Record<string, number>;
  /** The only end node, where there is one. */
  onlyEnd: number;
  /** Indexes of nodes inside whose values stay readable when a frame of it has ended. */
  exports: number[];
}

/** A plan made ready to run: graphs resolved, expressions compiled as they are first met. Holds no state of a run. */
export class LinkedPlan {
  readonly plan: Plan;
  readonly nodes: LinkedNode[];
  readonly scopes: LinkedScope[];
  readonly byId: ReadonlyMap<string, LinkedNode>;
  /** Names of loops that are also names of the run. */
  readonly shadowed: ReadonlySet<string>;
  readonly #compiled = new Map<string, Read>();

  constructor(plan: Plan) {
    this.plan = plan;
    this.nodes = plan.nodes.map((node, index) => link(node, index));
    this.byId = new Map(this.nodes.map((node) => [node.plan.id, node]));
    this.scopes = plan.scopes.map((_, index) => this.#linkScope(index));
    this.#countReaders();
    this.shadowed = new Set(this.nodes.flatMap(loopNames).filter((name) => ROOTS.includes(name)));
  }

  /** The config of a node as read at its start, but for the fields that are read later. */
  config(node: LinkedNode): Read {
    return this.#once(`${node.index}`, () => {
      const later = LATER[node.plan.type] ?? [];
      const now = Object.fromEntries(Object.entries(node.plan.config).filter(([key]) => !later.includes(key)));
      return eventConfig(node, now);
    });
  }

  /** One field that is read later; undefined where the config has none. `pointer` like `cases/0/when`. */
  later(node: LinkedNode, pointer: string): Read | undefined {
    let value: Json | undefined = node.plan.config;
    for (const part of pointer.split('/')) value = (value as JsonObject | undefined)?.[part];
    return value === undefined ? undefined : this.#once(`${node.index}/${pointer}`, () => compile(value));
  }

  /** The config of a node's compensation, read when its action has finished. */
  undo(node: LinkedNode): Read {
    const { config = {}, literal = [] } = node.plan.compensation ?? {};
    return this.#once(`${node.index}~undo`, () => compile(config, literal));
  }

  /** What `poll.until` reads beside the answer, read when the action starts. */
  pollNames(node: LinkedNode): Read {
    return this.#once(`${node.index}~poll`, () => pollNames(node.plan.poll?.until ?? ''));
  }

  /** Any other text or value of the plan, compiled once by its name. */
  named(name: string, value: Json): Read {
    return this.#once(name, () => compile(value));
  }

  #once(name: string, make: () => Read): Read {
    let read = this.#compiled.get(name);
    if (!read) {
      read = make();
      this.#compiled.set(name, read);
    }
    return read;
  }

  #linkScope(index: number): LinkedScope {
    const { nodes, edges } = this.plan.scopes[index] as Plan['scopes'][number];
    const linked = nodes.map((at, place) => Object.assign(this.nodes[at] as LinkedNode, { place }));
    const incoming = linked.map(() => 0);
    edges.forEach((edge, order) => {
      const to = this.nodes[edge.to] as LinkedNode;
      incoming[to.place] = (incoming[to.place] ?? 0) + 1;
      const from = this.nodes[edge.from];
      from?.out.push(edge);
      if (to.plan.first) from?.races.push({ to: edge.to, order });
    });
    for (const node of linked) for (const edge of node.out) (node.ports as Set<string>).add(edge.port);
    const firsts = linked.filter((node) => node.plan.first);
    const forward = firsts.length > 0 ? forwardOrder(linked, this.nodes) : [];
    for (const node of firsts) node.leading = leadingTo(node, forward);
    const ends = linked.filter((node) => node.out.length === 0);
    const onlyEnd = ends.length === 1 ? (ends[0] as LinkedNode).index : -1;
    const entry = edges.filter((edge) => edge.from < 0);
    return { nodes: linked, entry, incoming, readers: {}, onlyEnd, exports: [] };
  }

  /** Counts, for every scope, who reads what; a value without a reader is not kept. */
  #countReaders(): void {
    for (const node of this.nodes) for (const id of new Set(node.plan.reads)) this.#addReader(node, id);
    for (const id of new Set(this.plan.reads)) this.#addOutputReader(id);
    this.scopes.forEach((scope, index) => {
      const container = this.plan.nodes[this.plan.scopes[index]?.owner ?? -1];
      const asked = container ? container.config.result !== undefined : this.plan.output !== undefined;
      if (!asked && scope.onlyEnd >= 0) count(scope, scope.onlyEnd);
    });
  }

  #addReader(reader: LinkedNode, id: string): void {
    const target = this.byId.get(id);
    if (!target) return;
    const chain = this.#visibleIn(target);
    const inside = chain.indexOf(reader.plan.inner);
    if (inside >= 0) {
      // A container reads what is inside it at the end of the frame: its `result`.
      this.#keepToEnd(chain.slice(0, inside + 1), target);
      for (const scope of chain.slice(0, inside)) this.#export(scope, target);
      return;
    }
    const around = [reader, ...this.#containers(reader)];
    const level = chain.findIndex((scope) => around.some((node) => node.plan.scope === scope));
    if (level < 0) return;
    const at = around.find((node) => node.plan.scope === chain[level]) as LinkedNode;
    this.#keepToEnd(chain.slice(0, level), target);
    for (const scope of chain.slice(0, level)) this.#export(scope, target);
    if (at.index === target.index || at.reads.includes(target.index)) return;
    at.reads.push(target.index);
    count(this.scopes[chain[level] as number] as LinkedScope, target.index);
  }

  #addOutputReader(id: string): void {
    const target = this.byId.get(id);
    if (!target) return;
    const chain = this.#visibleIn(target);
    if (!chain.includes(0)) return;
    this.#keepToEnd(chain, target);
    for (const scope of chain) if (scope !== 0) this.#export(scope, target);
  }

  /** Scopes in which a node's values can be read: its own, and outwards as long as the container is no loop. */
  #visibleIn(target: LinkedNode): number[] {
    const chain = [target.plan.scope];
    for (let owner = this.#owner(target); owner && !LOOPS.has(owner.plan.type); owner = this.#owner(owner)) {
      chain.push(owner.plan.scope);
    }
    return chain;
  }

  #keepToEnd(scopes: number[], target: LinkedNode): void {
    for (const scope of scopes) count(this.scopes[scope] as LinkedScope, target.index);
  }

  #export(scope: number, target: LinkedNode): void {
    const { exports } = this.scopes[scope] as LinkedScope;
    if (!exports.includes(target.index)) exports.push(target.index);
  }

  #containers(node: LinkedNode): LinkedNode[] {
    const around: LinkedNode[] = [];
    for (let at = this.#owner(node); at; at = this.#owner(at)) around.push(at);
    return around;
  }

  #owner(node: LinkedNode): LinkedNode | undefined {
    return this.nodes[this.plan.scopes[node.plan.scope]?.owner ?? -1];
  }
}

const count = (scope: LinkedScope, index: number): void => {
  scope.readers[index] = (scope.readers[index] ?? 0) + 1;
};

const link = (node: PlanNode, index: number): LinkedNode => ({
  plan: node,
  index,
  place: 0,
  out: [],
  ports: new Set(),
  leading: [],
  races: [],
  instant: node.disabled || INSTANT.has(node.type),
  reads: [],
});

/** The names that a `forEach` gives its rounds. */
const loopNames = ({ plan }: LinkedNode): string[] => {
  if (plan.type !== 'forEach' || typeof plan.config.as !== 'string') return [];
  return [plan.config.as, `${plan.config.as}Index`];
};

/** Nodes from which each path of edges ends in `first`. `forward` is an order in which every edge goes forward. */
function leadingTo(first: LinkedNode, forward: readonly LinkedNode[]): number[] {
  const found = new Set<number>([first.index]);
  const leading: LinkedNode[] = [];
  for (let i = forward.indexOf(first) - 1; i >= 0; i--) {
    const node = forward[i] as LinkedNode;
    if (node.out.length === 0 || !node.out.every((edge) => found.has(edge.to))) continue;
    found.add(node.index);
    leading.push(node);
  }
  return leading.sort((a, b) => a.place - b.place).map((node) => node.index);
}

/** The nodes of a scope in an order in which every edge goes forward. */
function forwardOrder(linked: readonly LinkedNode[], nodes: readonly LinkedNode[]): LinkedNode[] {
  const left = new Map(linked.map((node) => [node.index, 0]));
  for (const { out } of linked) for (const { to } of out) left.set(to, (left.get(to) ?? 0) + 1);
  const order = linked.filter((node) => left.get(node.index) === 0);
  for (const { out } of order) {
    for (const { to } of out) {
      const rest = (left.get(to) ?? 0) - 1;
      left.set(to, rest);
      if (rest === 0) order.push(nodes[to] as LinkedNode);
    }
  }
  return order;
}

const compile = (value: Json, literal: readonly string[] = []): Read => compileConfig(parseConfig(value, literal));

/** `match` of events is read when an event comes: it is taken out of what is read at the start. */
function eventConfig(node: LinkedNode, config: JsonObject): Read {
  const field = node.plan.type === 'waitForEvent' ? 'events' : node.plan.type === 'scope' ? 'interrupt' : null;
  const entries = field === null ? undefined : config[field];
  if (field === null || !Array.isArray(entries)) return compile(config, node.plan.literal);
  const without = entries.map((entry) => {
    const { match: _, ...rest } = entry as JsonObject;
    return rest;
  });
  return compile({ ...config, [field]: without }, node.plan.literal);
}

/** True where a node's edge into a `join: first` is written before the other's into the same. */
export const wins = (one: LinkedNode, other: LinkedNode): boolean =>
  one !== other && one.races.some((race) => other.races.some((two) => two.to === race.to && race.order < two.order));
