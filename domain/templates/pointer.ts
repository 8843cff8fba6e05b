import type { Json } from '#flow/json.ts';

const partsOf = (pointer: string): string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));

const own = (value: Json | undefined, part: string): Json | undefined => {
  if (Array.isArray(value)) return value[Number(part)];
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.hasOwn(value, part) ? value[part] : undefined;
};

/** What a JSON pointer means; undefined where nothing stands. */
export const valueAt = (document: Json, pointer: string): Json | undefined =>
  partsOf(pointer).reduce<Json | undefined>(own, document);

/** Writes in place where something stands already. @throws where a pointer leads nowhere: a template's own fault */
export const writeAt = (document: Json, pointer: string, value: Json): void => {
  const parts = partsOf(pointer);
  const last = parts.pop() ?? '';
  const holder = parts.reduce<Json | undefined>(own, document);
  if (own(holder, last) === undefined) throw new Error(`nothing stands at ${pointer}`);
  if (Array.isArray(holder)) holder[Number(last)] = value;
  else if (typeof holder === 'object' && holder !== null) holder[last] = value;
};
