import type { CallExpression, Expression, LogicalExpression } from '../expressions/ast.ts';
import { type Known, pathOf, presentIf } from './known.ts';

/** More than so many places in one test is a machine's work; the rest is not remembered. */
const MAX_FACTS = 64;
const MAX_DEPTH = 200;
const NONE: readonly string[] = [];

/** What tests tell about null. Each test is read once: long chains of `&&` ask for their beginnings again and again. */
export class Facts {
  readonly #whenTrue = new Map<Expression, readonly string[]>();
  readonly #whenFalse = new Map<Expression, readonly string[]>();
  #depth = 0;

  /** `known`, and what `test` tells where it came out as `truth`. */
  after(test: Expression, truth: boolean, known: Known | undefined): Known | undefined {
    let all = known;
    for (const path of this.#of(test, truth)) all = { path, outer: all };
    return all;
  }

  /** The places that are not null where `test` came out as `truth`. */
  #of(test: Expression, truth: boolean): readonly string[] {
    const memory = truth ? this.#whenTrue : this.#whenFalse;
    const known = memory.get(test);
    if (known) return known;
    if (this.#depth > MAX_DEPTH) return NONE;
    this.#depth++;
    const found = this.#find(test, truth);
    this.#depth--;
    memory.set(test, found);
    return found;
  }

  #find(test: Expression, truth: boolean): readonly string[] {
    switch (test.type) {
      case 'UnaryExpression':
        return test.operator === '!' ? this.#of(test.argument, !truth) : NONE;
      case 'LogicalExpression':
        return this.#ofLogical(test, truth);
      case 'BinaryExpression':
        return comparisonFacts(test.operator, test.left, test.right, truth);
      case 'CallExpression':
        return this.#ofCall(test, truth);
      default:
        return truth ? presentIf(test) : NONE;
    }
  }

  #ofLogical({ operator, left, right }: LogicalExpression, truth: boolean): readonly string[] {
    if (operator === '??') return truth && isFalsy(right) ? this.#of(left, true) : NONE;
    const both = (operator === '&&') === truth;
    const [a, b] = [this.#of(left, truth), this.#of(right, truth)];
    if (!both) return a.filter((path) => b.includes(path));
    return a.length < MAX_FACTS ? [...a, ...b.filter((path) => !a.includes(path))] : a;
  }

  #ofCall(call: CallExpression, truth: boolean): readonly string[] {
    const [argument] = call.arguments;
    if (!argument || argument.type === 'SpreadElement' || argument.type === 'ArrowFunction') return NONE;
    if (call.callee.name === 'bool') return this.#of(argument, truth);
    return truth && (call.callee.name === 'has' || call.callee.name === 'len') ? presentIf(argument) : NONE;
  }
}

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
