import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { WorkflowBundleOption } from '@temporalio/worker';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
/** What the workflow code is made of: a change in any of it makes another bundle. */
const SOURCES = ['flow', 'workflows'];
const BUNDLER = fileURLToPath(new URL('./bundle-workflows.mjs', import.meta.url));
const WORKFLOWS = join(root, 'workflows', 'registered.ts');
const FAILURES = join(root, 'workflows', 'failure-converter.cjs');

/** The workflow code as one file, made once for each state of its sources and kept. */
export async function workflowBundle(): Promise<WorkflowBundleOption> {
  const file = join(root, 'node_modules', '.cache', 'trama', `workflows-${hashOfSources()}.js`);
  if (!existsSync(file)) await promisify(execFile)(process.execPath, [BUNDLER, WORKFLOWS, FAILURES, file]);
  return { code: readFileSync(file, 'utf8') };
}

function hashOfSources(): string {
  const hash = createHash('sha256');
  for (const file of [join(root, 'package-lock.json'), BUNDLER]) hash.update(readFileSync(file));
  for (const folder of SOURCES) {
    const files = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).sort();
    for (const file of files) {
      if (/\.[cm]?[jt]s$/.test(file) && !file.endsWith('.test.ts'))
        hash.update(file).update(readFileSync(join(root, folder, file)));
    }
  }
  return hash.digest('hex').slice(0, 16);
}
