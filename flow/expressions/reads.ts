import { refuse } from './acorn-parser.ts';
import type { Argument, Expression, MemberExpression, Pattern, Reads, SpreadElement } from './ast.ts';
import type { NodeRoot } from './scope.ts';

export const isNodeRoot = (name: string): name is NodeRoot => name === 'steps' || name === 'port' || name === 'errors';

/** The name that a member is read by where it is written out: `a.b`, `a['b']`. */
export const writtenMember = (node: MemberExpression): string | undefined => {
  const { property } = node;
  if (typeof property === 'string') return property;
  return property.type === 'Literal' && typeof property.value === 'string' ? property.value : undefined;
};

/** Names that a parameter brings in. */
export const patternNames = (pattern: Pattern | null): string[] => {
  if (pattern === null) return [];
  switch (pattern.type) {
    case 'Identifier':
      return [pattern.name];
    case 'ArrayPattern':
      return pattern.elements.flatMap(patternNames);
    case 'ObjectPattern':
      return pattern.properties.flatMap((property) => patternNames(property.value));
  }
};

type Locals = ReadonlySet<string>;

/** Collects what an expression reads; refuses what cannot be known without running it (`steps[x]`, bare `port`). */
class ReadsCollector {
  readonly steps = new Set<string>();
  readonly port = new Set<string>();
  readonly errors = new Set<string>();
  readonly vars = new Set<string>();
  readonly names = new Set<string>();
  error = false;
  allVars = false;

  visit(node: Expression | SpreadElement, locals: Locals): void {
    switch (node.type) {
      case 'Literal':
        return;
      case 'Identifier':
        return this.#root(node.name, node.start, node.end, locals);
      case 'MemberExpression':
        return this.#member(node, locals);
      case 'SpreadElement':
      case 'UnaryExpression':
        return this.visit(node.argument, locals);
      case 'ChainExpression':
        return this.visit(node.expression, locals);
      case 'TemplateLiteral':
        return this.#each(node.expressions, locals);
      case 'ArrayExpression':
        return this.#each(node.elements, locals);
      case 'BinaryExpression':
      case 'LogicalExpression':
        return this.#each([node.left, node.right], locals);
      case 'ConditionalExpression':
        return this.#each([node.test, node.consequent, node.alternate], locals);
      case 'ObjectExpression':
        for (const property of node.properties) {
          if (property.type === 'SpreadElement') this.visit(property, locals);
          else this.#each(typeof property.key === 'string' ? [property.value] : [property.key, property.value], locals);
        }
        return;
      case 'CallExpression':
        return this.#arguments(node.arguments, locals);
      case 'MethodCall':
        this.visit(node.object, locals);
        return this.#arguments(node.arguments, locals);
    }
  }

  #each(nodes: (Expression | SpreadElement)[], locals: Locals): void {
    for (const node of nodes) this.visit(node, locals);
  }

  #arguments(args: Argument[], locals: Locals): void {
    for (const one of args) {
      if (one.type === 'ArrowFunction') this.visit(one.body, new Set([...locals, ...one.params.flatMap(patternNames)]));
      else this.visit(one, locals);
    }
  }

  #root(name: string, start: number, end: number, locals: Locals): void {
    if (locals.has(name)) return;
    if (isNodeRoot(name)) refuseBare(name, start, end);
    else if (name === 'vars') this.allVars = true;
    else if (name === 'error') this.error = true;
    else this.names.add(name);
  }

  #member(node: MemberExpression, locals: Locals): void {
    const { object, property } = node;
    if (typeof property !== 'string') this.visit(property, locals);
    if (object.type !== 'Identifier' || locals.has(object.name)) return this.visit(object, locals);
    const member = writtenMember(node);
    if (isNodeRoot(object.name)) this[object.name].add(member ?? refuseBare(object.name, node.start, node.end));
    else if (object.name === 'vars' && member !== undefined) this.vars.add(member);
    else this.#root(object.name, object.start, object.end, locals);
  }
}

const refuseBare = (root: NodeRoot, start: number, end: number): never =>
  refuse(`Diga de qual nó: ${root}.<id>`, `Say of which node: ${root}.<id>`, start, end);

/** What `ast` reads from outside itself; throws a `Refusal` (offsets as in the tree) where that cannot be known. */
export const collectReads = (ast: Expression): Reads => {
  const found = new ReadsCollector();
  found.visit(ast, new Set());
  return {
    steps: [...found.steps],
    ports: [...found.port],
    errors: [...found.errors],
    error: found.error,
    vars: found.allVars ? 'all' : [...found.vars],
    names: [...found.names],
  };
};

export const NO_READS: Reads = { steps: [], ports: [], errors: [], error: false, vars: [], names: [] };

/** Everything that any of `all` reads, each once. */
export const mergeReads = (all: readonly Reads[]): Reads => {
  const union = (lists: string[][]): string[] => [...new Set(lists.flat())];
  return {
    steps: union(all.map((one) => one.steps)),
    ports: union(all.map((one) => one.ports)),
    errors: union(all.map((one) => one.errors)),
    error: all.some((one) => one.error),
    vars: all.some((one) => one.vars === 'all') ? 'all' : union(all.map((one) => one.vars as string[])),
    names: union(all.map((one) => one.names)),
  };
};
