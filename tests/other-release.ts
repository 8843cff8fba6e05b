import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { FOLDERS } from '#scripts/bundle.mjs';
import { raiseMachine } from '#scripts/freeze-machine.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const FILES = ['package.json', 'package-lock.json', 'tsconfig.json', 'prisma.config.ts'];
/** Without it the builder is not built anew: pages are of no use here. */
const LEFT_OUT = ['.cache', 'vite'];
const STAMP = path.join('.cache', 'trama', 'prisma-stamp');

/** A later release: a copy of this checkout with its machine's number raised, and what `changes` makes of its files. */
export async function laterRelease(
  folder: string,
  { version, changes }: { version: string; changes: { file: string; is: string; becomes: string }[] },
): Promise<string> {
  // The product's own flows are read from beside the bundle.
  for (const one of [...FOLDERS, 'templates']) {
    cpSync(path.join(ROOT, one), path.join(folder, one), {
      recursive: true,
      filter: (file) => !/\.test\.tsx?$/.test(file),
    });
  }
  for (const one of FILES) cpSync(path.join(ROOT, one), path.join(folder, one));
  linkModules(folder);
  await raiseMachine(folder);
  change(folder, { file: 'package.json', is: `"version": "${versionHere()}"`, becomes: `"version": "${version}"` });
  for (const one of changes) change(folder, one);
  return folder;
}

export const versionHere = (): string =>
  (JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as { version: string }).version;

/** The same packages, but what is built goes elsewhere. */
function linkModules(folder: string): void {
  const [from, to] = [path.join(ROOT, 'node_modules'), path.join(folder, 'node_modules')];
  mkdirSync(path.join(to, path.dirname(STAMP)), { recursive: true });
  for (const name of readdirSync(from).filter((one) => !LEFT_OUT.includes(one)))
    symlinkSync(path.join(from, name), path.join(to, name));
  if (existsSync(path.join(from, STAMP))) cpSync(path.join(from, STAMP), path.join(to, STAMP));
  // Its pages are looked for among its sources.
  symlinkSync(path.join(ROOT, 'builder-ui'), path.join(folder, 'builder-ui'));
}

function change(folder: string, { file, is, becomes }: { file: string; is: string; becomes: string }): void {
  const where = path.join(folder, file);
  const source = readFileSync(where, 'utf8');
  if (!source.includes(is)) throw new Error(`${file} does not hold ${is}`);
  writeFileSync(where, source.replace(is, becomes));
}
