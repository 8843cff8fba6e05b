import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import type { Figure } from '../size/figure.ts';

const BUILT = 'dist/builder';

interface Chunk {
  file: string;
  css?: string[];
  imports?: string[];
}

/** Scripts and styles that a module cannot begin without, as files of the build. */
function neededBy(manifest: Record<string, Chunk>, entry: string, seen = new Set<string>()): Set<string> {
  const chunk = manifest[entry];
  if (!chunk) throw new Error(`the build has no ${entry}`);
  if (seen.has(chunk.file)) return seen;
  for (const file of [chunk.file, ...(chunk.css ?? [])]) seen.add(file);
  for (const one of chunk.imports ?? []) neededBy(manifest, one, seen);
  return seen;
}

const gzipped = (files: Iterable<string>): number =>
  [...files].reduce((sum, file) => sum + gzipSync(readFileSync(`${BUILT}/${file}`)).length, 0);

export interface Weight {
  /** The application and its list of flows, in bytes after gzip. */
  firstLoad: number;
  /** What the editor needs on top until a flow is drawn. */
  canvas: number;
}

/** Of the builder as it was built last: whoever starts the product builds it. */
export function weigh(): Weight {
  const manifest = JSON.parse(readFileSync(`${BUILT}/.vite/manifest.json`, 'utf8')) as Record<string, Chunk>;
  const first = neededBy(manifest, 'flows/flows-page.tsx', neededBy(manifest, 'index.html'));
  const editor = neededBy(manifest, 'editor/editor-page.tsx');
  return { firstLoad: gzipped(first), canvas: gzipped([...editor].filter((file) => !first.has(file))) };
}

const kB = (bytes: number): string => `${Math.round(bytes / 1024)} KB`;

export async function weightFigures(): Promise<Figure[]> {
  const { firstLoad, canvas } = weigh();
  return [
    { what: 'first load, gzip', is: kB(firstLoad), ok: firstLoad < 300 * 1024 },
    { what: 'editor on top, gzip', is: kB(canvas), ok: canvas < 500 * 1024 },
  ];
}
