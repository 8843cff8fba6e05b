import type { Argument, ArrowFunction, BinaryOperator, Expression, Pattern } from '../expressions/ast.ts';
import { isForbiddenKey } from '../expressions/value.ts';
import { safe } from './words.ts';
import {
  asSide,
  backticked,
  GIVES,
  inBrackets,
  keyOf,
  loose,
  type Naming,
  quoted,
  type Written,
  whole,
} from './written.ts';

const HELPERS: Partial<Record<BinaryOperator, [name: string, type: Written['type']]>> = {
  '+': ['add', 'any'],
  '-': ['subtract', 'number'],
  '*': ['multiply', 'number'],
  '/': ['divide', 'number'],
  '%': ['modulo', 'number'],
  '<': ['less', 'boolean'],
  '<=': ['lessOrEqual', 'boolean'],
  '>': ['greater', 'boolean'],
  '>=': ['greaterOrEqual', 'boolean'],
  '==': ['equal', 'boolean'],
  '!=': ['unequal', 'boolean'],
};

const ORDERS: ReadonlySet<string> = new Set(['<', '<=', '>', '>=']);

/**
 * Writes an expression as TypeScript that means the same. Operators stay as they are where both sides are known to be
 * what JavaScript and the language agree on; elsewhere a function of `runtime/values.ts` does what the language says.
 */
export class ExpressionWriter {
  /** Names from `runtime/values.ts` and of the library that the text uses. */
  readonly used = new Set<string>();
  readonly functions = new Set<string>();
  readonly #naming: Naming;
  #parameters = 0;

  constructor(naming: Naming) {
    this.#naming = naming;
  }

  write(node: Expression, locals: ReadonlyMap<string, Written> = new Map()): Written {
    const inside = (one: Expression): Written => this.write(one, locals);
    switch (node.type) {
      case 'Literal':
        return literal(node.value);
      case 'Identifier':
        return locals.get(node.name) ?? this.#naming.name(node.name);
      case 'TemplateLiteral': {
        const parts = node.expressions.map(
          (one, i) => `\${${inside(one).text}}${backticked(node.quasis[i + 1] ?? '')}`,
        );
        return whole(`${this.helper('text')}\`${backticked(node.quasis[0] ?? '')}${parts.join('')}\``, 'string');
      }
      case 'ArrayExpression':
        return whole(`[${node.elements.map((one) => this.#element(one, locals)).join(', ')}]`);
      case 'ObjectExpression':
        return this.#object(node, locals);
      case 'MemberExpression':
        return this.#member(node, locals);
      case 'CallExpression':
        return this.#call(node.callee.name, node.arguments, locals);
      case 'MethodCall':
        return this.#method(inside(node.object), node.method.name, node.arguments, locals);
      case 'ChainExpression':
        return this.#chain(node.expression, locals);
      case 'UnaryExpression': {
        const argument = this.plain(node.argument, locals);
        return node.operator === '!'
          ? loose(`!${inBrackets(argument)}`, 'boolean', '!')
          : whole(`${this.helper('negative')}(${argument.text})`, 'number');
      }
      case 'BinaryExpression':
        return this.#binary(node.operator, node.left, node.right, locals);
      case 'LogicalExpression': {
        const [left, right] = [this.plain(node.left, locals), inside(node.right)];
        const type = left.type === right.type ? left.type : 'any';
        return loose(`${asSide(left, node.operator)} ${node.operator} ${asSide(right)}`, type, node.operator);
      }
      case 'ConditionalExpression': {
        const [yes, no] = [inside(node.consequent), inside(node.alternate)];
        const test = asSide(this.plain(node.test, locals));
        return loose(`${test} ? ${asSide(yes)} : ${asSide(no)}`, yes.type === no.type ? yes.type : 'any');
      }
    }
  }

  helper(name: string): string {
    this.used.add(name);
    return name;
  }

  /** What is written out is hidden from the type checker, which would say that a test of it makes no sense. */
  plain(node: Expression, locals: ReadonlyMap<string, Written>): Written {
    const written = this.write(node, locals);
    const fixed = ['Literal', 'ArrayExpression', 'ObjectExpression', 'TemplateLiteral'].includes(node.type);
    return fixed ? whole(`${this.helper('value')}(${written.text})`, 'any') : written;
  }

  #element(node: Argument, locals: ReadonlyMap<string, Written>): string {
    if (node.type === 'ArrowFunction') return this.#arrow(node, locals);
    if (node.type === 'SpreadElement') return `...${this.helper('items')}(${this.write(node.argument, locals).text})`;
    return this.write(node, locals).text;
  }

  #object(
    { properties }: Extract<Expression, { type: 'ObjectExpression' }>,
    locals: ReadonlyMap<string, Written>,
  ): Written {
    const parts = properties.flatMap((one) => {
      if (one.type === 'SpreadElement')
        return [`...${this.helper('members')}(${this.write(one.argument, locals).text})`];
      const value = this.write(one.value, locals).text;
      if (typeof one.key !== 'string') {
        return [`...${this.helper('member')}(${this.write(one.key, locals).text}, ${value})`];
      }
      return isForbiddenKey(one.key) ? [] : [one.key === value ? value : `${keyOf(one.key)}: ${value}`];
    });
    return whole(parts.length === 0 ? '{}' : `{ ${parts.join(', ')} }`);
  }

  #member(node: Extract<Expression, { type: 'MemberExpression' }>, locals: ReadonlyMap<string, Written>): Written {
    const known = this.#known(node, locals);
    if (known) return known;
    const keys: string[] = [];
    let from: Expression = node;
    while (from.type === 'MemberExpression' && !this.#known(from, locals)) {
      keys.unshift(this.#key(from, locals));
      from = from.object;
    }
    const of = this.write(from, locals);
    return whole(`${this.helper('get')}(${of.text}, ${keys.join(', ')})`);
  }

  #key({ property }: Extract<Expression, { type: 'MemberExpression' }>, locals: ReadonlyMap<string, Written>): string {
    return typeof property === 'string' ? quoted(property) : this.write(property, locals).text;
  }

  /** A member that the code has under a name of its own. */
  #known(
    node: Extract<Expression, { type: 'MemberExpression' }>,
    locals: ReadonlyMap<string, Written>,
  ): Written | undefined {
    const { object } = node;
    const property = writtenKey(node);
    if (property === undefined) return undefined;
    if (object.type === 'Identifier' && !locals.has(object.name)) {
      const { name } = object;
      if (name === 'steps' || name === 'port' || name === 'errors') return this.#naming.member(name, property);
      return rootMember(name, property, this.#naming);
    }
    if (object.type !== 'MemberExpression' || object.object.type !== 'Identifier') return undefined;
    const id = writtenKey(object);
    const ofStep = object.object.name === 'steps' && !locals.has('steps') && id !== undefined;
    return ofStep ? this.#naming.fieldOf(id, property) : undefined;
  }

  #call(name: string, args: Argument[], locals: ReadonlyMap<string, Written>): Written {
    this.functions.add(name);
    return whole(`${name}(${args.map((one) => this.#element(one, locals)).join(', ')})`, GIVES.get(name) ?? 'any');
  }

  #method(self: Written, method: string, args: Argument[], locals: ReadonlyMap<string, Written>): Written {
    const given = args.map((one) => `, ${this.#element(one, locals)}`).join('');
    return whole(`${this.helper('call')}(${self.text}, ${quoted(method)}${given})`);
  }

  /** From the innermost link outwards; behind each `?.` the rest stands in a function that null does not reach. */
  #chain(node: Expression, locals: ReadonlyMap<string, Written>): Written {
    const links: Extract<Expression, { type: 'MemberExpression' | 'MethodCall' }>[] = [];
    let from: Expression = node;
    while ((from.type === 'MemberExpression' && !this.#known(from, locals)) || from.type === 'MethodCall') {
      links.unshift(from);
      from = from.object;
    }
    return this.#links(this.write(from, locals), links, locals);
  }

  #links(
    of: Written,
    links: Extract<Expression, { type: 'MemberExpression' | 'MethodCall' }>[],
    locals: ReadonlyMap<string, Written>,
  ): Written {
    const [link, ...rest] = links;
    if (!link) return of;
    if (!link.optional) return this.#links(this.#link(of, link, locals), rest, locals);
    const until = rest.findIndex((one) => one.type === 'MethodCall' || typeof one.property !== 'string');
    if (link.type === 'MemberExpression' && typeof link.property === 'string' && until < 0) {
      // Only members by name: nothing behind it has an effect, so a plain function reads them all.
      const next = rest.findIndex((one) => one.optional);
      const here = next < 0 ? rest : rest.slice(0, next);
      const keys = [link, ...here].map((one) =>
        this.#key(one as Extract<Expression, { type: 'MemberExpression' }>, locals),
      );
      const read = whole(`${this.helper('read')}(${of.text}, ${keys.join(', ')})`);
      return next < 0 ? read : this.#links(read, rest.slice(next), locals);
    }
    const it = `it${++this.#parameters}`;
    const body = this.#links(whole(it), [{ ...link, optional: false }, ...rest], locals);
    return whole(`${this.helper('maybe')}(${of.text}, (${it}) => ${body.text})`);
  }

  #link(
    of: Written,
    link: Extract<Expression, { type: 'MemberExpression' | 'MethodCall' }>,
    locals: ReadonlyMap<string, Written>,
  ): Written {
    if (link.type === 'MethodCall') return this.#method(of, link.method.name, link.arguments, locals);
    return whole(`${this.helper('get')}(${of.text}, ${this.#key(link, locals)})`);
  }

  #binary(
    operator: BinaryOperator,
    left: Expression,
    right: Expression,
    locals: ReadonlyMap<string, Written>,
  ): Written {
    const [a, b] = [this.write(left, locals), this.write(right, locals)];
    const scalar = isScalar(left) !== isScalar(right);
    if ((operator === '==' || operator === '!=') && scalar) {
      return loose(`${inBrackets(a)} ${operator}= ${inBrackets(b)}`, 'boolean', `${operator}=`);
    }
    if (ORDERS.has(operator) && a.type === 'number' && b.type === 'number') {
      return loose(`${inBrackets(a)} ${operator} ${inBrackets(b)}`, 'boolean', operator);
    }
    const [name, type] = HELPERS[operator] as [string, Written['type']];
    return whole(`${this.helper(name)}(${a.text}, ${b.text})`, type);
  }

  #arrow({ params, body }: ArrowFunction, outer: ReadonlyMap<string, Written>): string {
    const locals = new Map(outer);
    const names = params.map((param) => this.#parameter(param, locals));
    const { text } = this.write(body, locals);
    return `(${names.join(', ')}) => ${text.startsWith('{') ? `(${text})` : text}`;
  }

  #parameter(pattern: Pattern, locals: Map<string, Written>): string {
    if (pattern.type === 'Identifier') {
      const name = parameterName(pattern.name);
      locals.set(pattern.name, whole(name));
      return name;
    }
    const name = `given${++this.#parameters}`;
    this.#open(pattern, name, locals);
    return name;
  }

  #open(pattern: Exclude<Pattern, { type: 'Identifier' }>, of: string, locals: Map<string, Written>): void {
    const parts =
      pattern.type === 'ArrayPattern'
        ? pattern.elements.map((one, i) => [one, `${this.helper('element')}(${of}, ${i})`] as const)
        : pattern.properties.map(
            ({ key, value }) => [value, `${this.helper('field')}(${of}, ${quoted(key)})`] as const,
          );
    for (const [one, text] of parts) {
      if (one?.type === 'Identifier') locals.set(one.name, whole(text));
      else if (one) this.#open(one, text, locals);
    }
  }
}

const isScalar = (node: Expression): boolean => node.type === 'Literal';

/** Parameters end in `_` where the code has another use for the word. */
const parameterName = (name: string): string => safe(name);

function literal(value: null | boolean | number | string): Written {
  if (typeof value === 'string') return whole(quoted(value), 'string');
  if (typeof value === 'number') return whole(Object.is(value, -0) ? '0' : String(value), 'number');
  return whole(String(value), typeof value === 'boolean' ? 'boolean' : 'any');
}

function writtenKey({ property }: Extract<Expression, { type: 'MemberExpression' }>): string | undefined {
  if (typeof property === 'string') return property;
  return property.type === 'Literal' && typeof property.value === 'string' ? property.value : undefined;
}

const ROOTS: Readonly<Record<string, readonly string[]>> = {
  trigger: ['type', 'data'],
  run: ['id', 'startedAt', 'test'],
  flow: ['id', 'version', 'name'],
  tenant: ['id', 'slug', 'plan', 'timezone', 'locale', 'settings'],
};
const NUMBERS: ReadonlySet<string> = new Set(['flow.version']);
const MAY_MISS: ReadonlySet<string> = new Set(['subject', 'headers', 'query', 'receivedAt']);

function rootMember(root: string, key: string, naming: Naming): Written | undefined {
  const written = naming.name(root);
  if (root === 'vars' && written.text === 'vars') return whole(`vars.${key}`);
  if (written.text !== root) return undefined;
  if (ROOTS[root]?.includes(key)) return whole(`${root}.${key}`, NUMBERS.has(`${root}.${key}`) ? 'number' : 'any');
  return root === 'trigger' && MAY_MISS.has(key) ? loose(`trigger.${key} ?? null`, 'any') : undefined;
}
