import type { Json } from '#flow/json.ts';

/** One line of a value that is drawn as a tree. */
export interface DataRow {
  /** How an expression reads it, from the value's own root: `.items[0].name`; the root's is empty. */
  path: string;
  key: string;
  depth: number;
  value: Json;
  /** Members of a list or an object; null: it is none, or has none. */
  count: number | null;
  open: boolean;
  /** The search found something in its name or value. */
  hit: boolean;
}

const PLAIN = /^[A-Za-z_$][\w$]*$/;

export const pathOf = (parent: string, key: string | number): string => {
  if (typeof key === 'number') return `${parent}[${key}]`;
  return PLAIN.test(key) ? `${parent}.${key}` : `${parent}[${JSON.stringify(key)}]`;
};

type Member = [key: string | number, value: Json];

export const membersOf = (value: Json): Member[] => {
  if (Array.isArray(value)) return value.map((one, n): Member => [n, one]);
  return typeof value === 'object' && value !== null ? Object.entries(value) : [];
};

/** Levels that are open before anybody opened or closed one. */
const OPEN_DEPTH = 2;
/** A list of more members stays closed until it is opened. */
const OPEN_COUNT = 50;

/** What was opened or closed by hand, by path. */
export type Opened = ReadonlyMap<string, boolean>;

export const scalarText = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value));

const matches = (key: string, value: Json, wanted: string): boolean =>
  key.toLowerCase().includes(wanted) ||
  (membersOf(value).length === 0 && scalarText(value).toLowerCase().includes(wanted));

/** Paths of what the search found, and of all around it. */
const foundIn = (value: Json, wanted: string): { hits: Set<string>; around: Set<string> } => {
  const hits = new Set<string>();
  const around = new Set<string>();
  const look = (key: string, one: Json, path: string): boolean => {
    if (matches(key, one, wanted)) hits.add(path);
    let inside = false;
    for (const [name, member] of membersOf(one)) inside = look(String(name), member, pathOf(path, name)) || inside;
    if (inside) around.add(path);
    return inside || hits.has(path);
  };
  look('', value, '');
  return { hits, around };
};

/** The lines of a value, of which closed ones hide what is in them. A search leaves what it found, and what is around it. */
export const dataRows = (value: Json, opened: Opened, search = ''): DataRow[] => {
  const wanted = search.trim().toLowerCase();
  const found = wanted === '' ? null : foundIn(value, wanted);
  const rows: DataRow[] = [];
  const add = (key: string, one: Json, path: string, depth: number, beneathHit: boolean): void => {
    const hit = found?.hits.has(path) ?? false;
    if (found && !hit && !beneathHit && !found.around.has(path)) return;
    const members = membersOf(one);
    const usual = found ? found.around.has(path) : depth < OPEN_DEPTH && members.length <= OPEN_COUNT;
    const open = members.length > 0 && (opened.get(path) ?? usual);
    rows.push({ path, key, depth, value: one, count: members.length > 0 ? members.length : null, open, hit });
    if (!open) return;
    for (const [name, member] of members) add(String(name), member, pathOf(path, name), depth + 1, hit || beneathHit);
  };
  const members = membersOf(value);
  if (members.length === 0) add('', value, '', 0, false);
  for (const [name, member] of members) add(String(name), member, pathOf('', name), 0, false);
  return rows;
};

/** Columns of a list of objects, in the order in which they first come; null: it is something else. */
export const columnsOf = (value: Json): string[] | null => {
  if (!Array.isArray(value) || value.length === 0) return null;
  const columns = new Set<string>();
  for (const row of value) {
    if (typeof row !== 'object' || row === null || Array.isArray(row)) return null;
    for (const key of Object.keys(row)) columns.add(key);
  }
  return [...columns].slice(0, 40);
};

/** The first list of objects in a value, nearest to its root, with its path. */
export const tableIn = (value: Json): { path: string; rows: Json[]; columns: string[] } | null => {
  const columns = columnsOf(value);
  if (columns) return { path: '', rows: value as Json[], columns };
  for (const [key, member] of membersOf(value)) {
    const inner = columnsOf(member);
    if (inner) return { path: pathOf('', key), rows: member as Json[], columns: inner };
  }
  return null;
};
