import type { Json, JsonObject } from '#flow/json.ts';

const MOST_TEXT = 300;
const MOST_ITEMS = 20;
const MOST_FIELDS = 50;
const MOST_DEPTH = 6;
const MOST_BYTES = 8_192;

const SECRET_NAME =
  /pass(word|phrase|wd)?|senha|secret|segredo|token|credential|api[-_]?key|private[-_]?key|authorization|cookie|\b(otp|pin|cvv|code)\b/i;
const HIDDEN = '•••';

/** As PostgreSQL keeps it: no NUL, no half of a character; and no longer than somebody reads. */
export const shortText = (text: string, most = MOST_TEXT): string => {
  const short = text.length <= most ? text : `${text.slice(0, most)}…`;
  return Buffer.from(short).toString().replaceAll('\0', '\ufffd');
};

const shorter = (value: unknown, depth: number): Json => {
  if (typeof value === 'string') return shortText(value);
  if (typeof value !== 'object' || value === null) return (value ?? null) as Json;
  if (depth >= MOST_DEPTH) return '…';
  if (Array.isArray(value)) {
    const items = value.slice(0, MOST_ITEMS).map((one) => shorter(one, depth + 1));
    return value.length > MOST_ITEMS ? [...items, `… +${value.length - MOST_ITEMS}`] : items;
  }
  const fields = Object.entries(value).filter(([, one]) => one !== undefined);
  const kept = fields.slice(0, MOST_FIELDS).map(([name, one]): [string, Json] => {
    // A flag that says whether there is one is no secret, and neither is null.
    const hides = SECRET_NAME.test(name) && one !== null && typeof one !== 'boolean' && typeof one !== 'number';
    return [shortText(name, 100), hides ? HIDDEN : shorter(one, depth + 1)];
  });
  const object = Object.fromEntries(kept);
  return fields.length > MOST_FIELDS ? { ...object, '…': fields.length - MOST_FIELDS } : object;
};

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/**
 * What differs between two states, by field: `{ folder: { before: null, after: 'Vendas' } }`; null where nothing does. A field
 * that only one of them has is null in the other.
 */
export const changesBetween = (before: object, after: object): JsonObject | null => {
  const [old, next] = [before as Record<string, Json | undefined>, after as Record<string, Json | undefined>];
  const changed = Object.keys({ ...old, ...next }).filter((name) => !same(old[name] ?? null, next[name] ?? null));
  if (changed.length === 0) return null;
  return Object.fromEntries(changed.map((name) => [name, { before: old[name] ?? null, after: next[name] ?? null }]));
};

const fitting = (object: JsonObject): JsonObject => {
  const bytes = Buffer.byteLength(JSON.stringify(object));
  return bytes <= MOST_BYTES ? object : { cut: true, bytes };
};

/** What an entry may hold of a value: cut where it is long, and without what its name calls a secret. */
export const presentable = (value: JsonObject): JsonObject => fitting(shorter(value, 0) as JsonObject);

const sideOf = (name: string, value: Json | undefined): Json =>
  (shorter({ [name]: value ?? null }, 0) as JsonObject)[name] ?? null;

/** The same of changes: each field has two sides, and both have the field's name. */
export const presentableChanges = (changes: JsonObject): JsonObject =>
  fitting(
    Object.fromEntries(
      Object.entries(changes).map(([name, change]) => {
        const { before, after } = change as JsonObject;
        return [name, { before: sideOf(name, before), after: sideOf(name, after) }];
      }),
    ),
  );
