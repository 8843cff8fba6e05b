import type { Plan, PlanEdge, PlanNode } from '../plan/plan.ts';

/** A port with edges, or the entry of the scope: the steps that only it leads to, and where those meet. */
export interface Way {
  port: string;
  direct: number[];
  joins: number[];
}

/** Types whose start may be long before their end. */
const SLOW: ReadonlySet<string> = new Set([
  'wait',
  'waitForEvent',
  'approval',
  'ask',
  'flow',
  'code',
  'scope',
  'forEach',
  'while',
]);
/** What a run does in an order that shows. */
const ENDS: ReadonlySet<string> = new Set(['stop', 'fail', 'break', 'continue']);

type Place = string;

/** Who dominates whom in the graph of one scope, ports being places of their own. */
export class ScopeShape {
  readonly nodes: number[];
  readonly #plan: Plan;
  readonly #in = new Map<number, PlanEdge[]>();
  readonly #out = new Map<number, PlanEdge[]>();
  readonly #order: number[] = [];
  /** Of each step, from the outermost place that lies on all ways to it to the innermost. */
  readonly #lines = new Map<number, Place[]>();
  readonly #certain = new Map<string, boolean>();
  readonly #reach = new Map<number, Set<number>>();
  readonly entry: Way;

  constructor(plan: Plan, index: number) {
    this.#plan = plan;
    const scope = plan.scopes[index];
    this.nodes = scope?.nodes ?? [];
    for (const node of this.nodes) {
      this.#in.set(node, []);
      this.#out.set(node, []);
    }
    for (const edge of scope?.edges ?? []) {
      this.#in.get(edge.to)?.push(edge);
      this.#out.get(edge.from)?.push(edge);
    }
    this.#sort();
    for (const node of this.#order) this.#lines.set(node, this.#lineOf(node));
    for (const node of this.#order.toReversed()) {
      const reach = new Set<number>();
      for (const { to } of this.#out.get(node) ?? [])
        for (const one of [to, ...(this.#reach.get(to) ?? [])]) reach.add(one);
      this.#reach.set(node, reach);
    }
    this.entry = this.#way(placeOf(-1, 'out'), 'out', (edge) => edge.from < 0);
  }

  #sort(): void {
    const left = new Map(this.nodes.map((node) => [node, this.into(node).filter(({ from }) => from >= 0).length]));
    this.#order.push(...this.nodes.filter((node) => left.get(node) === 0));
    for (const node of this.#order) {
      for (const { to } of this.#out.get(node) ?? []) {
        left.set(to, (left.get(to) ?? 0) - 1);
        if (left.get(to) === 0) this.#order.push(to);
      }
    }
  }

  into(node: number): PlanEdge[] {
    return this.#in.get(node) ?? [];
  }

  #lineOf(node: number): Place[] {
    const lines = this.into(node).map(({ from, port }) =>
      from < 0 ? [placeOf(-1, 'out')] : [...(this.#lines.get(from) ?? []), placeOf(from, port)],
    );
    const [first = [], ...rest] = lines;
    const common = first.filter((place) => rest.every((line) => line.includes(place)));
    return [...common, placeOf(node)];
  }

  /** The innermost place that lies on all ways to a step, itself left out. */
  #above(node: number): Place {
    return this.#lines.get(node)?.at(-2) ?? placeOf(-1, 'out');
  }

  #way(place: Place, port: string, from: (edge: PlanEdge) => boolean): Way {
    const below = this.#order.filter((node) => this.#above(node) === place);
    const isDirect = (node: number): boolean => this.into(node).length === 1 && this.into(node).every(from);
    const direct = below.filter(isDirect).sort((a, b) => this.#written(a, from) - this.#written(b, from));
    return { port, direct, joins: below.filter((node) => !isDirect(node)) };
  }

  #written(node: number, from: (edge: PlanEdge) => boolean): number {
    const scope = this.#plan.scopes[this.#plan.nodes[node]?.scope ?? 0];
    return scope?.edges.findIndex((edge) => edge.to === node && from(edge)) ?? 0;
  }

  /** Ports of a step that edges leave by. */
  ways(node: number): Way[] {
    const ports = [...new Set((this.#out.get(node) ?? []).map(({ port }) => port))];
    return ports
      .map((port) => this.#way(placeOf(node, port), port, (edge) => edge.from === node && edge.port === port))
      .filter(({ direct, joins }) => direct.length + joins.length > 0);
  }

  /** Steps in which the arms of a step meet. */
  joins(node: number): number[] {
    return this.#order.filter((one) => this.#above(one) === placeOf(node));
  }

  /** True where a step, once it has run to its end, always leads to another. */
  certain(node: number, join: number): boolean {
    const key = `${node} ${join}`;
    const known = this.#certain.get(key) ?? this.#isCertain(node, join);
    this.#certain.set(key, known);
    return known;
  }

  outOf(node: number): PlanEdge[] {
    return this.#out.get(node) ?? [];
  }

  #isCertain(node: number, join: number): boolean {
    const found = this.#plan.nodes[node] as PlanNode;
    if (!found.disabled && ENDS.has(found.type)) return true;
    return portsOf(found, this.#out.get(node) ?? []).every((port) =>
      (this.#out.get(node) ?? []).some(
        (edge) =>
          edge.port === port &&
          (edge.to === join || (this.#reach.get(edge.to)?.has(join) && this.certain(edge.to, join))),
      ),
    );
  }

  certainFrom(direct: number[], way: Way, join: number): boolean {
    const straight = this.into(join).some(({ from, port }) =>
      from < 0 ? way === this.entry : this.#above(join) === placeOf(from, port),
    );
    return straight || direct.some((one) => this.certain(one, join));
  }

  /** The steps of a branch that take time. */
  slowIn(node: number): number[] {
    return this.#below(placeOf(node)).filter((one) => this.#isSlow(one));
  }

  #below(place: Place): number[] {
    return this.#order.filter((node) => this.#lines.get(node)?.includes(place));
  }

  #isSlow(node: number): boolean {
    const { action, type, disabled } = this.#plan.nodes[node] as PlanNode;
    return !disabled && (action || SLOW.has(type));
  }

  /**
   * True where code that nests does what the graph does: nothing that runs at the first of its edges, nothing that
   * would have to wait for what does not lead to it, no branches side by side whose order shows.
   */
  nests(): boolean {
    for (const node of this.nodes) {
      if (this.#plan.nodes[node]?.first && this.into(node).length > 1) return false;
    }
    return (
      this.#order.every((node) => this.into(node).length < 2 || this.#waitsForAll(node)) && this.#branchesAreFree()
    );
  }

  /** Whatever takes time, or does what shows, and comes before a meeting in the code leads to it, or excludes it. */
  #waitsForAll(join: number): boolean {
    const above = this.#above(join);
    const at = this.#order.indexOf(join);
    return this.#order.every((node) => {
      const line = this.#lines.get(node) ?? [];
      if (!(this.#isSlow(node) || this.#showsOrder(node)) || !line.includes(above) || placeOf(node) === above)
        return true;
      if (this.#isAfter(line, above, at) || this.#reach.get(join)?.has(node)) return true;
      return this.#reach.get(node)?.has(join) || this.#excludes(node, join, line.slice(line.indexOf(above)));
    });
  }

  /** True for the meeting itself, for what hangs on it, and for meetings that come after it. */
  #isAfter(line: Place[], above: Place, at: number): boolean {
    const under = line[line.indexOf(above) + 1] ?? '';
    const root = this.#order.indexOf(Number(under));
    return root >= at && this.into(Number(under)).length > 1;
  }

  /** True where a step stands behind a port of a choice from which no way leads to the meeting. */
  #excludes(node: number, join: number, line: Place[]): boolean {
    return line.some((place) => {
      const [from = '', port] = place.split('.');
      // Only what must pass the choice can be excluded by one of its ports.
      if (port === undefined || !this.#lines.get(join)?.includes(from)) return false;
      const leads = [node, ...this.#below(place)].some((one) => this.#reach.get(one)?.has(join));
      const straight = this.into(join).some((edge) => placeOf(edge.from, edge.port) === place);
      return !leads && !straight;
    });
  }

  #branchesAreFree(): boolean {
    const ways = [this.entry, ...this.nodes.flatMap((node) => this.ways(node))];
    return ways.every(({ direct, joins }) => {
      if (direct.length < 2) return direct.length === 1 || joins.length === 0;
      return direct.every((one) => this.#below(placeOf(one)).every((node) => !this.#showsOrder(node)));
    });
  }

  #showsOrder(index: number): boolean {
    const node = this.#plan.nodes[index] as PlanNode;
    if (ENDS.has(node.type) || node.type === 'assign' || node.type === 'respond') return true;
    if (/\b(vars|random|uuid)\b/.test(JSON.stringify(node.config))) return true;
    const inside = this.#plan.scopes[node.inner]?.nodes ?? [];
    return inside.some((one) => this.#showsOrder(one));
  }
}

const placeOf = (node: number, port?: string): Place => (port === undefined ? `${node}` : `${node}.${port}`);

/** Ports by which a step may be left in code that goes on behind it; one that it never takes counts where an edge leaves by it. */
export const portsOf = (node: PlanNode, out: readonly PlanEdge[]): string[] => [
  ...new Set([...possiblePorts(node, out), ...out.map(({ port }) => port)]),
];

function possiblePorts(node: PlanNode, out: readonly PlanEdge[]): string[] {
  const caught = out.some(({ port }) => port === 'error') ? ['error'] : [];
  if (node.disabled) return ['out'];
  const config = node.config as {
    cases?: { port: string }[];
    events?: { port: string }[];
    interrupt?: { port: string }[];
  };
  const timed = node.config.timeout !== undefined || node.config.until !== undefined ? ['timeout'] : [];
  switch (node.type) {
    case 'if':
      return ['true', 'false', ...caught];
    case 'switch':
      return [...new Set([...(config.cases ?? []).map(({ port }) => port), 'default']), ...caught];
    case 'waitForEvent':
      return [...new Set((config.events ?? []).map(({ port }) => port)), ...timed, ...caught];
    case 'approval':
      return ['approved', 'rejected', ...timed, ...caught];
    case 'ask':
      return ['out', 'invalid', ...timed, ...caught];
    case 'scope': {
      const late = out.some(({ port }) => port === 'timeout') ? timed : [];
      return ['out', ...new Set((config.interrupt ?? []).map(({ port }) => port)), ...late, ...caught];
    }
    default:
      return ['out', ...caught];
  }
}
