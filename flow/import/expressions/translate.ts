import type * as acorn from 'acorn';
import { parseExpression } from '../../expressions/parse.ts';
import { cannot, WhyNot } from '../why-not.ts';
import { bodyOf, pattern, typeofTest } from './arrow-parts.ts';
import { callFunction, construct } from './calls.ts';
import {
  binary,
  type Code,
  choice,
  code,
  indexed,
  interpolated,
  NULL,
  otherwise,
  quoted,
  RANK,
  within,
} from './code.ts';
import { callMethod } from './methods.ts';
import type { Names } from './names.ts';
import { parseCode } from './parse-code.ts';
import { testOf } from './patterns.ts';
import { plus } from './plus.ts';
import { named, rootNamed } from './roots.ts';

/** Reads one expression of n8n (JavaScript, without its braces) and says it in our language. Throws `WhyNot`. */
export function translate(source: string, names: Names): Code {
  try {
    return said(source, names);
  } catch (thrown) {
    const rescued = thrown instanceof WhyNot ? names.rescue(source) : null;
    if (rescued) return rescued;
    throw thrown;
  }
}

const said = (source: string, names: Names): Code => {
  const made = finished(new Translator(names).expression(parsed(source)));
  const checked = parseExpression(made.text);
  if (!checked.ok) throw new WhyNot(checked.message.pt, checked.message.en);
  return made;
};

const parsed = (source: string): acorn.AnyNode => {
  const [statement, ...more] = parseCode(`(${source}\n)`)?.body ?? [];
  if (statement?.type === 'ExpressionStatement' && more.length === 0) return statement.expression;
  return cannot('Não é uma expressão que se leia', 'It is not an expression that can be read');
};

/** What leaves the expression as a value: items get back their wrapping, dates are instants. */
export function finished(made: Code): Code {
  switch (made.kind) {
    case 'item':
      return code(`{ json: ${made.text} }`, 'any', { sure: true });
    case 'items':
      return code(`${within(made, RANK.atom)}.map(i => ({ json: i }))`);
    case 'node':
    case 'input':
    case 'settings':
    case 'workflow':
    case 'execution':
    case 'previous':
    case 'global':
      return cannot(`${made.text} inteiro não é um valor aqui`, `${made.text} as a whole is no value here`);
    default:
      return made;
  }
}

type Locals = ReadonlyMap<string, Code>;

/** Walks acorn's tree. Names of n8n become reads of ours, and what has no like throws. */
export class Translator {
  readonly names: Names;
  readonly #locals: Locals;

  constructor(names: Names, locals: Locals = new Map()) {
    this.names = names;
    this.#locals = locals;
  }

  value(node: acorn.AnyNode): Code {
    return finished(this.expression(node));
  }

  expression(node: acorn.AnyNode): Code {
    switch (node.type) {
      case 'Literal':
        return literal(node);
      case 'Identifier':
        return this.#identifier(node.name);
      case 'ChainExpression':
      case 'ParenthesizedExpression':
        return this.expression(node.expression);
      case 'MemberExpression':
        return this.#member(node);
      case 'CallExpression':
        return this.#call(node);
      case 'NewExpression':
        return construct(node, this);
      case 'TemplateLiteral':
        return interpolated(
          node.quasis.flatMap((quasi, i) => {
            const inner = node.expressions[i];
            return inner ? [quasi.value.cooked ?? '', this.value(inner)] : [quasi.value.cooked ?? ''];
          }),
        );
      case 'ArrayExpression':
        return code(`[${node.elements.map((one) => (one ? this.#element(one) : 'null')).join(', ')}]`, 'any', {
          sure: true,
        });
      case 'ObjectExpression':
        return this.#object(node);
      default:
        return this.#operation(node);
    }
  }

  #operation(node: acorn.AnyNode): Code {
    switch (node.type) {
      case 'UnaryExpression':
        return this.#unary(node);
      case 'BinaryExpression':
        return this.#binary(node);
      case 'LogicalExpression': {
        const [left, right] = [this.value(node.left), this.value(node.right)];
        if (node.operator === '??') return otherwise(left, right);
        const rank = node.operator === '&&' ? RANK.both : RANK.either;
        const kind = left.kind === right.kind ? left.kind : 'any';
        return { ...binary(left, node.operator, right, rank, kind), sure: right.sure ?? false };
      }
      case 'ConditionalExpression': {
        return choice(this.value(node.test), this.value(node.consequent), this.value(node.alternate));
      }
      case 'ArrowFunctionExpression':
      case 'FunctionExpression':
        return cannot('Uma função só cabe como argumento', 'A function stands only as an argument');
      default:
        return cannot(
          'A expressão tem algo que não é uma expressão simples (atribuição, await, função…)',
          'The expression has something that is no plain expression (an assignment, await, a function…)',
        );
    }
  }

  /** An argument: a value, or an arrow function with the kinds of its parameters. */
  argument(node: acorn.AnyNode, kinds: readonly Code['kind'][] = []): string {
    if (node.type === 'SpreadElement') return `...${this.value(node.argument).text}`;
    if (node.type !== 'ArrowFunctionExpression' && node.type !== 'FunctionExpression') return this.value(node).text;
    return this.#arrow(node, kinds);
  }

  #arrow(node: acorn.ArrowFunctionExpression | acorn.FunctionExpression, kinds: readonly Code['kind'][]): string {
    const locals = new Map(this.#locals);
    const params = node.params.map((param, i) => pattern(param, kinds[i] ?? 'any', locals));
    const body = new Translator(this.names, locals).value(bodyOf(node));
    const text = body.text.startsWith('{') ? `(${body.text})` : body.text;
    return `${params.length === 1 && node.params[0]?.type === 'Identifier' ? params[0] : `(${params.join(', ')})`} => ${text}`;
  }

  #identifier(name: string): Code {
    return this.#locals.get(name) ?? rootNamed(name, this.names);
  }

  #member(node: acorn.MemberExpression): Code {
    const object = this.expression(node.object);
    const { property } = node;
    if (!node.computed) return named(object, (property as acorn.Identifier).name, this.names);
    if (property.type === 'Literal' && typeof property.value === 'string')
      return named(object, property.value, this.names);
    const index = this.value(property);
    if (object.kind === 'items') return { ...indexed(object, index), kind: 'item' };
    if (object.kind === 'item' || PLAIN.has(object.kind)) return indexed(finished(object), index);
    return cannot(`Não se lê ${object.text}[…]`, `${object.text}[…] cannot be read`);
  }

  #call(node: acorn.CallExpression): Code {
    const { callee } = node;
    const tested = testOf(node, this);
    if (tested) return tested;
    if (callee.type === 'Identifier') return callFunction(callee.name, node, this);
    if (callee.type !== 'MemberExpression') {
      return cannot('Só funções e métodos se chamam', 'Only functions and methods are called');
    }
    const name = callee.computed ? '' : (callee.property as acorn.Identifier).name;
    return callMethod(this.expression(callee.object), name, node, this);
  }

  #element(node: acorn.AnyNode): string {
    return node.type === 'SpreadElement' ? `...${this.value(node.argument).text}` : this.value(node).text;
  }

  #object(node: acorn.ObjectExpression): Code {
    const parts = node.properties.map((one) => {
      if (one.type === 'SpreadElement') return `...(${this.value(one.argument).text} ?? {})`;
      if (one.method || one.kind !== 'init') return cannot('Objetos só têm valores', 'Objects hold values only');
      if (one.computed) return `[${this.value(one.key).text}]: ${this.value(one.value).text}`;
      const key = one.key.type === 'Identifier' ? one.key.name : quoted(String((one.key as acorn.Literal).value));
      return `${key}: ${this.value(one.value).text}`;
    });
    return code(parts.length === 0 ? '{}' : `{ ${parts.join(', ')} }`, 'any', { sure: true });
  }

  #unary(node: acorn.UnaryExpression): Code {
    const { operator, argument } = node;
    if (operator === '!' && argument.type === 'UnaryExpression' && argument.operator === '!') {
      return code(`bool(${this.value(argument.argument).text})`, 'any', { sure: true });
    }
    const one = this.value(argument);
    if (operator === '!' || operator === '-') {
      return { text: `${operator}${within(one, RANK.unary)}`, rank: RANK.unary, kind: 'any', sure: true };
    }
    if (operator === '+') return one.kind === 'number' ? one : code(`number(${one.text})`, 'number');
    if (operator === 'void') return NULL;
    return cannot(`O operador ${operator} não existe aqui`, `The operator ${operator} does not exist here`);
  }

  #binary(node: acorn.BinaryExpression): Code {
    const { operator } = node;
    if (node.left.type === 'PrivateIdentifier') return cannot('Não se lê', 'It cannot be read');
    const typed = typeofTest(node);
    if (typed) return binary(this.value(typed.of), typed.operator, NULL, RANK.equal);
    const [left, right] = [this.value(node.left), this.value(node.right)];
    if (operator === '+') return plus(left, right);
    if (operator === '-' && left.kind === 'moment' && right.kind === 'moment') {
      return code(`diff(${right.text}, ${left.text}, 'milliseconds')`, 'number', { sure: true });
    }
    if (operator === '**' || operator === 'in' || operator === 'instanceof' || !(operator in RANKS)) {
      return cannot(`O operador ${operator} não existe aqui`, `The operator ${operator} does not exist here`);
    }
    const rank = RANKS[operator] as number;
    return binary(left, SAME[operator] ?? operator, right, rank, rank >= RANK.sum ? 'number' : 'any');
  }
}

const PLAIN: ReadonlySet<Code['kind']> = new Set(['any', 'text', 'number']);
const SAME: Readonly<Record<string, string>> = { '===': '==', '!==': '!=' };
const RANKS: Readonly<Record<string, number>> = {
  ...Object.fromEntries(['==', '!=', '===', '!=='].map((one) => [one, RANK.equal])),
  ...Object.fromEntries(['<', '<=', '>', '>='].map((one) => [one, RANK.order])),
  '-': RANK.sum,
  ...Object.fromEntries(['*', '/', '%'].map((one) => [one, RANK.product])),
};

const literal = (node: acorn.Literal): Code => {
  if (node.regex || node.bigint) {
    return cannot(
      'Uma expressão regular que não tem par em test(…), capture(…) ou replaceAll(…)',
      'A regular expression without a like in test(…), capture(…) or replaceAll(…)',
    );
  }
  if (typeof node.value === 'string') return code(quoted(node.value), 'text', { sure: true });
  if (typeof node.value === 'number') return code(String(node.value), 'number', { sure: true });
  return code(String(node.value), 'any', { sure: node.value !== null });
};
