/** A form's fields as Stripe reads them: `items[0][price]=x` is a list of objects. */
export type Fields = { [name: string]: string | Fields };

/** @throws where a name is none */
export const readForm = (text: string): Fields => {
  const root: Fields = {};
  for (const [name, value] of new URLSearchParams(text)) {
    const path = [...name.matchAll(/^([^[]+)|\[([^\]]*)\]/g)].map(([, first, inner]) => first ?? inner ?? '');
    let at = root;
    for (const part of path.slice(0, -1)) {
      const next = at[part] ?? {};
      if (typeof next === 'string') throw new Error(`${name} is a value and an object`);
      at[part] = next;
      at = next;
    }
    at[path.at(-1) ?? ''] = value;
  }
  return root;
};

/** `items[0][price]` as `items.*.price`: metadata have names of their own. */
export const namesIn = (fields: Fields, prefix = ''): string[] =>
  Object.entries(fields).flatMap(([name, value]) => {
    const own = /^\d+$/.test(name) || /(^|\.)metadata$/.test(prefix) ? '*' : name;
    const path = prefix === '' ? own : `${prefix}.${own}`;
    return typeof value === 'string' ? [path] : namesIn(value, path);
  });

export const textAt = (fields: Fields, ...path: string[]): string | null => {
  let at: string | Fields | undefined = fields;
  for (const part of path) at = typeof at === 'object' ? at[part] : undefined;
  return typeof at === 'string' ? at : null;
};

export const numberAt = (fields: Fields, ...path: string[]): number | null => {
  const text = textAt(fields, ...path);
  return text === null || text === '' ? null : Number(text);
};

export const listAt = (fields: Fields, ...path: string[]): Fields[] => {
  let at: string | Fields | undefined = fields;
  for (const part of path) at = typeof at === 'object' ? at[part] : undefined;
  return typeof at === 'object' ? Object.values(at).filter((one) => typeof one === 'object') : [];
};

/** Texts by name, as metadata are. */
export const textsAt = (fields: Fields, ...path: string[]): Record<string, string> => {
  let at: string | Fields | undefined = fields;
  for (const part of path) at = typeof at === 'object' ? at[part] : undefined;
  if (typeof at !== 'object') return {};
  return Object.fromEntries(Object.entries(at).filter((one): one is [string, string] => typeof one[1] === 'string'));
};
