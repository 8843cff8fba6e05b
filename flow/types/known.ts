import type { CallExpression, Expression, MemberExpression } from '../expressions/ast.ts';

/** Places that are known not to be null where an expression is read: `steps.a`, `item.user`. A list, innermost first. */
export interface Known {
  readonly path: string;
  readonly outer: Known | undefined;
}

export const isKnown = (known: Known | undefined, path: string): boolean => {
  for (let at = known; at; at = at.outer) if (at.path === path) return true;
  return false;
};

/** `known`, and what `test` tells where it came out as `truth`. */
export const knownAfter = (test: Expression, truth: boolean, known: Known | undefined): Known | undefined => {
  let all = known;
  for (const path of factsOf(test, truth)) all = { path, outer: all };
  return all;
};

/** `steps.a?.b` as `steps.a.b`; nothing where a part of it is not a name that stands there. */
export const pathOf = (node: Expression): string | undefined => {
  switch (node.type) {
    case 'Identifier':
      return node.name;
    case 'ChainExpression':
      return pathOf(node.expression);
    case 'MemberExpression': {
      const object = pathOf(node.object);
      const name = memberName(node);
      return object === undefined || name === undefined ? undefined : `${object}.${name}`;
    }
    default:
      return undefined;
  }
};

/** The name that a member access reads, where it stands in the text: `a.b`, `a["b"]`, `a[0]`. */
export const memberName = ({ property }: MemberExpression): string | undefined => {
  if (typeof property === 'string') return property;
  if (property.type !== 'Literal') return undefined;
  return typeof property.value === 'string' || typeof property.value === 'number' ? String(property.value) : undefined;
};

const factsOf = (test: Expression, truth: boolean): string[] => {
  switch (test.type) {
    case 'UnaryExpression':
      return test.operator === '!' ? factsOf(test.argument, !truth) : [];
    case 'LogicalExpression':
      return logicalFacts(test.operator, test.left, test.right, truth);
    case 'BinaryExpression':
      return comparisonFacts(test.operator, test.left, test.right, truth);
    case 'CallExpression':
      return callFacts(test, truth);
    default:
      return truth ? presentIf(test) : [];
  }
};

const logicalFacts = (operator: string, left: Expression, right: Expression, truth: boolean): string[] => {
  if (operator === '??') return truth && isFalsy(right) ? factsOf(left, true) : [];
  const both = (operator === '&&') === truth;
  const [a, b] = [factsOf(left, truth), factsOf(right, truth)];
  return both ? [...a, ...b] : a.filter((path) => b.includes(path));
};

const isFalsy = (node: Expression): boolean => node.type === 'Literal' && !node.value;

const comparisonFacts = (operator: string, left: Expression, right: Expression, truth: boolean): string[] => {
  // Ordering null is an error: past it neither side was.
  if (['<', '<=', '>', '>='].includes(operator)) return [...presentIf(left), ...presentIf(right)];
  if (operator !== '==' && operator !== '!=') return [];
  const equal = (operator === '==') === truth;
  const [value, literal] = right.type === 'Literal' ? [left, right] : [right, left];
  if (literal.type !== 'Literal') return [];
  if (literal.value === null) return equal ? [] : presentIf(value);
  return equal ? [...presentIf(value), ...portFacts(value, literal.value)] : [];
};

/** `port.a == "out"`: then `a` has an output; left by `error`, it has an error instead. */
const portFacts = (value: Expression, port: unknown): string[] => {
  const path = pathOf(value);
  if (!path?.startsWith('port.')) return [];
  const id = path.slice('port.'.length);
  if (port === 'error') return [`errors.${id}`];
  return port === 'timeout' ? [] : [`steps.${id}`];
};

const callFacts = (call: CallExpression, truth: boolean): string[] => {
  const [argument] = call.arguments;
  if (!argument || argument.type === 'SpreadElement' || argument.type === 'ArrowFunction') return [];
  if (call.callee.name === 'bool') return factsOf(argument, truth);
  return truth && (call.callee.name === 'has' || call.callee.name === 'len') ? presentIf(argument) : [];
};

/** What is not null if the value of `node` is not: the place itself, and everything that it is read through. */
const presentIf = (node: Expression): string[] => {
  switch (node.type) {
    case 'ChainExpression':
      return presentIf(node.expression);
    case 'MethodCall':
      return presentIf(node.object);
    case 'Identifier':
    case 'MemberExpression': {
      const path = pathOf(node);
      const through = node.type === 'MemberExpression' ? presentIf(node.object) : [];
      const port = path?.startsWith('port.') ? [`steps.${path.slice('port.'.length)}`] : [];
      return path === undefined ? through : [path, ...port, ...through];
    }
    default:
      return [];
  }
};
