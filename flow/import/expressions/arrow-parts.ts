import type * as acorn from 'acorn';
import { cannot } from '../why-not.ts';
import { type Code, code } from './code.ts';

/** Binds the names of a parameter; gives its text. */
export const pattern = (node: acorn.AnyNode, kind: Code['kind'], locals: Map<string, Code>): string => {
  if (node.type === 'Identifier') {
    locals.set(node.name, code(node.name, kind));
    return node.name;
  }
  if (node.type === 'ArrayPattern') {
    return `[${node.elements.map((one) => (one ? pattern(one, 'any', locals) : '')).join(', ')}]`;
  }
  if (node.type === 'ObjectPattern') {
    // `({ json }) =>` over items: the parameter is the item's json itself.
    const [only, ...more] = node.properties;
    if (kind === 'item' && more.length === 0 && only?.type === 'Property' && only.value.type === 'Identifier') {
      locals.set(only.value.name, code(only.value.name));
      return only.value.name;
    }
    const parts = node.properties.map((one) => {
      if (one.type !== 'Property' || one.computed || one.key.type !== 'Identifier' || kind === 'item') {
        return cannot('Este parâmetro não tem par aqui', 'This parameter has no like here');
      }
      const value = pattern(one.value, 'any', locals);
      return value === one.key.name ? value : `${one.key.name}: ${value}`;
    });
    return `{ ${parts.join(', ')} }`;
  }
  return cannot('Este parâmetro não tem par aqui', 'This parameter has no like here');
};

/** What a function gives: its expression, or that of its only `return`. */
export const bodyOf = (node: acorn.ArrowFunctionExpression | acorn.FunctionExpression): acorn.AnyNode => {
  if (node.async || node.generator) return cannot('“async” não existe aqui', '“async” does not exist here');
  if (node.body.type !== 'BlockStatement') return node.body;
  const [only, ...more] = node.body.body;
  if (only?.type === 'ReturnStatement' && only.argument && more.length === 0) return only.argument;
  return cannot('A função tem mais que uma expressão', 'The function has more than one expression');
};

/** `typeof x !== 'undefined'`. */
export const typeofTest = (node: acorn.BinaryExpression): { of: acorn.AnyNode; operator: string } | null => {
  const { left, right, operator } = node;
  if (left.type !== 'UnaryExpression' || left.operator !== 'typeof') return null;
  if (right.type !== 'Literal' || right.value !== 'undefined') return null;
  return { of: left.argument, operator: operator.startsWith('!') ? '!=' : '==' };
};
