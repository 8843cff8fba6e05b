import type { Expression, MemberExpression } from '../expressions/ast.ts';

/** Places that are known not to be null where an expression is read: `steps.a`, `item.user`. A list, innermost first. */
export interface Known {
  readonly path: string;
  readonly outer: Known | undefined;
}

export const isKnown = (known: Known | undefined, path: string): boolean => {
  for (let at = known; at; at = at.outer) if (at.path === path) return true;
  return false;
};

/** Nobody tests a longer chain than this, and each of its parts is a text of its own. */
const MAX_PREFIXES = 24;

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

/** What is not null if the value of `node` is not: the place itself, and everything that it is read through. */
export const presentIf = (node: Expression, depth = 0): string[] => {
  if (depth > MAX_PREFIXES) return [];
  switch (node.type) {
    case 'ChainExpression':
      return presentIf(node.expression, depth + 1);
    case 'MethodCall':
      return presentIf(node.object, depth + 1);
    case 'Identifier':
    case 'MemberExpression': {
      const path = pathOf(node);
      const through = node.type === 'MemberExpression' ? presentIf(node.object, depth + 1) : [];
      const port = path?.startsWith('port.') ? [`steps.${path.slice('port.'.length)}`] : [];
      return path === undefined ? through : [path, ...port, ...through];
    }
    default:
      return [];
  }
};
