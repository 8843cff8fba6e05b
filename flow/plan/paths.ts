import { LOOPS } from '../core/core-types.ts';
import { portsOf } from '../core/ports.ts';
import { BitSet } from './bit-set.ts';
import { containersOf, type Edge, type ScopeStructure, type Structure } from './structure.ts';

/** Where a step stands seen from a reader: done on every path, on some, on none, or not in the flow. */
export type Relation = 'always' | 'maybe' | 'never' | 'unknown';

interface NodePaths {
  /** Runs whenever its scope goes to its end. */
  certain: boolean;
  /** Positions in the scope's order. */
  before: BitSet;
  always: BitSet;
  /** Ports other than `out` that lie on every path to here. */
  guards: readonly Guard[];
}

interface Guard {
  node: string;
  port: string;
}

interface ScopePaths {
  position: Map<string, number>;
  nodes: Map<string, NodePaths>;
}

/** What lies before what, in every scope of a structure. */
export class Paths {
  readonly #structure: Structure;
  readonly #scopes = new Map<string | null, ScopePaths>();

  constructor(structure: Structure) {
    this.#structure = structure;
    for (const [owner, scope] of structure.scopes) this.#scopes.set(owner, pathsOf(scope, structure));
  }

  /** How `target` stands when `reader` starts. */
  relation(reader: string, target: string): Relation {
    const node = this.#structure.nodes.get(target);
    if (!node) return 'unknown';
    const around = [target, ...containersOf(this.#structure, target)];
    const readers = [reader, ...containersOf(this.#structure, reader)];
    // The target, or the container around it that stands in a scope which the reader stands in too.
    const at = around.findIndex((id) => readers.some((one) => this.#parent(one) === this.#parent(id)));
    const shared = around[at] as string;
    const from = readers.find((one) => this.#parent(one) === this.#parent(shared));
    if (from === undefined || from === shared) return 'never';
    const relation = this.#sibling(this.#parent(shared), from, shared);
    return relation === 'never' ? relation : this.#inside(around.slice(0, at + 1), relation);
  }

  /** How `target` stands when the scope inside `owner` (null: the top) is finished. */
  relationAtEnd(owner: string | null, target: string): Relation {
    if (!this.#structure.nodes.has(target)) return 'unknown';
    const around = [target, ...containersOf(this.#structure, target)];
    const at = around.findIndex((id) => this.#parent(id) === owner);
    if (at < 0) return owner === null ? 'never' : this.relation(owner, target);
    const certain = this.#scopes.get(owner)?.nodes.get(around[at] as string)?.certain ?? false;
    return this.#inside(around.slice(0, at + 1), certain ? 'always' : 'maybe');
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
    return this.#scopes.get(this.#parent(id))?.nodes.get(id)?.certain ?? false;
  }

  #guards(id: string): readonly Guard[] {
    return this.#scopes.get(this.#parent(id))?.nodes.get(id)?.guards ?? [];
  }

  #parent(id: string): string | null {
    return this.#structure.nodes.get(id)?.parent ?? null;
  }

  #sibling(owner: string | null, reader: string, target: string): Relation {
    const scope = this.#scopes.get(owner);
    const position = scope?.position.get(target);
    const paths = scope?.nodes.get(reader);
    if (position === undefined || !paths?.before.has(position)) return 'never';
    return paths.always.has(position) ? 'always' : 'maybe';
  }

  /** Goes from the outermost container (last) down to the target (first). */
  #inside(chain: string[], relation: Relation): Relation {
    let found = relation;
    for (let i = chain.length - 1; i > 0; i--) {
      if (LOOPS.has(this.#structure.nodes.get(chain[i] as string)?.type ?? '')) return 'never';
      if (!this.certain(chain[i - 1] as string)) found = 'maybe';
    }
    return found;
  }
}

function pathsOf(scope: ScopeStructure, structure: Structure): ScopePaths {
  const position = new Map(scope.order.map((id, i) => [id, i]));
  const nodes = new Map<string, NodePaths>();
  for (const id of scope.order) nodes.set(id, nodePaths(id, scope, structure, position, nodes));
  return { position, nodes };
}

function nodePaths(
  id: string,
  scope: ScopeStructure,
  structure: Structure,
  position: ReadonlyMap<string, number>,
  known: ReadonlyMap<string, NodePaths>,
): NodePaths {
  const size = scope.order.length;
  const before = new BitSet(size);
  let some: BitSet | null = null;
  const sure = new BitSet(size);
  let guards: readonly Guard[] | null = null;
  let certain = false;
  const first = structure.nodes.get(id)?.join === 'first';
  for (const edge of scope.incoming.get(id) ?? []) {
    const along = alongEdge(edge, size, position, known);
    before.add(along.before);
    some = some ? some.and(along.always) : along.always;
    guards =
      guards === null
        ? along.guards
        : guards.filter((one) => along.guards.some((two) => two.node === one.node && two.port === one.port));
    if (!sureEdge(edge, scope, structure, known)) continue;
    certain = true;
    if (!first) sure.add(along.always);
  }
  if (some) sure.add(some);
  return { certain, before, always: sure, guards: guards ?? [] };
}

function alongEdge(
  edge: Edge,
  size: number,
  position: ReadonlyMap<string, number>,
  known: ReadonlyMap<string, NodePaths>,
): { before: BitSet; always: BitSet; guards: readonly Guard[] } {
  const before = new BitSet(size);
  const always = new BitSet(size);
  const from = edge.from === null ? undefined : known.get(edge.from);
  if (edge.from === null || !from) return { before, always, guards: [] };
  const at = position.get(edge.from) as number;
  before.add(from.before).set(at);
  always.add(from.always);
  if (edge.port !== 'error' && edge.port !== 'timeout') always.set(at);
  const guards = edge.port === 'out' ? from.guards : [...from.guards, { node: edge.from, port: edge.port }];
  return { before, always, guards };
}

/** An edge that is live whenever its scope goes to its end: its source has no other way out that the flow goes on by. */
function sureEdge(
  edge: Edge,
  scope: ScopeStructure,
  structure: Structure,
  known: ReadonlyMap<string, NodePaths>,
): boolean {
  if (edge.from === null) return true;
  const node = structure.nodes.get(edge.from);
  const type = structure.types.get(edge.from);
  if (!node || !type || !known.get(edge.from)?.certain || edge.port !== 'out') return false;
  const others = portsOf(type, node.config).filter((port) => port !== 'out');
  const used = new Set((scope.outgoing.get(edge.from) ?? []).map((one) => one.port));
  // An `error` or a scope's `timeout` without an edge fails the scope, so nothing after it runs at all.
  return others.every((port) => (port === 'error' || (port === 'timeout' && node.type === 'scope')) && !used.has(port));
}
