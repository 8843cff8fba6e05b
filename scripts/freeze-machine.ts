import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';

/**
 * Writes the machine of a checkout, driver and all that it is made of, as one file. Temporal's own packages stay outside:
 * they must be those of the worker that loads it.
 */
export async function freezeMachine(checkout: string, outfile: string): Promise<void> {
  mkdirSync(path.dirname(outfile), { recursive: true });
  await build({
    entryPoints: [path.join(checkout, 'workflows', 'registered.ts')],
    outfile,
    bundle: true,
    external: ['@temporalio/*'],
    platform: 'neutral',
    mainFields: ['module', 'main'],
    format: 'esm',
    target: 'es2022',
    minify: true,
    // What an activity, a signal or an error is called may come from a name in the code.
    keepNames: true,
    legalComments: 'none',
    logLevel: 'error',
  });
}

/** Keeps the machine of this checkout beside the next one, which has its number raised. @returns the numbers */
export async function raiseMachine(checkout: string): Promise<{ frozen: number; next: number }> {
  const file = path.join(checkout, 'flow', 'machine', 'number.ts');
  const source = readFileSync(file, 'utf8');
  const frozen = Number(/MACHINE = (\d+)/.exec(source)?.[1]);
  if (!(frozen > 0)) throw new Error(`${file} says no number`);
  await freezeMachine(checkout, path.join(checkout, 'workflows', 'frozen', `${frozen}.mjs`));
  writeFileSync(file, source.replace(/MACHINE = \d+/, `MACHINE = ${frozen + 1}`));
  return { frozen, next: frozen + 1 };
}
