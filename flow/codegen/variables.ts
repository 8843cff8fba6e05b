import type { Reads } from '../expressions/ast.ts';
import { parseConfig, readsOfConfig } from '../expressions/template.ts';
import type { Json } from '../json.ts';
import type { Plan, PlanNode } from '../plan/plan.ts';
import type { Block, Statement } from './regions.ts';

/** What a step leaves behind in the code. `plain`: its output; `left`: `{ port, output }`. */
export type Kind = 'plain' | 'flag' | 'choice' | 'left' | 'end';

/** A variable: where it is declared, and if it gets its value right there. */
export interface Variable {
  name: string;
  /** Declared where it gets its value, once. */
  fixed: boolean;
  /** The statement before which it is declared; null: nothing reads it. */
  before: Statement | null;
}

export interface StepVariables {
  kind: Kind;
  value: Variable;
  port: Variable;
  error: Variable;
}

const LEFT: ReadonlySet<string> = new Set(['waitForEvent', 'approval', 'ask', 'scope']);
const ENDS: ReadonlySet<string> = new Set(['stop', 'fail', 'break', 'continue']);

export function kindOf({ type, disabled }: PlanNode): Kind {
  if (disabled) return 'plain';
  if (type === 'if') return 'flag';
  if (type === 'switch') return 'choice';
  if (ENDS.has(type)) return 'end';
  return LEFT.has(type) ? 'left' : 'plain';
}

export const hasErrorEdge = (plan: Plan, index: number): boolean =>
  Boolean(
    plan.scopes[plan.nodes[index]?.scope ?? 0]?.edges.some(({ from, port }) => from === index && port === 'error'),
  );

/** The loop that a `break` or `continue` ends. */
export function loopAround(plan: Plan, node: PlanNode): PlanNode | undefined {
  for (let owner = ownerOf(plan, node); owner; owner = ownerOf(plan, owner)) {
    if (owner.type === 'forEach' || owner.type === 'while') return owner;
  }
  return undefined;
}

export const ownerOf = (plan: Plan, node: PlanNode): PlanNode | undefined =>
  plan.nodes[plan.scopes[node.scope]?.owner ?? -1];

/** The only step of a scope that no edge leaves, whose output is the scope's. */
export function onlyEnd(plan: Plan, scope: number): PlanNode | undefined {
  const { nodes = [], edges = [] } = plan.scopes[scope] ?? {};
  const ends = nodes.filter((node) => !edges.some(({ from }) => from === node));
  return ends.length === 1 ? plan.nodes[ends[0] as number] : undefined;
}

type Facet = 'value' | 'port' | 'error';

/** Where each step stands and who reads it: so each variable is declared as far inside as can be. */
export class Variables {
  readonly #plan: Plan;
  readonly #steps = new Map<string, StepVariables>();
  readonly #homes = new Map<string, Statement>();
  readonly #readers = new Map<string, Block[]>();
  readonly #early = new Set<Block>();
  readonly #taken: Set<string>;

  constructor(plan: Plan, root: Block, taken: ReadonlySet<string>) {
    this.#plan = plan;
    this.#taken = new Set(taken);
    this.#visit(root);
    this.#readConfig(plan.output ?? null, root, undefined);
    if (plan.output === undefined) this.#readEnd(0, root);
    for (const [id, home] of this.#homes) this.#steps.set(id, this.#declare(id, home));
  }

  /** Undefined where the step never runs. */
  of(id: string): StepVariables | undefined {
    return this.#steps.get(id);
  }

  homeOf(id: string): Statement | undefined {
    return this.#homes.get(id);
  }

  /** Variables that are declared right before a statement. */
  declaredBefore(statement: Statement): [facet: Facet, variable: Variable, kind: Kind][] {
    return [...this.#steps].flatMap(([, step]) =>
      (['value', 'port', 'error'] as const)
        .filter((facet) => step[facet].before === statement && !step[facet].fixed)
        .map((facet): [Facet, Variable, Kind] => [facet, step[facet], step.kind]),
    );
  }

  /** A name that nothing else has. */
  unique(wanted: string): string {
    let name = this.#taken.has(wanted) ? `${wanted}Step` : wanted;
    for (let n = 2; this.#taken.has(name); n++) name = `${wanted}${n}`;
    this.#taken.add(name);
    return name;
  }

  #visit(block: Block): void {
    for (const statement of block.statements) {
      if (statement.node) this.#visitStep(statement, statement.node);
      for (const { from, port } of statement.guard ?? []) {
        if (from >= 0) this.#read(port === 'error' ? 'error' : 'port', this.#idOf(from), block);
      }
      for (const inner of statement.blocks) this.#visit(inner);
      for (const arm of statement.arms) this.#visit(arm.block);
    }
  }

  #idOf(index: number): string {
    return this.#plan.nodes[index]?.id ?? '';
  }

  #visitStep(statement: Statement, node: PlanNode): void {
    const { block } = statement;
    this.#homes.set(node.id, statement);
    if (node.disabled) return;
    const { result, ...config } = node.config;
    const container = node.inner >= 0;
    this.#readConfig(container ? config : node.config, block, node);
    this.#readConfig(node.compensation?.config ?? null, block, node);
    const body = statement.blocks[0];
    if (container && body) {
      if (result !== undefined) this.#readConfig(result, body, node);
      else this.#readEnd(node.inner, body);
    }
    if (node.type !== 'break' && node.type !== 'continue') return;
    const loop = loopAround(this.#plan, node);
    if (!loop) return;
    // A round that is left reads its result before what stands behind it in the code has run.
    this.#early.add(block);
    if (loop.config.result !== undefined) this.#readConfig(loop.config.result, block, loop);
    else this.#readEnd(loop.inner, block);
  }

  #readEnd(scope: number, block: Block): void {
    const end = onlyEnd(this.#plan, scope);
    if (end) this.#read('value', end.id, block);
  }

  #readConfig(config: Json, block: Block, node: PlanNode | undefined): void {
    const reads: Reads = readsOfConfig(parseConfig(config, node?.literal ?? []));
    for (const id of reads.steps) this.#read('value', id, block);
    for (const id of reads.ports) this.#read('port', id, block);
    for (const id of reads.errors) this.#read('error', id, block);
    if (reads.error && node?.errorOf !== undefined) this.#read('error', node.errorOf, block);
  }

  #read(facet: Facet, id: string, block: Block): void {
    const key = `${facet} ${id}`;
    this.#readers.set(key, [...(this.#readers.get(key) ?? []), block]);
  }

  #declare(id: string, home: Statement): StepVariables {
    const node = home.node as PlanNode;
    const kind = kindOf(node);
    const readers = (facet: Facet): Block[] => this.#readers.get(`${facet} ${id}`) ?? [];
    const one = kind !== 'plain';
    const caught = hasErrorEdge(this.#plan, home.index ?? -1);
    const own = home.arms.length > 0 && kind !== 'flag' && kind !== 'plain' ? [home.block] : [];
    const inGraph = home.block.within?.kind === 'graph';
    const values = [...readers('value'), ...(one ? readers('port') : []), ...own];
    const errors = [...readers('error'), ...(caught && (home.arms.length > 0 || inGraph) ? [home.block] : [])];
    if (kind === 'flag' && home.arms.length > 0 && (values.length > 0 || caught)) values.push(home.block);
    if (inGraph && kind !== 'plain' && kind !== 'end') values.push(home.block);
    const name = this.unique(id);
    if (isOpen(this.#plan, home) && caught) values.push(home.block);
    return {
      kind,
      value: this.#place(name, home, values, caught),
      port: this.#place(this.unique(`${name}Port`), home, one ? [] : readers('port'), caught),
      error: this.#place(this.unique(`${name}Error`), home, errors, true),
    };
  }

  #place(name: string, home: Statement, readers: Block[], later: boolean): Variable {
    if (readers.length === 0) return { name, fixed: false, before: null };
    const shared = readers.reduce((around, reader) => common(around, reader), home.block);
    const [first = home] = shared.statements;
    if (readers.some((reader) => this.#early.has(reader))) return { name, fixed: false, before: first };
    if (shared === home.block) return { name, fixed: !later, before: home };
    return { name, fixed: false, before: within(home, shared) };
  }
}

const chainOf = (block: Block): Block[] => {
  const chain = [block];
  for (let at = block.within; at; at = at.block.within) chain.push(at.block);
  return chain;
};

/** The innermost block that holds both. */
function common(one: Block, other: Block): Block {
  const chain = chainOf(other);
  return chainOf(one).find((block) => chain.includes(block)) ?? one;
}

/** The statement of a block in which another stands. */
function within(statement: Statement, block: Block): Statement {
  let at = statement;
  while (at.block !== block && at.block.within) at = at.block.within;
  return at;
}

/** A scope with a deadline whose `timeout` leads nowhere: the scope around it fails, and no `error` of its own hears of it. */
export function isOpen(plan: Plan, { node, index }: Statement): boolean {
  if (node?.type !== 'scope' || (node.config.timeout === undefined && node.config.until === undefined)) return false;
  return !plan.scopes[node.scope]?.edges.some(({ from, port }) => from === index && port === 'timeout');
}
