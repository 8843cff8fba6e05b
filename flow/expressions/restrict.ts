import type * as acorn from 'acorn';
import { Refusal, refuse } from './acorn-parser.ts';
import type {
  Argument,
  BinaryOperator,
  Expression,
  MemberExpression,
  Pattern,
  Property,
  SpreadElement,
  UnaryOperator,
} from './ast.ts';
import { patternProblem } from './functions/patterns.ts';
import { isForbiddenKey } from './value.ts';

const BINARY: Record<string, BinaryOperator> = {
  '===': '==',
  '!==': '!=',
  ...Object.fromEntries(['+', '-', '*', '/', '%', '<', '<=', '>', '>=', '==', '!='].map((one) => [one, one])),
};

/** What the commonest refused kinds are called. */
const REFUSED: Record<string, [string, string]> = {
  AssignmentExpression: [
    'Expressões não atribuem: use o nó “assign”',
    'Expressions do not assign: use the node “assign”',
  ],
  UpdateExpression: ['Expressões não atribuem: use o nó “assign”', 'Expressions do not assign: use the node “assign”'],
  NewExpression: ['“new” não existe na linguagem', '“new” is not in the language'],
  ThisExpression: ['“this” não existe na linguagem', '“this” is not in the language'],
  FunctionExpression: ['Use uma função de seta: x => …', 'Use an arrow function: x => …'],
  ClassExpression: ['Classes não existem na linguagem', 'Classes are not in the language'],
  SequenceExpression: ['A vírgula não junta expressões', 'The comma does not join expressions'],
  TaggedTemplateExpression: [
    'Textos com etiqueta não existem na linguagem',
    'Tagged templates are not in the language',
  ],
  ArrowFunctionExpression: [
    'Função de seta só como argumento: lista.map(x => …)',
    'An arrow function only as an argument: list.map(x => …)',
  ],
  SpreadElement: ['“…” só em listas, objetos e argumentos', '“...” only in lists, objects and arguments'],
  ImportExpression: ['“import” não existe na linguagem', '“import” is not in the language'],
  MetaProperty: ['Isto não existe na linguagem', 'This is not in the language'],
};

const refuseKind = (node: acorn.AnyNode): never => {
  const [pt, en] = REFUSED[node.type] ?? ['Isto não existe na linguagem', 'This is not in the language'];
  return refuse(pt, en, node.start, node.end);
};

const refuseOperator = (node: acorn.AnyNode, operator: string): never =>
  refuse(
    `O operador ${operator} não existe na linguagem`,
    `The operator ${operator} is not in the language`,
    node.start,
    node.end,
  );

/** Copies acorn's tree into the language's own, refusing what the language has not; `base` is added to all offsets. */
export class Restriction {
  readonly #base: number;

  constructor(base: number) {
    this.#base = base;
  }

  expression(node: acorn.AnyNode): Expression {
    const span = this.#span(node);
    switch (node.type) {
      case 'Literal':
        return this.#literal(node);
      case 'Identifier':
        return { type: 'Identifier', name: node.name, ...span };
      case 'ParenthesizedExpression':
        return this.expression(node.expression);
      case 'ChainExpression':
        return { type: 'ChainExpression', expression: this.expression(node.expression), ...span };
      case 'ArrayExpression':
        return { type: 'ArrayExpression', elements: node.elements.map((one) => this.#element(one, node)), ...span };
      case 'ObjectExpression':
        return { type: 'ObjectExpression', properties: node.properties.map((one) => this.#property(one)), ...span };
      case 'MemberExpression':
        return this.#member(node);
      case 'CallExpression':
        return this.#call(node);
      case 'TemplateLiteral':
        return {
          type: 'TemplateLiteral',
          quasis: node.quasis.map((one) => one.value.cooked ?? ''),
          expressions: node.expressions.map((one) => this.expression(one)),
          ...span,
        };
      default:
        return this.#operation(node);
    }
  }

  #operation(node: acorn.AnyNode): Expression {
    const span = this.#span(node);
    switch (node.type) {
      case 'UnaryExpression': {
        const { operator } = node;
        if (operator !== '!' && operator !== '-') return refuseOperator(node, operator);
        const argument = this.expression(node.argument);
        return { type: 'UnaryExpression', operator: operator satisfies UnaryOperator, argument, ...span };
      }
      case 'BinaryExpression': {
        const operator = BINARY[node.operator] ?? refuseOperator(node, node.operator);
        const [left, right] = [this.expression(node.left), this.expression(node.right)];
        return { type: 'BinaryExpression', operator, left, right, ...span };
      }
      case 'LogicalExpression': {
        const [left, right] = [this.expression(node.left), this.expression(node.right)];
        return { type: 'LogicalExpression', operator: node.operator, left, right, ...span };
      }
      case 'ConditionalExpression':
        return {
          type: 'ConditionalExpression',
          test: this.expression(node.test),
          consequent: this.expression(node.consequent),
          alternate: this.expression(node.alternate),
          ...span,
        };
      default:
        return refuseKind(node);
    }
  }

  #span(node: { start: number; end: number }): { start: number; end: number } {
    return { start: node.start + this.#base, end: node.end + this.#base };
  }

  #literal(node: acorn.Literal): Expression {
    const { value } = node;
    if (value === null || typeof value === 'boolean' || typeof value === 'string') {
      return { type: 'Literal', value, ...this.#span(node) };
    }
    if (typeof value === 'number' && Number.isFinite(value)) return { type: 'Literal', value, ...this.#span(node) };
    return refuse('Este número não cabe na linguagem', 'This number is not in the language', node.start, node.end);
  }

  #element(node: acorn.AnyNode | null, list: acorn.AnyNode): Expression | SpreadElement {
    if (node === null) return refuse('Falta um elemento na lista', 'The list lacks an element', list.start, list.end);
    return node.type === 'SpreadElement' ? this.#spread(node) : this.expression(node);
  }

  #spread(node: acorn.SpreadElement): SpreadElement {
    return { type: 'SpreadElement', argument: this.expression(node.argument), ...this.#span(node) };
  }

  #property(node: acorn.AnyNode): Property | SpreadElement {
    if (node.type === 'SpreadElement') return this.#spread(node);
    if (node.type !== 'Property') return refuseKind(node);
    if (node.kind !== 'init' || node.method) {
      return refuse('Objetos só têm valores', 'Objects hold values only', node.start, node.end);
    }
    const key = node.computed ? this.expression(node.key) : keyText(node.key);
    return { type: 'Property', key, value: this.expression(node.value), ...this.#span(node) };
  }

  #member(node: acorn.MemberExpression): MemberExpression {
    const property = this.#memberName(node);
    const { optional } = node;
    return { type: 'MemberExpression', object: this.expression(node.object), property, optional, ...this.#span(node) };
  }

  #memberName(node: acorn.MemberExpression): string | Expression {
    const { property } = node;
    const name = node.computed ? this.expression(property) : (property as acorn.Identifier).name;
    const written = typeof name === 'string' ? name : name.type === 'Literal' ? String(name.value) : '';
    if (isForbiddenKey(written)) {
      refuse(`“${written}” não pode ser lido`, `“${written}” cannot be read`, property.start, property.end);
    }
    if (property.type === 'PrivateIdentifier') refuseKind(property);
    return name;
  }

  #call(node: acorn.CallExpression): Expression {
    const { callee } = node;
    if (node.optional || (callee.type === 'MemberExpression' && callee.computed)) {
      return refuse('Chame o método pelo nome: a.b(…)', 'Call the method by its name: a.b(…)', node.start, node.end);
    }
    const args = node.arguments.map((one) => this.#argument(one));
    if (callee.type === 'Identifier') {
      if (callee.name === 'test' || callee.name === 'capture') checkPattern(node);
      const name = { type: 'Identifier' as const, name: callee.name, ...this.#span(callee) };
      return { type: 'CallExpression', callee: name, arguments: args, ...this.#span(node) };
    }
    if (callee.type !== 'MemberExpression') {
      return refuse('Só funções e métodos se chamam', 'Only functions and methods are called', node.start, node.end);
    }
    const name = this.#memberName(callee) as string;
    const method = { type: 'Identifier' as const, name, ...this.#span(callee.property) };
    const { optional } = callee;
    const object = this.expression(callee.object);
    return { type: 'MethodCall', object, method, optional, arguments: args, ...this.#span(node) };
  }

  #argument(node: acorn.AnyNode): Argument {
    if (node.type === 'SpreadElement') return this.#spread(node);
    if (node.type !== 'ArrowFunctionExpression') return this.expression(node);
    if (node.async)
      return refuse('“async” não existe na linguagem', '“async” is not in the language', node.start, node.end);
    if (node.body.type === 'BlockStatement') {
      return refuse(
        'A função de seta é uma só expressão, sem { }',
        'An arrow function is one expression, without { }',
        node.body.start,
        node.body.end,
      );
    }
    const params = node.params.map((one) => this.#pattern(one));
    return { type: 'ArrowFunction', params, body: this.expression(node.body), ...this.#span(node) };
  }

  #pattern(node: acorn.AnyNode): Pattern {
    const span = this.#span(node);
    if (node.type === 'Identifier') return { type: 'Identifier', name: node.name, ...span };
    if (node.type === 'ArrayPattern') {
      const elements = node.elements.map((one) => (one === null ? null : this.#pattern(one)));
      return { type: 'ArrayPattern', elements, ...span };
    }
    if (node.type === 'ObjectPattern') {
      const properties = node.properties.map((one) => {
        if (one.type !== 'Property' || one.computed) return refuseParameter(one);
        return { key: keyText(one.key), value: this.#pattern(one.value) };
      });
      return { type: 'ObjectPattern', properties, ...span };
    }
    return refuseParameter(node);
  }
}

const refuseParameter = (node: acorn.AnyNode): never =>
  refuse('Parâmetros são nomes, [a, b] ou { a, b }', 'Parameters are names, [a, b] or { a, b }', node.start, node.end);

const keyText = (key: acorn.AnyNode): string => {
  if (key.type === 'Identifier') return key.name;
  if (key.type === 'Literal' && !key.bigint && key.value !== null) return String(key.value);
  return refuseKind(key);
};

/** The pattern of `test` and `capture` is a literal text of the linear-time subset, so that its cost is known here. */
const checkPattern = (call: acorn.CallExpression): void => {
  const [subject, pattern] = call.arguments;
  if (!pattern && subject?.type !== 'SpreadElement') return; // too few: the call itself says so
  if (subject?.type === 'SpreadElement' || pattern?.type !== 'Literal' || typeof pattern.value !== 'string') {
    const { start, end } = pattern ?? call;
    return refuse('O padrão é um texto escrito aqui mesmo', 'The pattern is a text written right here', start, end);
  }
  const problem = patternProblem(pattern.value);
  if (problem) throw new Refusal(problem, pattern.start, pattern.end);
};
