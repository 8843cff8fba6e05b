import { isNullable, type ObjectType, type Property, type StringType, type Type, t } from './type.ts';

/** More texts or shapes than these say nothing to an author any more, and would cost time on every read. */
const MAX_VALUES = 64;
const MAX_SHAPES = 6;
const MAX_DEPTH = 12;

/** The type of a value that is of one of the types. `unknown` swallows the others, `never` is none. */
export const union = (...types: readonly Type[]): Type => unionOf(types, 0);

export const nullable = (type: Type): Type => (isNullable(type) ? type : unionOf([type, t.null], 0));

const unionOf = (types: readonly Type[], depth: number): Type => {
  let only: Type | undefined;
  let several = false;
  for (const type of types) {
    if (type.kind === 'unknown') return t.unknown;
    if (type.kind === 'never' || type === only) continue;
    several ||= only !== undefined;
    only ??= type;
  }
  if (!several) return only ?? t.never;
  if (depth > MAX_DEPTH) return t.unknown;

  const merged: Type[] = [];
  for (const type of types) for (const member of type.kind === 'union' ? type.of : [type]) add(merged, member, depth);
  const shapes = merged.filter((member) => member.kind === 'object');
  const members =
    shapes.length > MAX_SHAPES ? [...merged.filter((member) => member.kind !== 'object'), t.open()] : merged;
  return members.length === 1 ? (members[0] as Type) : { kind: 'union', of: members };
};

const add = (merged: Type[], type: Type, depth: number): void => {
  if (type.kind === 'never') return;
  for (const [i, known] of merged.entries()) {
    const one = join(known, type, depth);
    if (!one) continue;
    merged[i] = one;
    return;
  }
  merged.push(type);
};

/** The one type that says both, or nothing where they have to stand side by side. */
const join = (a: Type, b: Type, depth: number): Type | undefined => {
  if (a === b) return a;
  if (a.kind === 'string' && b.kind === 'string') return joinStrings(a, b);
  if (a.kind === 'list' && b.kind === 'list') return t.list(unionOf([a.of, b.of], depth + 1));
  if (a.kind === 'object' && b.kind === 'object') return joinObjects(a, b, depth);
  return a.kind === b.kind ? a : undefined;
};

const joinStrings = (a: StringType, b: StringType): StringType => {
  if (a.values && b.values) {
    const values = [...new Set([...a.values, ...b.values])];
    if (values.length <= MAX_VALUES) return { kind: 'string', values };
  }
  return a.format && a.format === b.format ? { kind: 'string', format: a.format } : t.string;
};

/** Objects with the same names become one; others stay apart, so that a name that neither has is still a mistake. */
const joinObjects = (a: ObjectType, b: ObjectType, depth: number): ObjectType | undefined => {
  const names = Object.keys(a.props);
  if (names.length !== Object.keys(b.props).length || (a.rest === null) !== (b.rest === null)) return undefined;
  if (!names.every((name) => Object.hasOwn(b.props, name))) return undefined;
  const props: Record<string, Property> = {};
  for (const name of names) {
    const [left, right] = [a.props[name] as Property, b.props[name] as Property];
    const type = unionOf([left.type, right.type], depth + 1);
    props[name] = left.optional || right.optional ? { type, optional: true } : { type };
  }
  return { kind: 'object', props, rest: a.rest && b.rest ? unionOf([a.rest, b.rest], depth + 1) : null };
};
