import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { WorkflowBundleOption } from '@temporalio/worker';
import { MACHINE } from '#flow/machine/number.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
/** What the workflow code is made of: a change in any of it makes another bundle. */
const SOURCES = ['flow', 'workflows'];
const BUNDLER = fileURLToPath(new URL('./bundle-workflows.mjs', import.meta.url));
const WORKFLOWS = join(root, 'workflows', 'registered.ts');
const FAILURES = join(root, 'workflows', 'failure-converter.cjs');
/** Older machines, each as the one file that `scripts/freeze-machine.ts` made of it (docs/decisions/014). */
const FROZEN = join(root, 'workflows', 'frozen');

/** Numbers of the machines that this release has, the newest last. */
export function machinesHere(): number[] {
  const frozen = existsSync(FROZEN) ? readdirSync(FROZEN).map((file) => Number(/^(\d+)\.mjs$/.exec(file)?.[1])) : [];
  return [...frozen.filter((number) => number > 0 && number !== MACHINE), MACHINE].toSorted((a, b) => a - b);
}

/** The workflow code of a machine as one file, made once for each state of its sources and kept. */
export async function workflowBundle(machine = MACHINE): Promise<WorkflowBundleOption> {
  return machine === MACHINE
    ? await bundleOf(WORKFLOWS, hashOfSources())
    : await frozenBundle(join(FROZEN, `${machine}.mjs`));
}

/** The same of a file that holds a whole machine. */
export const frozenBundle = (file: string): Promise<WorkflowBundleOption> => bundleOf(file, hashOf([file]), 'frozen');

async function bundleOf(workflows: string, hash: string, ...more: 'frozen'[]): Promise<WorkflowBundleOption> {
  const file = join(root, 'node_modules', '.cache', 'trama', `workflows-${hash}.js`);
  if (!existsSync(file)) await promisify(execFile)(process.execPath, [BUNDLER, workflows, FAILURES, file, ...more]);
  return { code: readFileSync(file, 'utf8') };
}

function hashOfSources(): string {
  const files = SOURCES.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.[cm]?[jt]s$/.test(file) && !file.endsWith('.test.ts') && !file.startsWith('frozen/'))
      .toSorted()
      .map((file) => join(root, folder, file)),
  );
  return hashOf(files);
}

function hashOf(files: string[]): string {
  const hash = createHash('sha256');
  for (const file of [join(root, 'package-lock.json'), BUNDLER]) hash.update(readFileSync(file));
  for (const file of files) hash.update(file).update(readFileSync(file));
  return hash.digest('hex').slice(0, 16);
}
