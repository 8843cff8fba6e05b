// node bundle-workflows.mjs <workflows> <failure converter> <file> [frozen]: in a process of its own, for webpack keeps 200 MB that it does not give back.
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import { PRELOADED } from '#workflows/preloaded.mjs';

const [workflowsPath, failureConverterPath, file, frozen] = process.argv.slice(2);
const { code } = await bundleWorkflowCode({
  workflowsPath,
  failureConverterPath,
  // A frozen machine is one file, and as pure as those.
  preloadModules: frozen ? ['@temporalio/workflow', workflowsPath] : PRELOADED,
  logger: new DefaultLogger('WARN'),
});
/** The map tells where code came from; the text of the sources in it would be read and kept by every worker for nothing. */
function withoutSources(bundle) {
  const marker = '//# sourceMappingURL=data:application/json;charset=utf-8;base64,';
  const at = bundle.lastIndexOf(marker);
  if (at < 0) return bundle;
  const { sourcesContent: _, ...map } = JSON.parse(Buffer.from(bundle.slice(at + marker.length), 'base64').toString());
  return bundle.slice(0, at + marker.length) + Buffer.from(JSON.stringify(map)).toString('base64');
}

mkdirSync(dirname(file), { recursive: true });
// Written aside and moved: a process that dies in between leaves no half of a bundle.
writeFileSync(`${file}.${process.pid}`, withoutSources(code));
renameSync(`${file}.${process.pid}`, file);
