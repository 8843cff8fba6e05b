import type { Type } from '../types/type.ts';

type Parts = readonly unknown[];
export type SameFor = (of: object, parts: Parts, make: () => Type) => Type;

/**
 * Remembers types by an object and the parts that they are made of, so that what is the same stays the same object:
 * what reads it need not be looked at anew. Each kind of type has a memory of its own.
 */
export function sameFor(): SameFor {
  const made = new WeakMap<object, { parts: Parts; type: Type }>();
  return (of, parts, make) => {
    const before = made.get(of);
    if (before?.parts.length === parts.length && before.parts.every((part, i) => part === parts[i])) return before.type;
    const type = make();
    made.set(of, { parts, type });
    return type;
  };
}

/** Remembers the last type of an object, and gives it again where a new one says the same. */
export function lastFor(): (of: object, type: Type) => Type {
  const made = new WeakMap<object, { text: string; type: Type }>();
  return (of, type) => {
    const text = JSON.stringify(type);
    const before = made.get(of);
    if (before?.text === text) return before.type;
    made.set(of, { text, type });
    return type;
  };
}
