// `node --import tsx scripts/prepare.mjs`, while an image is built: makes what a first start would make, so that a
// container's start only reads files.
import { builtBuilder } from './build-ui.ts';
import { serverBundle } from './bundle.mjs';
import { ensureInstalled } from './install.mjs';

await ensureInstalled();
await serverBundle();
// What it imports is there only now.
const { machinesHere, workflowBundle } = await import('#workers/bundle.ts');
for (const machine of machinesHere()) await workflowBundle(machine);
if ((await builtBuilder((line) => console.log(line))) === null) throw new Error('the builder could not be built');
