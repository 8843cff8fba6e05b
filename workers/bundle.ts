import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, type WorkflowBundleOption } from '@temporalio/worker';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
/** What the workflow code is made of: a change in any of it makes another bundle. */
const SOURCES = ['flow', 'workflows'];
const WORKFLOWS = join(root, 'workflows', 'flow.ts');

/** The workflow code as one file, made once for each state of its sources and kept. */
export async function workflowBundle(): Promise<WorkflowBundleOption> {
  const file = join(root, 'node_modules', '.cache', 'trama', `workflows-${hashOfSources()}.js`);
  if (!existsSync(file)) {
    const { code } = await bundleWorkflowCode({ workflowsPath: WORKFLOWS, logger: undefined });
    mkdirSync(dirname(file), { recursive: true });
    // Written aside and moved: a process that dies in between leaves no half of a bundle.
    writeFileSync(`${file}.${process.pid}`, code);
    renameSync(`${file}.${process.pid}`, file);
  }
  return { code: readFileSync(file, 'utf8') };
}

function hashOfSources(): string {
  const hash = createHash('sha256').update(readFileSync(join(root, 'package-lock.json')));
  for (const folder of SOURCES) {
    const files = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).sort();
    for (const file of files) {
      if (file.endsWith('.ts') && !file.endsWith('.test.ts'))
        hash.update(file).update(readFileSync(join(root, folder, file)));
    }
  }
  return hash.digest('hex').slice(0, 16);
}
