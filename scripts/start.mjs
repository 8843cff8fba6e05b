// `npm start`: installs what is missing, then hands over to run.ts in this same process.
import * as modules from 'node:module';
import { ensureInstalled } from './install.mjs';

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`trama: precisa do Node 20.19 ou mais novo (aqui: ${process.version}) · needs Node 20.19 or newer`);
  process.exit(1);
}

try {
  await ensureInstalled();
  const { bundledRun } = await import('./bundle.mjs');
  // For our own bundle alone: the maps of all packages would be 40 MB. Older Nodes know no such choice, and name the bundle's lines.
  modules.setSourceMapsSupport?.(true, { nodeModules: false, generatedCode: false });
  const { run } = await import(await bundledRun());
  await run();
} catch (error) {
  console.error(`trama: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
}
