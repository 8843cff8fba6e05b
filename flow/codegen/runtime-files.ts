import { FUNCTIONS } from './words.ts';
import { GIVES } from './written.ts';

/** Gives the text of one of our sources by its path from the root: `flow/json.ts`. */
export type ReadSource = (path: string) => string;

export interface ProjectFile {
  path: string;
  content: string;
}

const RUNTIME = 'flow/codegen/runtime/';
const ENTRIES = [
  'actions',
  'ask',
  'environment',
  'events',
  'failure',
  'flows',
  'graph',
  'loops',
  'run-flow',
  'scopes',
  'values',
  'waits',
  'activity',
];
const IMPORT = /(from |import )'(\.{1,2}\/[^']+)'/g;

/**
 * The runtime of an exported project: our own files of it, and what of the language they stand on, taken as they are.
 * So an expression means there what it means here, to the last budget and time zone.
 */
export function runtimeFiles(read: ReadSource): ProjectFile[] {
  const files = new Map<string, string>();
  const open = ENTRIES.map((name) => `${RUNTIME}${name}.ts`);
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    if (files.has(path)) continue;
    const source = read(path);
    files.set(path, source);
    for (const [, , target] of source.matchAll(IMPORT)) open.push(resolved(path, target ?? ''));
  }
  const written = [...files].map(([path, source]) => ({
    path: placeOf(path),
    content: source.replaceAll(
      IMPORT,
      (_, word: string, target: string) => `${word}'${relative(placeOf(path), placeOf(resolved(path, target)))}'`,
    ),
  }));
  return [...written, { path: 'src/runtime/functions.ts', content: functionsFile() }].sort((a, b) =>
    a.path < b.path ? -1 : 1,
  );
}

const placeOf = (path: string): string =>
  path.startsWith(RUNTIME)
    ? `src/runtime/${path.slice(RUNTIME.length)}`
    : `src/runtime/language/${path.slice('flow/'.length)}`;

function resolved(from: string, target: string): string {
  const parts = from.split('/').slice(0, -1);
  for (const part of target.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.') parts.push(part);
  }
  return parts.join('/');
}

function relative(from: string, to: string): string {
  const [a, b] = [from.split('/').slice(0, -1), to.split('/')];
  let same = 0;
  while (same < a.length && a[same] === b[same]) same++;
  const up = '../'.repeat(a.length - same);
  return `${up === '' ? './' : up}${b.slice(same).join('/')}`;
}

/** The functions of the language under their names. */
function functionsFile(): string {
  const lines = [...FUNCTIONS].sort().map((name) => {
    const type = GIVES.get(name) ?? 'any';
    return `export const ${name} = library${type === 'any' ? '' : `<${type}>`}('${name}');`;
  });
  return [
    '/** The functions of the language, as expressions call them. */',
    "import { library } from './values.ts';",
    '',
    ...lines,
    '',
  ].join('\n');
}
