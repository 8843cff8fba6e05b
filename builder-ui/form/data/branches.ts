import type { Json } from '#flow/json.ts';
import { type Known, type KnownValues, valueAt } from '../../document/known-values.ts';
import type { ReadableName } from '../../document/readable-names.ts';

/** Where the roots of the tree belong. */
export const GROUPS = ['loop', 'steps', 'start', 'flow', 'functions'] as const;
export type Group = (typeof GROUPS)[number];

/** One name of the tree, with what it held and what is inside it. */
export interface Branch {
  path: string;
  /** The last word of the path, or the step's label. */
  label: string;
  /** The id of a step that has a label. */
  id?: string;
  /** In words, where the checker knows it. */
  type: string;
  known: Known | undefined;
  isOpenable: boolean;
}

const PLAIN = /^[A-Za-z_$][\w$]*$/;
/** Of a long list the first are as good as all. */
const MOST_ITEMS = 20;
const MOST_FIELDS = 200;

const isObject = (value: Json | undefined): value is { [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const inner = (path: string, value: Json | undefined): [path: string, label: string][] => {
  if (Array.isArray(value)) return value.slice(0, MOST_ITEMS).map((_, n) => [`${path}[${n}]`, `${n}`]);
  if (!isObject(value)) return [];
  return Object.keys(value)
    .slice(0, MOST_FIELDS)
    .map((key) => [PLAIN.test(key) ? `${path}.${key}` : `${path}[${JSON.stringify(key)}]`, key]);
};

/** What is read there: names with their types, as the checker gives them, and the values that are known. */
export interface Readable {
  names: readonly ReadableName[];
  values: KnownValues | null;
}

const depthOf = (path: string): number => path.split('.').length;

const branchOf = ({ names, values }: Readable, path: string, label: string, id?: string, inside?: Branch): Branch => {
  // A field that the type has and the value has not reads as null, but nothing is known of it.
  const isThere = !inside?.known || inner(inside.path, inside.known.value).some(([at]) => at === path);
  const known = values && isThere ? valueAt(values, path) : undefined;
  const named = names.find((one) => one.path === path);
  const isOpenable = inner(path, known?.value).length > 0 || names.some((one) => one.path.startsWith(`${path}.`));
  return { path, label, ...(id === undefined ? {} : { id }), type: named?.type ?? '', known, isOpenable };
};

const STEP = /^(steps|errors)\.([^.]+)$/;
const GIVEN: ReadonlySet<string> = new Set(['vars', 'run', 'flow', 'tenant']);

const groupOf = ({ path }: ReadableName): Group | null => {
  if (path.endsWith('()')) return 'functions';
  if (STEP.test(path)) return 'steps';
  if (path.includes('.')) return null;
  return path === 'trigger' ? 'start' : GIVEN.has(path) ? 'flow' : 'loop';
};

/** The roots by group, in the order in which the checker names them: nearest first. */
export const rootsOf = (readable: Readable): Map<Group, Branch[]> => {
  const groups = new Map<Group, Branch[]>();
  for (const name of readable.names) {
    const group = groupOf(name);
    if (!group) continue;
    const [, root, id] = STEP.exec(name.path) ?? [];
    const label = root === 'errors' ? `errors.${id}` : (name.of ?? id ?? name.path);
    const branch = branchOf(readable, name.path, label, name.of === undefined ? undefined : id);
    groups.set(group, [...(groups.get(group) ?? []), branch]);
  }
  return groups;
};

/** What is inside a name: what its type says, then what its value has beside. */
export const childrenOf = (readable: Readable, branch: Branch): Branch[] => {
  const { path, known } = branch;
  const typed = readable.names.filter(
    (one) => one.path.startsWith(`${path}.`) && depthOf(one.path) === depthOf(path) + 1,
  );
  const valued = inner(path, known?.value);
  const paths = new Map<string, string>([
    ...typed.map((one) => [one.path, one.path.slice(path.length + 1)] as const),
    ...valued,
  ]);
  return [...paths].map(([at, label]) => branchOf(readable, at, label, undefined, branch));
};

const MOST_FOUND = 60;
const SEARCH_DEPTH = 5;

/** Names whose path, label or short value holds the words; those whose last word begins with them first. */
export const found = (readable: Readable, words: string): Branch[] => {
  const wanted = words.trim().toLowerCase();
  const hits: { branch: Branch; rank: number }[] = [];
  const look = (branch: Branch, depth: number) => {
    const { value } = branch.known ?? {};
    const label = branch.label.toLowerCase();
    const plain = typeof value === 'string' || typeof value === 'number' ? String(value).toLowerCase() : '';
    if (label.startsWith(wanted)) hits.push({ branch, rank: 0 });
    else if (branch.path.toLowerCase().includes(wanted) || label.includes(wanted)) hits.push({ branch, rank: 1 });
    else if (wanted.length > 2 && plain.includes(wanted)) hits.push({ branch, rank: 2 });
    if (depth < SEARCH_DEPTH && hits.length < 400) for (const one of childrenOf(readable, branch)) look(one, depth + 1);
  };
  for (const branches of rootsOf(readable).values()) for (const one of branches) look(one, 0);
  return hits
    .sort((a, b) => a.rank - b.rank || depthOf(a.branch.path) - depthOf(b.branch.path))
    .slice(0, MOST_FOUND)
    .map(({ branch }) => branch);
};
