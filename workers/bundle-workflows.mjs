// node bundle-workflows.mjs <workflows> <file>: in a process of its own, for webpack keeps 200 MB that it does not give back.
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import { PRELOADED } from '#workflows/preloaded.mjs';

const [workflowsPath, file] = process.argv.slice(2);
const { code } = await bundleWorkflowCode({
  workflowsPath,
  preloadModules: PRELOADED,
  logger: new DefaultLogger('WARN'),
});
mkdirSync(dirname(file), { recursive: true });
// Written aside and moved: a process that dies in between leaves no half of a bundle.
writeFileSync(`${file}.${process.pid}`, code);
renameSync(`${file}.${process.pid}`, file);
