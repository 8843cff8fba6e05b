/**
 * What the checker knows of a value. Plain JSON, so it can be stored and sent as it is. `unknown` stands for "any
 * value": where the checker is not certain it says `unknown`, and everything is allowed.
 */
export type Type =
  | { readonly kind: 'unknown' | 'never' | 'null' | 'boolean' | 'number' }
  | StringType
  | ListType
  | ObjectType
  | UnionType;

export interface StringType {
  readonly kind: 'string';
  /** The only texts that it can be, where they are known (an enum, a literal). */
  readonly values?: readonly string[];
  readonly format?: 'instant' | 'day';
}
export interface ListType {
  readonly kind: 'list';
  readonly of: Type;
}
export interface Property {
  readonly type: Type;
  /** May be missing, and then reads as null. */
  readonly optional?: true;
}
export interface ObjectType {
  readonly kind: 'object';
  readonly props: Readonly<Record<string, Property>>;
  /** Type of every other member; null: there is no other member (the type is closed). */
  readonly rest: Type | null;
}
export interface UnionType {
  readonly kind: 'union';
  /** At least two, none of them unknown, never or a union. */
  readonly of: readonly Type[];
}

const unknown: Type = { kind: 'unknown' };
const never: Type = { kind: 'never' };
const nothing: Type = { kind: 'null' };
const boolean: Type = { kind: 'boolean' };
const number: Type = { kind: 'number' };
const string: StringType = { kind: 'string' };

/** The constructors. `t.object` is closed without a `rest`, `t.open` takes any further member. */
export const t = {
  unknown,
  never,
  null: nothing,
  boolean,
  number,
  string,
  instant: { kind: 'string', format: 'instant' } as StringType,
  day: { kind: 'string', format: 'day' } as StringType,
  literal: (...values: string[]): StringType => ({ kind: 'string', values }),
  list: (of: Type): ListType => ({ kind: 'list', of }),
  object: (types: Record<string, Type>, rest: Type | null = null): ObjectType => {
    const props: Record<string, Property> = {};
    for (const [name, type] of Object.entries(types)) props[name] = { type };
    return { kind: 'object', props, rest };
  },
  open: (props: Record<string, Type> = {}): ObjectType => t.object(props, unknown),
  /** An object whose every member has the one type. */
  record: (of: Type): ObjectType => ({ kind: 'object', props: {}, rest: of }),
} as const;

/** The property as an own one: `constructor` is no member of an object that does not declare it. */
export const propertyOf = (type: ObjectType, name: string): Property | undefined =>
  Object.hasOwn(type.props, name) ? type.props[name] : undefined;

/** The members of a union, or the type itself; none for `never`. */
export const membersOf = (type: Type): readonly Type[] =>
  type.kind === 'union' ? type.of : type.kind === 'never' ? [] : [type];

export const isNullable = (type: Type): boolean =>
  type.kind === 'unknown' || type.kind === 'null' || (type.kind === 'union' && type.of.some((m) => m.kind === 'null'));

/** The type without null; `unknown` stays, `null` becomes `never`. */
export const withoutNull = (type: Type): Type => {
  if (type.kind === 'null') return never;
  if (type.kind !== 'union' || !type.of.some((member) => member.kind === 'null')) return type;
  const rest = type.of.filter((member) => member.kind !== 'null');
  return rest.length === 1 ? (rest[0] as Type) : { kind: 'union', of: rest };
};

/** Bits of the kinds that a value of the type can have; the checks of operands are arithmetic over them. */
export const KIND = { null: 1, boolean: 2, number: 4, string: 8, list: 16, object: 32, any: 63 } as const;

export const kindsOf = (type: Type): number => {
  switch (type.kind) {
    case 'unknown':
      return KIND.any;
    case 'never':
      return 0;
    case 'union':
      return type.of.reduce((mask, member) => mask | kindsOf(member), 0);
    default:
      return KIND[type.kind];
  }
};
