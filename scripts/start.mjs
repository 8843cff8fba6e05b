// `npm start`: installs what is missing, then hands over to run.ts in this same process.
import { ensureInstalled } from './install.mjs';

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`trama: precisa do Node 20.19 ou mais novo (aqui: ${process.version}) · needs Node 20.19 or newer`);
  process.exit(1);
}

try {
  await ensureInstalled();
  const { bundledRun } = await import('./bundle.mjs');
  process.setSourceMapsEnabled(true);
  const { run } = await import(await bundledRun());
  await run();
} catch (error) {
  console.error(`trama: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
}
