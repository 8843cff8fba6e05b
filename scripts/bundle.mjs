// Makes JavaScript of our own TypeScript, once for each state of the sources: Node then loads a few files, not hundreds.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './install.mjs';
import { dropOldBundles, useBundle } from './old-bundles.mjs';

/** What the process is made from; builder-ui is built apart. */
export const FOLDERS = [
  'activities',
  'api',
  'config',
  'connectors',
  'domain',
  'flow',
  'prisma',
  'scripts',
  'workers',
  'workflows',
];
const cache = path.join(root, 'node_modules', '.cache', 'trama');

function sourcesHash() {
  const hash = createHash('sha256').update(readFileSync(path.join(root, 'package.json')));
  for (const folder of FOLDERS) {
    const entries = readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true });
    const files = entries.filter(
      (entry) => entry.isFile() && /\.(tsx?|mjs|json)$/.test(entry.name) && !entry.name.endsWith('.test.ts'),
    );
    for (const file of files.map((entry) => path.join(entry.parentPath, entry.name)).sort()) {
      hash.update(path.relative(root, file)).update('\0').update(readFileSync(file)).update('\0');
    }
  }
  return hash.digest('hex').slice(0, 16);
}

/** A file that asks where it lies means its source: migrations, workflows and child programs are found from there. */
const keepsItsPlace = {
  name: 'keeps-its-place',
  setup(build) {
    build.onLoad({ filter: /\.ts$/ }, ({ path: file }) => {
      const source = readFileSync(file, 'utf8');
      if (!source.includes('import.meta.')) return undefined;
      const contents = source
        .replaceAll('import.meta.url', JSON.stringify(pathToFileURL(file).href))
        .replaceAll('import.meta.dirname', JSON.stringify(path.dirname(file)));
      return { contents, loader: 'ts' };
    });
  },
};

/** @returns the address of what `scripts/run.ts` became, which this process now runs from */
export async function bundledRun() {
  const folder = await serverBundle();
  useBundle(folder);
  return pathToFileURL(path.join(folder, 'run.mjs')).href;
}

/** @returns the folder of the server's code, made where these sources have none yet */
export async function serverBundle() {
  const folder = path.join(cache, `server-${sourcesHash()}`);
  if (!existsSync(folder)) {
    const { build, stop } = await import('esbuild');
    const fresh = `${folder}.${process.pid}`;
    await build({
      entryPoints: [path.join(root, 'scripts', 'run.ts')],
      outdir: fresh,
      outExtension: { '.js': '.mjs' },
      bundle: true,
      packages: 'external',
      platform: 'node',
      format: 'esm',
      target: 'node20',
      // What is imported later stays apart, and is loaded later.
      splitting: true,
      sourcemap: true,
      plugins: [keepsItsPlace],
      logLevel: 'error',
    });
    await stop(); // its process would stay with us
    try {
      renameSync(fresh, folder);
    } catch (error) {
      // Another start of the same sources was first: its files are the same.
      rmSync(fresh, { recursive: true, force: true });
      if (!existsSync(folder)) throw error;
    }
    dropOldBundles(cache);
  }
  return folder;
}
