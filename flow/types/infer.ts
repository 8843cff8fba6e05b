import type {
  ArrayExpression,
  BinaryExpression,
  Expression,
  LogicalExpression,
  ObjectExpression,
} from '../expressions/ast.ts';
import { isForbiddenKey } from '../expressions/value.ts';
import { describeIn } from './describe.ts';
import { elementsOf, spreadOver } from './element.ts';
import { familiarName } from './familiar-names.ts';
import { FUNCTIONS } from './function-signatures.ts';
import { inferFunction, inferMethod } from './infer-call.ts';
import { inferMember, warnIfMaybe } from './infer-member.ts';
import { Inference, localOf, type Observe, type Where } from './inference.ts';
import { isKnown, pathOf } from './known.ts';
import { binary, needsNumber } from './operators.ts';
import { nearestName } from './suggest.ts';
import { KIND, kindsOf, membersOf, type ObjectType, type Type, t, withoutNull } from './type.ts';
import { STEP_ROOTS, type TypeEnv } from './type-env.ts';
import { didYouMean, say, type TypeProblem } from './type-problem.ts';
import { nullable, union } from './union.ts';

export interface Inferred {
  type: Type;
  problems: TypeProblem[];
}

/**
 * The type of an expression in `env`, and what is wrong with it. Reports only what is wrong whatever the values are;
 * ranges are those of the tree. Never throws, and costs at most some ten thousand visits.
 */
export const inferExpression = (ast: Expression, env: TypeEnv, observe?: Observe): Inferred => {
  const inference = new Inference(env, inferNode, observe);
  const type = inference.infer(ast, { locals: undefined, known: undefined });
  return { type, problems: inference.problems };
};

const inferNode = (node: Expression, where: Where, inference: Inference): Type => {
  switch (node.type) {
    case 'Literal':
      return literal(node.value);
    case 'Identifier':
      return narrowed(inferName(node, where, inference), node, where);
    case 'MemberExpression':
      return narrowed(inferMember(node, where, inference), node, where);
    case 'ChainExpression':
      return inferChain(node.expression, where, inference);
    case 'CallExpression':
      return inferFunction(node, where, inference);
    case 'MethodCall':
      return inferMethod(node, where, inference);
    case 'BinaryExpression':
      return inferBinary(node, where, inference);
    case 'LogicalExpression':
      return inferLogical(node, where, inference);
    case 'ConditionalExpression': {
      const { test, consequent, alternate } = node;
      inference.infer(test, where);
      return union(
        inference.infer(consequent, { ...where, known: inference.facts.after(test, true, where.known) }),
        inference.infer(alternate, { ...where, known: inference.facts.after(test, false, where.known) }),
      );
    }
    case 'UnaryExpression':
      return inferUnary(node.operator, node.argument, where, inference);
    case 'TemplateLiteral':
      for (const part of node.expressions) inference.infer(part, where);
      return t.string;
    case 'ArrayExpression':
      return inferArray(node, where, inference);
    case 'ObjectExpression':
      return inferObject(node, where, inference);
  }
};

const literal = (value: null | boolean | number | string): Type => {
  if (value === null) return t.null;
  return typeof value === 'string' ? t.literal(value) : typeof value === 'number' ? t.number : t.boolean;
};

const narrowed = (type: Type, node: Expression, where: Where): Type => {
  if (!where.known) return type;
  const path = pathOf(node);
  return path !== undefined && isKnown(where.known, path) ? withoutNull(type) : type;
};

const inferName = (node: Expression & { type: 'Identifier' }, where: Where, inference: Inference): Type => {
  const { name } = node;
  const { env } = inference;
  const type = localOf(where, name) ?? (name === 'error' ? env.onlyError() : env.name(name));
  if (type) return type;
  if (name === 'error') {
    const text = say(
      '"error" só vale onde exatamente uma porta "error" fica em todos os caminhos até aqui. Escreva errors.<nó>.',
      '"error" can only be read where exactly one port "error" lies on every path to here. Write errors.<node>.',
    );
    inference.report('ambiguous_error', text, node);
  } else if ((STEP_ROOTS as readonly string[]).includes(name)) {
    // The parser refuses these by themselves; nothing is said twice.
  } else if (FUNCTIONS.has(name)) {
    const text = say('"$1" é uma função: escreva $1(…).', '"$1" is a function: write $1(…).', name);
    inference.report('unknown_name', text, node);
  } else {
    const near = nearestName(name, [...localNames(where), ...env.names(), ...STEP_ROOTS]);
    const text = say('Não há "$1" aqui.$2', 'There is no "$1" here.$2', name, didYouMean(familiarName(name) ?? near));
    inference.report('unknown_name', text, node);
  }
  return t.unknown;
};

const localNames = (where: Where): string[] => {
  const names: string[] = [];
  for (let at = where.locals; at; at = at.outer) names.push(at.name);
  return names;
};

const inferChain = (node: Expression, where: Where, inference: Inference): Type => {
  const outer = inference.cutShort;
  inference.cutShort = false;
  const type = inference.infer(node, where);
  const cut = inference.cutShort;
  inference.cutShort = outer;
  return cut ? nullable(type) : type;
};

const inferBinary = (node: BinaryExpression, where: Where, inference: Inference): Type => {
  const left = inference.infer(node.left, where);
  const right = inference.infer(node.right, where);
  const { type, clash } = binary(node.operator, left, right);
  if (clash) {
    inference.report('type_mismatch', clash.message, clash.at === 'both' ? node : node[clash.at]);
  } else if (node.operator !== '==' && node.operator !== '!=') {
    warnIfMaybe(node.left, where, inference);
    warnIfMaybe(node.right, where, inference);
  }
  return type;
};

const inferUnary = (operator: '!' | '-', argument: Expression, where: Where, inference: Inference): Type => {
  const type = inference.infer(argument, where);
  if (operator === '!') return t.boolean;
  if (isNeither(type, KIND.number)) {
    inference.report('type_mismatch', needsNumber('-', type), argument);
  }
  return t.number;
};

/** What of a value is left where it is false by JavaScript's truth. */
const falsyPart = (type: Type): Type =>
  type.kind === 'unknown'
    ? type
    : union(...membersOf(type).filter((member) => member.kind !== 'object' && member.kind !== 'list'));

const inferLogical = ({ operator, left, right }: LogicalExpression, where: Where, inference: Inference): Type => {
  const first = inference.infer(left, where);
  if (operator === '??') return union(withoutNull(first), inference.infer(right, where));
  const known = inference.facts.after(left, operator === '&&', where.known);
  const second = inference.infer(right, { ...where, known });
  return union(operator === '&&' ? falsyPart(first) : withoutNull(first), second);
};

/** If no value of the type is of one of the kinds; a type without values is of every kind. */
const isNeither = (type: Type, kinds: number): boolean => type.kind !== 'never' && !(kindsOf(type) & kinds);

const inferArray = (node: ArrayExpression, where: Where, inference: Inference): Type => {
  const elements = node.elements.map((one): Type => {
    if (one.type !== 'SpreadElement') return inference.infer(one, where);
    const type = inference.infer(one.argument, where);
    if (isNeither(type, KIND.list | KIND.null)) {
      const text = say('"..." abre uma lista, e aqui há $1.', '"..." opens a list, and here is $1.', describeIn(type));
      inference.report('type_mismatch', text, one);
    }
    return type.kind === 'null' ? t.never : elementsOf(type);
  });
  return t.list(union(...elements));
};

const inferObject = (node: ObjectExpression, where: Where, inference: Inference): Type => {
  let object: ObjectType = t.object({});
  for (const one of node.properties) {
    if (one.type === 'SpreadElement') {
      const type = inference.infer(one.argument, where);
      if (isNeither(type, KIND.object | KIND.null)) {
        const text = say(
          '"..." abre um objeto, e aqui há $1.',
          '"..." opens an object, and here is $1.',
          describeIn(type),
        );
        inference.report('type_mismatch', text, one);
      }
      object = spreadOver(object, type);
      continue;
    }
    const key = typeof one.key === 'string' ? one.key : writtenKey(inference.infer(one.key, where));
    const value = inference.infer(one.value, where);
    if (key !== undefined && isForbiddenKey(key)) continue;
    object =
      key === undefined
        ? spreadOver(object, { kind: 'object', props: {}, rest: value })
        : { ...object, props: { ...object.props, [key]: { type: value } } };
  }
  return object;
};

const writtenKey = (key: Type): string | undefined =>
  key.kind === 'string' && key.values?.length === 1 ? key.values[0] : undefined;
