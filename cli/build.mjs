// Makes the program that is published: one file, with all that it needs.
import { chmodSync } from 'node:fs';
import path from 'node:path';
import { build, stop } from 'esbuild';

/** @param {string} outfile */
export async function buildCli(outfile) {
  await build({
    entryPoints: [path.join(import.meta.dirname, 'main.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    banner: { js: '#!/usr/bin/env node' },
    minifySyntax: true,
    legalComments: 'eof',
    logLevel: 'error',
  });
  chmodSync(outfile, 0o755);
}

if (process.argv[1] === import.meta.filename) {
  await buildCli(path.join(import.meta.dirname, 'dist', 'trama.mjs'));
  await stop(); // its process would stay with us
}
