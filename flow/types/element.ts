import { membersOf, type ObjectType, type Property, type Type, t } from './type.ts';
import { union } from './union.ts';

/** Type of the elements if a value of the type is a list; `unknown` where nothing is known of a list in it. */
export const elementsOf = (type: Type): Type => {
  if (type.kind === 'list') return type.of;
  if (type.kind !== 'union') return t.unknown;
  const lists = type.of.filter((member) => member.kind === 'list');
  return lists.length ? union(...lists.map((list) => list.of)) : t.unknown;
};

/** What `flat()` makes of elements of the type: lists open, other values stay. */
export const flattened = (type: Type): Type =>
  union(...membersOf(type).map((member) => (member.kind === 'list' ? member.of : member)));

/** Type of the members' values if a value of the type is an object. */
export const valuesOf = (type: Type): Type => {
  const objects = membersOf(type).filter((member) => member.kind === 'object');
  if (!objects.length) return t.unknown;
  return union(
    ...objects.flatMap((object) => [
      ...Object.values(object.props).map((property) => property.type),
      object.rest ?? t.never,
    ]),
  );
};

/** What is left of an object when its members are copied over by those of `next` (spread, later wins). */
export const spreadOver = (base: ObjectType, next: Type): ObjectType => {
  if (next.kind === 'null' || next.kind === 'never') return base;
  if (next.kind !== 'object') return spreadUnknown(base, next);
  const props: Record<string, Property> = next.rest === null ? { ...base.props } : loosened(base.props, next.rest);
  for (const [name, property] of Object.entries(next.props)) {
    const under = Object.hasOwn(base.props, name) ? base.props[name] : undefined;
    if (!property.optional) props[name] = property;
    else if (under) props[name] = { ...under, type: union(under.type, property.type) };
    else props[name] = base.rest === null ? property : { type: union(base.rest, property.type), optional: true };
  }
  const rest = base.rest && next.rest ? union(base.rest, next.rest) : (base.rest ?? next.rest);
  return { kind: 'object', props, rest };
};

const loosened = (props: ObjectType['props'], by: Type): Record<string, Property> =>
  Object.fromEntries(
    Object.entries(props).map(([name, property]) => [name, { ...property, type: union(property.type, by) }]),
  );

/** Null adds nothing, one of several shapes may add its members, and of an unknown value anything can come. */
const spreadUnknown = (base: ObjectType, next: Type): ObjectType => {
  const some = membersOf(next).filter((member) => member.kind !== 'null');
  const [only] = some;
  if (some.length === 1 && only?.kind === 'object') {
    const props = Object.entries(only.props).map(([name, { type }]) => [name, { type, optional: true }] as const);
    return spreadOver(base, { ...only, props: Object.fromEntries(props) });
  }
  return { kind: 'object', props: loosened(base.props, t.unknown), rest: t.unknown };
};
