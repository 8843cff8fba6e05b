import type { Json } from '../json.ts';
import { type ObjectType, type Property, type Type, t } from './type.ts';
import { union } from './union.ts';

/** Literal data larger than this is data, not a shape that an author reads. */
const MAX_VALUES = 2_000;

/** The type of a literal value: closed objects, texts with their one value. Costs at most 2,000 values. */
export const typeOfValue = (value: Json): Type => {
  let left = MAX_VALUES;
  const read = (one: Json): Type => {
    if (--left < 0) return t.unknown;
    if (one === null) return t.null;
    if (Array.isArray(one)) return t.list(union(...one.slice(0, left + 1).map(read)));
    switch (typeof one) {
      case 'boolean':
        return t.boolean;
      case 'number':
        return t.number;
      case 'string':
        return t.literal(one);
      default:
        return t.object(Object.fromEntries(Object.entries(one).map(([name, member]) => [name, read(member)])));
    }
  };
  return read(value);
};

/**
 * The type of a place that starts with a value of `type` and may get others like it (a run variable): no literal
 * texts, objects open, and null or an empty list tell nothing about what will come.
 */
export const widen = (type: Type): Type => {
  switch (type.kind) {
    case 'null':
    case 'never':
      return t.unknown;
    case 'string':
      return t.string;
    case 'list':
      return t.list(widen(type.of));
    case 'object':
      return widenObject(type);
    case 'union':
      return union(...type.of.map((member) => (member.kind === 'null' ? member : widen(member))));
    default:
      return type;
  }
};

const widenObject = (type: ObjectType): ObjectType => {
  const props: Record<string, Property> = {};
  for (const [name, property] of Object.entries(type.props)) props[name] = { ...property, type: widen(property.type) };
  return { kind: 'object', props, rest: t.unknown };
};
