import { propertyOf, type Type, t } from './type.ts';
import { nullable, union } from './union.ts';

/**
 * What reading the member `name` gives, null of the type itself left aside; nothing where no value of the type has it.
 * A member that only some shapes have reads as null in the others.
 */
export const memberOf = (type: Type, name: string): Type | undefined => {
  switch (type.kind) {
    case 'unknown':
    case 'never':
      return type;
    case 'string':
      return name === 'length' ? t.number : isIndex(name) ? nullable(t.string) : undefined;
    case 'list':
      return name === 'length' ? t.number : isIndex(name) ? nullable(type.of) : undefined;
    case 'object': {
      const property = propertyOf(type, name);
      if (property) return property.optional ? nullable(property.type) : property.type;
      return type.rest === null ? undefined : nullable(type.rest);
    }
    case 'union':
      return memberOfUnion(type.of, name);
    default:
      return undefined;
  }
};

const memberOfUnion = (members: readonly Type[], name: string): Type | undefined => {
  const found: Type[] = [];
  let missing = false;
  for (const member of members) {
    if (member.kind === 'null') continue;
    const one = memberOf(member, name);
    if (one) found.push(one);
    else missing = true;
  }
  if (!found.length) return undefined;
  return missing ? nullable(union(...found)) : union(...found);
};

const isIndex = (name: string): boolean => /^-?\d+$/.test(name);

/** What `value[key]` gives for a key that is only known when it runs. */
export const elementOf = (type: Type, key: Type): Type => {
  switch (type.kind) {
    case 'list':
      return key.kind === 'number' ? nullable(type.of) : t.unknown;
    case 'string':
      return key.kind === 'number' ? nullable(t.string) : t.unknown;
    case 'object': {
      const names = Object.values(type.props).map((property) => property.type);
      if (!names.length && type.rest === null) return t.unknown;
      return nullable(union(...names, type.rest ?? t.never));
    }
    case 'union':
      return union(...type.of.map((member) => (member.kind === 'null' ? t.never : elementOf(member, key))));
    default:
      return t.unknown;
  }
};

/** The names that can be read of a value of the type, for suggestions and completion. */
export const memberNames = (type: Type): string[] => {
  switch (type.kind) {
    case 'object':
      return Object.keys(type.props);
    case 'list':
    case 'string':
      return ['length'];
    case 'union':
      return [...new Set(type.of.flatMap(memberNames))];
    default:
      return [];
  }
};
