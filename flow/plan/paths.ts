import { LOOPS } from '../core/core-types.ts';
import { BitSet } from './bit-set.ts';
import { type Guard, isCertain, type Ways, waysInto, waysOut } from './liveness.ts';
import { containersOf, type Edge, type ScopeStructure, type Structure } from './structure.ts';

/** Where a step stands seen from a reader: done on every path, on some, on none, or not in the flow. */
export type Relation = 'always' | 'maybe' | 'never' | 'unknown';

interface NodePaths {
  /** In the order of its scope. */
  position: number;
  ways: Ways;
  /** Ports by which the flow goes on behind it. */
  out: readonly string[];
  /** Positions of what lies on some path to here; on every path; on every path and left by `out`. */
  before: BitSet;
  always: BitSet;
  whole: BitSet;
  /** Ports other than `out` that lie on every path to here. */
  guards: readonly Guard[];
}

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
    const around = containersOf(this.#structure, target);
    const readers = containersOf(this.#structure, reader);
    let shared = 0;
    while (shared < around.length && around.at(-1 - shared) === readers.at(-1 - shared)) shared++;
    // Both, or the containers around them, as they stand in the innermost scope that holds them both.
    const before = shared === around.length ? target : (around.at(-1 - shared) as string);
    const from = shared === readers.length ? reader : (readers.at(-1 - shared) as string);
    if (before === from) return 'never';
    const relation = this.#sibling(from, before);
    if (relation === 'never' || before === target) return relation;
    const position = this.#nodes.get(before)?.position ?? -1;
    const whole = this.#nodes.get(from)?.whole.has(position) ?? false;
    return this.#inside([target, ...around.slice(0, around.length - shared)], whole ? relation : 'maybe');
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
    return this.#nodes.get(id)?.guards ?? [];
  }

  #sibling(reader: string, target: string): Relation {
    const position = this.#nodes.get(target)?.position ?? -1;
    const paths = this.#nodes.get(reader);
    if (position < 0 || !paths?.before.has(position)) return 'never';
    return paths.always.has(position) ? 'always' : 'maybe';
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
        ...this.#sets(edges, scope.order.length, this.#structure.nodes.get(id)?.join === 'first'),
      });
    });
  }

  /** What lies before a node: on some of its edges, on all of them, or on one that is sure to be live and waited for. */
  #sets(
    edges: readonly Edge[],
    size: number,
    first: boolean,
  ): Pick<NodePaths, 'before' | 'always' | 'whole' | 'guards'> {
    const before = new BitSet(size);
    const sure = { always: new BitSet(size), whole: new BitSet(size) };
    let all: { always: BitSet; whole: BitSet; guards: readonly Guard[] } | null = null;
    for (const edge of edges) {
      const along = this.#along(edge, size);
      before.add(along.before);
      all = all
        ? {
            always: all.always.and(along.always),
            whole: all.whole.and(along.whole),
            guards: common(all.guards, along.guards),
          }
        : along;
      if (first || !this.#isSure(edge)) continue;
      sure.always.add(along.always);
      sure.whole.add(along.whole);
    }
    if (!all) return { before, ...sure, guards: [] };
    return { before, always: sure.always.add(all.always), whole: sure.whole.add(all.whole), guards: all.guards };
  }

  #along(edge: Edge, size: number) {
    const before = new BitSet(size);
    const always = new BitSet(size);
    const whole = new BitSet(size);
    const from = edge.from === null ? undefined : this.#nodes.get(edge.from);
    if (edge.from === null || !from) return { before, always, whole, guards: [] as readonly Guard[] };
    before.add(from.before).set(from.position);
    always.add(from.always);
    whole.add(from.whole);
    if (edge.port !== 'error' && edge.port !== 'timeout') always.set(from.position);
    if (edge.port === 'out') whole.set(from.position);
    const guards = edge.port === 'out' ? from.guards : [...from.guards, { node: edge.from, port: edge.port }];
    return { before, always, whole, guards };
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
