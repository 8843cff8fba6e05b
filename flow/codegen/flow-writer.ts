import type { Json } from '../json.ts';
import type { Plan, PlanNode } from '../plan/plan.ts';
import { Calls } from './calls.ts';
import { writeConfig } from './config.ts';
import { ExpressionWriter } from './expression.ts';
import { type Block, Regions, type Statement } from './regions.ts';
import { loopAround, onlyEnd, ownerOf, Variables } from './variables.ts';
import { safe, TAKEN } from './words.ts';
import { type Naming, quoted, type Written, whole } from './written.ts';

/** Names that stand for something else where an expression is written. */
export type Extra = Readonly<Record<string, Written>>;

/** What all that writes a flow's code shares: its plan, its variables, and what the code uses. */
export class FlowWriter {
  readonly plan: Plan;
  readonly root: Block;
  readonly variables: Variables;
  /** Names from the runtime and the library that the code uses. */
  readonly used = new Set<string>();
  readonly functions = new Set<string>();
  /** What cannot be as in the product; said to whoever takes the code. */
  readonly notes: string[] = [];
  /** Types of the values of `set` steps, by step and field. */
  readonly fields = new Map<string, ReadonlyMap<string, Written['type']>>();
  /** The variable of a `for` that holds the result of the round before. */
  readonly last = new Map<string, string>();
  readonly #loops = new Map<string, { item: string; index: string }>();

  /** The list that takes the results of a plain `for`; null: nobody reads them. */
  readonly lists = new Map<string, string | null>();
  readonly calls: Calls;
  /** Writes the lines of a block: set by whoever writes the whole file. */
  writeBlock: (block: Block) => string[] = () => [];
  readonly #notes: ReadonlyMap<string, string>;

  constructor(plan: Plan, stepNotes: ReadonlyMap<string, string>) {
    this.calls = new Calls();
    this.#notes = stepNotes;
    this.plan = plan;
    this.root = new Regions(plan).scope(0, null);
    const names = new Set([...TAKEN, ...parameterNames(plan)]);
    for (const node of plan.nodes) if (node.type === 'forEach' || node.type === 'while') this.#nameLoop(node, names);
    this.variables = new Variables(plan, this.root, names);
  }

  /** Names of outer loops come first: what is inside must not hide the index that a path needs. */
  #indexesAround(node: PlanNode): string[] {
    const loop = loopAround(this.plan, node);
    if (!loop) return [];
    const as = typeof loop.config.as === 'string' ? loop.config.as : 'item';
    return [`${as}Index`, ...this.#indexesAround(loop)];
  }

  #nameLoop(node: PlanNode, taken: Set<string>): void {
    const { id, type, config } = node;
    const as = typeof config.as === 'string' ? config.as : 'item';
    const item = safe(as);
    const clash = this.#indexesAround(node).includes(`${as}Index`);
    const index = type === 'while' || clash ? `${id}Index` : `${as}Index`;
    this.#loops.set(id, { item, index });
    taken.add(item).add(index);
  }

  loop(id: string): { item: string; index: string } {
    return this.#loops.get(id) ?? { item: 'item', index: 'index' };
  }

  noteOf(id: string): string | undefined {
    return this.#notes.get(id);
  }

  listOf(loop: PlanNode): string | null {
    return this.lists.get(loop.id) ?? null;
  }

  /** Every `break` and `continue` that a loop hears. */
  leavers(loop: PlanNode): Statement[] {
    return this.plan.nodes.flatMap((node) => {
      const leaves = (node.type === 'break' || node.type === 'continue') && loopAround(this.plan, node)?.id === loop.id;
      const home = leaves ? this.variables.homeOf(node.id) : undefined;
      return home ? [home] : [];
    });
  }

  use(name: string): string {
    this.used.add(name);
    return name;
  }

  /** A config as read at a step, without the fields of `skip`. */
  config(config: Json, node: PlanNode | undefined, skip: readonly string[] = [], extra: Extra = {}): Written {
    const writer = new ExpressionWriter(this.#naming(node, extra));
    const written = writeConfig(writer, config, node?.literal ?? [], skip);
    for (const name of writer.used) this.used.add(name);
    for (const name of writer.functions) this.functions.add(name);
    return written;
  }

  /** The body of a function that gives a config. */
  given(config: Json, node: PlanNode | undefined, skip: readonly string[] = [], extra: Extra = {}): string {
    const { text } = this.config(config, node, skip, extra);
    return text.startsWith('{') ? `(${text})` : text;
  }

  /** What a scope gives: its `result`, else what its only end gave. Null where that is nothing. */
  resultOf(scope: number, owner: PlanNode | undefined): string {
    const result = owner ? owner.config.result : this.plan.output;
    if (result !== undefined)
      return `${this.use('step')}(${quoted(owner?.id ?? '')}, () => ${this.given(result, owner, [], this.#inside(owner))})`;
    const end = onlyEnd(this.plan, scope);
    return end ? this.#naming(undefined, {}).member('steps', end.id).text : 'null';
  }

  /** `result` stands inside of its own loop: the names of the round can be read. */
  #inside(owner: PlanNode | undefined): Extra {
    return owner && this.#loops.has(owner.id) ? this.roundNames(owner) : {};
  }

  roundNames(loop: PlanNode): Extra {
    const { item, index } = this.loop(loop.id);
    if (loop.type === 'while') return { index: whole(index, 'number'), last: whole(this.lastOf(loop)) };
    const as = typeof loop.config.as === 'string' ? loop.config.as : 'item';
    return { [as]: whole(item), [`${as}Index`]: whole(index, 'number'), index: whole(index, 'number') };
  }

  /** The result of the round before: of a `for` the loop's own variable, of a function its parameter. */
  lastOf(loop: PlanNode): string {
    return this.last.get(loop.id) ?? 'last';
  }

  /** The rounds that a step stands in, as the code of a text; empty outside of loops. */
  pathOf(node: PlanNode): string {
    const parts: string[] = [];
    for (let loop = loopAround(this.plan, node); loop; loop = loopAround(this.plan, loop)) {
      parts.unshift(`${loop.id}:\${${this.loop(loop.id).index}}`);
    }
    return parts.length === 0 ? '' : `\`${parts.join('/')}\``;
  }

  /** The list of compensations that an action in this place goes to; null: none. */
  undoOf(node: PlanNode): string | null {
    for (let owner = ownerOf(this.plan, node); owner; owner = ownerOf(this.plan, owner)) {
      if (owner.type === 'scope' && owner.config.compensate === true) return `${owner.id}Undo`;
    }
    return null;
  }

  depthOf(node: PlanNode): number {
    let depth = 0;
    for (let owner = ownerOf(this.plan, node); owner; owner = ownerOf(this.plan, owner)) depth++;
    return depth;
  }

  #naming(node: PlanNode | undefined, extra: Extra): Naming {
    return {
      member: (root, id) => extra[`${root}.${id}`] ?? this.#member(root, id),
      fieldOf: (id, field) => (extra[`steps.${id}`] ? undefined : this.#field(id, field)),
      name: (name) => extra[name] ?? this.#name(node, name),
    };
  }

  #member(root: 'steps' | 'port' | 'errors', id: string): Written {
    const step = this.variables.of(id);
    const never = (): Written => whole(`${this.use('value')}(null)`);
    if (!step) return never();
    if (root === 'errors') return step.error.before ? whole(step.error.name) : never();
    if (root === 'port' && step.kind === 'plain') return step.port.before ? whole(step.port.name) : never();
    const { name, fixed, before } = step.value;
    if (!before || step.kind === 'end') return never();
    switch (step.kind) {
      case 'flag': {
        const shown = root === 'port' ? `String(${name})` : `{ value: ${name} }`;
        return whole(fixed ? shown : `(${name} === null ? null : ${shown})`);
      }
      case 'choice': {
        if (root === 'port') return whole(name);
        return whole(fixed ? `{ port: ${name} }` : `(${name} === null ? null : { port: ${name} })`);
      }
      case 'left':
        return whole(`${name}.${root === 'port' ? 'port' : 'output'}`);
      default:
        return whole(name);
    }
  }

  #field(id: string, field: string): Written | undefined {
    const step = this.variables.of(id);
    const type = this.fields.get(id)?.get(field);
    if (!step?.value.fixed || step.kind !== 'plain' || type === undefined) return undefined;
    return whole(`${step.value.name}.${field}`, type);
  }

  #name(node: PlanNode | undefined, name: string): Written {
    for (let loop = node && loopAround(this.plan, node); loop; loop = loopAround(this.plan, loop)) {
      const found = this.roundNames(loop)[name];
      if (found) return found;
    }
    if (name === 'error')
      return node?.errorOf === undefined ? whole(`${this.use('value')}(null)`) : this.#member('errors', node.errorOf);
    return whole(name);
  }
}

/** Names of the parameters of arrow functions, wherever they stand in the flow. */
function parameterNames(plan: Plan): string[] {
  const text = JSON.stringify(plan);
  const found = [...text.matchAll(/([A-Za-z_$][\w$]*)\s*=>|\(([^()]*)\)\s*=>/g)];
  return found.flatMap(([, one, several]) => (one ?? several ?? '').match(/[A-Za-z_$][\w$]*/g) ?? []);
}

/** A statement's line of text for people: its label and its note. */
export function commentOf(node: PlanNode, note: string | undefined): string[] {
  const lines = [...(node.label === node.id ? [] : [node.label]), ...(note ?? '').split('\n')];
  return lines.flatMap((line) => (line.trim() === '' ? [] : [`// ${line.trim()}`]));
}

/** True where no function stands between a loop's body and the statement. */
export function standsIn(statement: Statement, loop: PlanNode): boolean {
  let { block } = statement;
  for (;;) {
    const around = block.within;
    if (!around || around.kind === 'parallel' || around.kind === 'graph') return false;
    if (around.node && around.blocks.includes(block)) return around.node.id === loop.id;
    block = around.block;
  }
}
