import type { Json } from '../json.ts';
import type { Pattern } from './ast.ts';
import { badValue } from './evaluation-error.ts';
import { memberOfNull } from './operators.ts';
import { isObject, ownMember, typeName } from './value.ts';

/** Slots of the parameters that are in sight, by name. */
export type Locals = ReadonlyMap<string, number>;

/** Takes one argument apart into the slots of its parameter. */
export type Bind = (value: Json, slots: Json[]) => void;

const listOf = (value: Json): Json[] =>
  Array.isArray(value)
    ? value
    : badValue(`[a, b] não abre ${typeName(value)[0]}`, `[a, b] does not open ${typeName(value)[1]}`);

const memberOf = (value: Json, key: string): Json => {
  if (value === null) return memberOfNull(key, '{…}');
  if (isObject(value)) return ownMember(value, key);
  return badValue(`{ ${key} } não abre ${typeName(value)[0]}`, `{ ${key} } does not open ${typeName(value)[1]}`);
};

/** Adds the names of `pattern` to `locals`, each with a slot of its own, and gives what fills them. */
export const bindPattern = (pattern: Pattern, locals: Map<string, number>, newSlot: () => number): Bind => {
  switch (pattern.type) {
    case 'Identifier': {
      const slot = newSlot();
      locals.set(pattern.name, slot);
      return (value, slots) => {
        slots[slot] = value;
      };
    }
    case 'ArrayPattern': {
      const binds = pattern.elements.map((one) => (one === null ? null : bindPattern(one, locals, newSlot)));
      return (value, slots) => {
        const items = listOf(value);
        for (const [index, bind] of binds.entries()) bind?.(items[index] ?? null, slots);
      };
    }
    case 'ObjectPattern': {
      const binds = pattern.properties.map(({ key, value }) => ({ key, bind: bindPattern(value, locals, newSlot) }));
      return (value, slots) => {
        for (const { key, bind } of binds) bind(memberOf(value, key), slots);
      };
    }
  }
};
