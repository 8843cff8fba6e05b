import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, linkSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { isAlive } from './embedded/processes.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const BUILT = path.join(ROOT, 'dist', 'builder');
/** What it was made from, in the build itself: it goes where the build goes. */
const STAMP = '.sources';

/** What the builder is made from: its own sources, the language, and the packages. */
const SOURCES = ['builder-ui', 'flow'];

function sourcesHash(): string {
  const hash = createHash('sha256').update(readFileSync(path.join(ROOT, 'package-lock.json')));
  for (const folder of SOURCES) {
    const entries = readdirSync(path.join(ROOT, folder), { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name));
    for (const file of files.map((entry) => path.join(entry.parentPath, entry.name)).toSorted()) {
      hash.update(path.relative(ROOT, file)).update('\0').update(readFileSync(file)).update('\0');
    }
  }
  return hash.digest('hex');
}

/**
 * Builds the builder's pages where they are missing or older than their sources.
 * @returns the folder to serve; null where the build failed, which is said in the log: the API is of use without them
 */
export async function builtBuilder(log: (line: string) => void): Promise<string | null> {
  const wanted = sourcesHash();
  const stamp = path.join(BUILT, STAMP);
  const isCurrent = existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted;
  if (isCurrent && existsSync(path.join(BUILT, 'index.html'))) return BUILT;
  log('building the builder');
  dropUnfinished();
  // Apart, and then put in place: another start may serve what is there.
  const fresh = `${BUILT}.${process.pid}`;
  const failure = await viteBuild(fresh);
  if (failure !== undefined) {
    rmSync(fresh, { recursive: true, force: true });
    log(`the builder could not be built:\n${failure}`);
    return null;
  }
  try {
    writeFileSync(path.join(fresh, STAMP), wanted);
    keepEarlier(fresh);
    // Gone for no longer than it takes to rename: a product that runs goes on serving from there.
    const before = `${fresh}.before`;
    if (existsSync(BUILT)) renameSync(BUILT, before);
    renameSync(fresh, BUILT);
    rmSync(before, { recursive: true, force: true });
  } catch (error) {
    // Another start was quicker, with the same files.
    rmSync(fresh, { recursive: true, force: true });
    if (!existsSync(path.join(BUILT, 'index.html'))) throw error;
  }
  return BUILT;
}

/** How long a page may be open that was of a build before. */
const KEPT_MS = 24 * 3_600_000;

/** Files of earlier builds stay for a day beside the new ones: pages that are open fetch parts of theirs later. */
function keepEarlier(fresh: string): void {
  const [from, to] = [path.join(BUILT, 'assets'), path.join(fresh, 'assets')];
  for (const name of existsSync(from) ? readdirSync(from) : []) {
    const [file, kept] = [path.join(from, name), path.join(to, name)];
    if (!existsSync(kept) && Date.now() - statSync(file).mtimeMs < KEPT_MS) linkSync(file, kept);
  }
}

/** What builds left that were killed on their way. */
function dropUnfinished(): void {
  const folder = path.dirname(BUILT);
  for (const name of existsSync(folder) ? readdirSync(folder) : []) {
    const pid = Number(/^builder\.(\d+)(\.before)?$/.exec(name)?.[1]);
    if (pid > 0 && !isAlive(pid)) rmSync(path.join(folder, name), { recursive: true, force: true });
  }
}

/** In a process of its own: what it allocates is given back at its end. @returns what it said where it failed */
function viteBuild(outDir: string): Promise<string | undefined> {
  const vite = path.join(ROOT, 'node_modules', 'vite', 'bin', 'vite.js');
  const args = [vite, 'build', '--config', path.join(ROOT, 'builder-ui', 'vite.config.ts')];
  args.push('--outDir', outDir, '--logLevel', 'warn');
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
    const output: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => output.push(chunk));
    child.on('error', (error) => resolve(error.message));
    child.on('close', (code) => resolve(code === 0 ? undefined : Buffer.concat(output).toString().slice(-4000)));
  });
}
