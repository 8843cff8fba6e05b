import type { Expression } from './ast.ts';
import { writtenMember } from './reads.ts';

const text = (node: Expression, depth: number): string => {
  if (depth > 8) return '…';
  switch (node.type) {
    case 'Identifier':
      return node.name;
    case 'ChainExpression':
      return text(node.expression, depth);
    case 'MemberExpression': {
      const name = writtenMember(node);
      return text(node.object, depth + 1) + (name === undefined ? '[…]' : `.${name}`);
    }
    case 'CallExpression':
      return `${node.callee.name}(…)`;
    case 'MethodCall':
      return `${text(node.object, depth + 1)}.${node.method.name}(…)`;
    default:
      return '(…)';
  }
};

/** A short text of what an expression reads, for messages: `trigger.data.items`. */
export const described = (node: Expression): string => text(node, 0);
