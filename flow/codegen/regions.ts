import type { Plan, PlanEdge, PlanNode } from '../plan/plan.ts';
import { portsOf, ScopeShape, type Way } from './scope-shape.ts';

/** A run of statements. */
export interface Block {
  /** The statement that it stands in; null: the body of the workflow. */
  within: Statement | null;
  statements: Statement[];
}

/** One step with what hangs on it, branches side by side, steps that do not nest, or what runs on a condition. */
export interface Statement {
  block: Block;
  kind: 'step' | 'parallel' | 'graph' | 'guard';
  /** Of a step. */
  node?: PlanNode;
  index?: number;
  /** Of a guard: what stands in it runs only if one of these ports was taken. */
  guard: PlanEdge[] | null;
  /** What follows each port that has edges. */
  arms: { port: string; block: Block }[];
  /** The body of a container; the branches side by side; the steps of a graph, one each. */
  blocks: Block[];
}

/** A scope of the plan, seen as structured code where it falls into structure. */
export class Regions {
  readonly #plan: Plan;

  constructor(plan: Plan) {
    this.#plan = plan;
  }

  /** The body of a scope. Whatever does not nest becomes a graph of tasks. */
  scope(index: number, within: Statement | null): Block {
    const shape = new ScopeShape(this.#plan, index);
    const block: Block = { within, statements: [] };
    if (shape.nodes.length === 0) return block;
    if (shape.nests()) this.#children(shape, shape.entry, block);
    else this.#graph(shape, block);
    return block;
  }

  #graph(shape: ScopeShape, block: Block): void {
    const statement: Statement = { block, kind: 'graph', guard: null, arms: [], blocks: [] };
    block.statements.push(statement);
    for (const index of shape.nodes) {
      const inner: Block = { within: statement, statements: [] };
      this.#step(index, inner);
      statement.blocks.push(inner);
    }
  }

  #step(index: number, block: Block): Statement {
    const node = this.#plan.nodes[index] as PlanNode;
    const statement: Statement = { block, kind: 'step', node, index, guard: null, arms: [], blocks: [] };
    block.statements.push(statement);
    if (node.inner >= 0 && !node.disabled) statement.blocks.push(this.scope(node.inner, statement));
    return statement;
  }

  /** What one port leads to: one step, or branches side by side; then the steps in which they meet. */
  #children(shape: ScopeShape, port: Way, block: Block): void {
    const { direct, joins } = port;
    const [only] = direct;
    if (direct.length === 1 && only !== undefined) this.#follow(shape, only, block, null);
    else if (!direct.some((one) => shape.slowIn(one).length > 0)) {
      for (const one of direct) this.#follow(shape, one, block, null);
    } else if (direct.length > 1) {
      const statement: Statement = { block, kind: 'parallel', guard: null, arms: [], blocks: [] };
      block.statements.push(statement);
      for (const one of direct) {
        const inner: Block = { within: statement, statements: [] };
        this.#follow(shape, one, inner, null);
        statement.blocks.push(inner);
      }
    }
    for (const join of joins)
      this.#follow(shape, join, block, shape.certainFrom(direct, port, join) ? null : shape.into(join));
  }

  #follow(shape: ScopeShape, index: number, block: Block, guard: PlanEdge[] | null): void {
    const home = guard ? this.#guarded(guard, block) : block;
    const statement = this.#step(index, home);
    const possible = portsOf(statement.node as PlanNode, shape.outOf(index));
    for (const way of shape.ways(index)) {
      if (possible.length === 1) this.#children(shape, way, home);
      else {
        const arm: Block = { within: statement, statements: [] };
        this.#children(shape, way, arm);
        statement.arms.push({ port: way.port, block: arm });
      }
    }
    for (const join of shape.joins(index)) {
      this.#follow(shape, join, home, shape.certain(index, join) ? null : shape.into(join));
    }
  }

  #guarded(guard: PlanEdge[], block: Block): Block {
    const statement: Statement = { block, kind: 'guard', guard, arms: [], blocks: [] };
    block.statements.push(statement);
    const inner: Block = { within: statement, statements: [] };
    statement.blocks.push(inner);
    return inner;
  }
}
