import { LOOPS } from '../core/core-types.ts';
import { BitSet } from './bit-set.ts';
import { type Guard, isCertain, type Ways, waysInto, waysOut } from './liveness.ts';
import { containersOf, type Edge, type ScopeStructure, type Structure } from './structure.ts';

/** Where a step stands seen from a reader: done on every path, on some, on none, or not in the flow. */
export type Relation = 'always' | 'maybe' | 'never' | 'unknown';

/** What lies on the paths to a node. */
interface Lines {
  /** Positions of what lies on some path to here; on every path; on every path and left by `out`. */
  before: BitSet;
  always: BitSet;
  whole: BitSet;
  /** Ports other than `out` that lie on every path to here. */
  guards: readonly Guard[];
}

interface NodePaths {
  lines: Lines;
  /** In the order of its scope. */
  position: number;
  ways: Ways;
  /** Ports by which the flow goes on behind it. */
  out: readonly string[];
}

const NOTHING: Lines = { before: BitSet.EMPTY, always: BitSet.EMPTY, whole: BitSet.EMPTY, guards: [] };

/** What lies before what, in every scope of a structure. */
export class Paths {
  readonly #structure: Structure;
  readonly #nodes = new Map<string, NodePaths>();

  constructor(structure: Structure) {
    this.#structure = structure;
    for (const scope of structure.scopes.values()) this.#readScope(scope);
  }

  /** How `target` stands when `reader` starts. */
  relation(reader: string, target: string): Relation {
    if (!this.#structure.nodes.has(target)) return 'unknown';
    const { before, from, chain } = this.#meeting(reader, target);
    const relation = this.#sibling(from, before);
    if (relation === 'never' || chain.length === 1) return relation;
    const position = this.#nodes.get(before)?.position ?? -1;
    const whole = this.#nodes.get(from)?.lines.whole.has(position) ?? false;
    return this.#inside(chain, whole ? relation : 'maybe');
  }

  /** True where all of one node lies before the other, wherever they stand: the two never run at the same time. */
  inOrder(one: string, other: string): boolean {
    const { before, from } = this.#meeting(other, one);
    return this.#sibling(from, before) !== 'never';
  }

  /** Two nodes, or the containers around them, as they stand in the innermost scope that holds them both. */
  #meeting(reader: string, target: string): { before: string; from: string; chain: readonly string[] } {
    const around = containersOf(this.#structure, target);
    const readers = containersOf(this.#structure, reader);
    let shared = 0;
    while (shared < around.length && around.at(-1 - shared) === readers.at(-1 - shared)) shared++;
    const before = shared === around.length ? target : (around.at(-1 - shared) as string);
    const from = shared === readers.length ? reader : (readers.at(-1 - shared) as string);
    const chain = shared === around.length ? [target] : [target, ...around.slice(0, around.length - shared)];
    return { before, from, chain };
  }

  /** How `target` stands when the scope inside `owner` (null: the top) is finished. */
  relationAtEnd(owner: string | null, target: string): Relation {
    if (!this.#structure.nodes.has(target)) return 'unknown';
    const chain = [target, ...containersOf(this.#structure, target)];
    const at = owner === null ? chain.length : chain.indexOf(owner);
    if (at < 1) return owner === null ? 'never' : this.relation(owner, target);
    return this.#inside(chain.slice(0, at), this.certain(chain[at - 1] as string) ? 'always' : 'maybe');
  }

  /** The one node whose `error` port lies on every path to `reader`; null: none or several. */
  errorOf(reader: string): string | null {
    for (const id of [reader, ...containersOf(this.#structure, reader)]) {
      const errors = this.#guards(id).filter(({ port }) => port === 'error');
      if (errors.length > 0) return errors.length === 1 ? (errors[0] as Guard).node : null;
    }
    return null;
  }

  /** Nodes whose `error` port lies on every path to `reader`, in its scope or one around it. */
  errorsBefore(reader: string): string[] {
    return [reader, ...containersOf(this.#structure, reader)].flatMap((id) =>
      this.#guards(id).flatMap(({ node, port }) => (port === 'error' ? [node] : [])),
    );
  }

  /** True where the two stand behind different ports of one node: only one of them can run. */
  exclusive(one: string, other: string): boolean {
    const guardsOf = (id: string): Guard[] =>
      [id, ...containersOf(this.#structure, id)].flatMap((around) => [...this.#guards(around)]);
    const others = new Map(guardsOf(other).map(({ node, port }) => [node, port]));
    return guardsOf(one).some(({ node, port }) => others.has(node) && others.get(node) !== port);
  }

  /** True where the node runs whenever its scope goes to its end. */
  certain(id: string): boolean {
    return isCertain(this.#nodes.get(id)?.ways ?? null);
  }

  #guards(id: string): readonly Guard[] {
    return this.#nodes.get(id)?.lines.guards ?? [];
  }

  #sibling(reader: string, target: string): Relation {
    if (reader === target) return 'never';
    const position = this.#nodes.get(target)?.position ?? -1;
    const lines = this.#nodes.get(reader)?.lines;
    if (position < 0 || !lines?.before.has(position)) return 'never';
    return lines.always.has(position) ? 'always' : 'maybe';
  }

  /** Goes from the outermost container (last) down to the target (first). */
  #inside(chain: readonly string[], relation: Relation): Relation {
    let found = relation;
    for (let i = chain.length - 1; i > 0; i--) {
      if (LOOPS.has(this.#structure.nodes.get(chain[i] as string)?.type ?? '')) return 'never';
      if (!this.certain(chain[i - 1] as string)) found = 'maybe';
    }
    return found;
  }

  #readScope(scope: ScopeStructure): void {
    scope.order.forEach((id, position) => {
      const edges = scope.incoming.get(id) ?? [];
      this.#nodes.set(id, {
        position,
        ways: waysInto(edges, (source) => this.#nodes.get(source)),
        out: waysOut(id, scope, this.#structure),
        lines: this.#linesInto(edges, this.#structure.nodes.get(id)?.join === 'first'),
      });
    });
  }

  /** What lies before a node: on some of its edges, on all of them, or on one that is sure to be live and waited for. */
  #linesInto(edges: readonly Edge[], first: boolean): Lines {
    const [only, ...others] = edges;
    if (!only) return NOTHING;
    const one = this.#along(only);
    if (others.length === 0) return one;
    const sure = !first && this.#isSure(only) ? [one] : [];
    let { before, always, whole, guards } = one;
    for (const edge of others) {
      const along = this.#along(edge);
      before = before.or(along.before);
      always = always.and(along.always);
      whole = whole.and(along.whole);
      guards = common(guards, along.guards);
      if (!first && this.#isSure(edge)) sure.push(along);
    }
    for (const along of sure) {
      always = always.or(along.always);
      whole = whole.or(along.whole);
    }
    return { before, always, whole, guards };
  }

  /** What lies before the target of one edge. Most flows have long lines, where the three sets are one. */
  #along({ from: source, port }: Edge): Lines {
    const from = source === null ? undefined : this.#nodes.get(source);
    if (source === null || !from) return NOTHING;
    const { position, lines } = from;
    const before = lines.before.with(position);
    const passed = lines.always === lines.before ? before : lines.always.with(position);
    const always = port === 'error' || port === 'timeout' ? lines.always : passed;
    if (port !== 'out')
      return { before, always, whole: lines.whole, guards: [...lines.guards, { node: source, port }] };
    const whole = lines.whole === lines.always ? always : lines.whole.with(position);
    return { before, always, whole, guards: lines.guards };
  }

  /** An edge that is live whenever its scope goes to its end: there is no other way out of a node that is sure to run. */
  #isSure({ from, port }: Edge): boolean {
    if (from === null) return true;
    const source = this.#nodes.get(from);
    return source !== undefined && isCertain(source.ways) && source.out.length === 1 && source.out[0] === port;
  }
}

const common = (some: readonly Guard[], others: readonly Guard[]): readonly Guard[] =>
  some.filter((one) => others.some((two) => two.node === one.node && two.port === one.port));
