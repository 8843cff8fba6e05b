import { fileURLToPath } from 'node:url';
import { createServer } from 'vite';
import { startFakeApi } from './fake-api.ts';

/** `npx tsx builder-ui/dev/serve.ts`: the builder with reload, before an API in memory. Ctrl-C ends both. */
const API_PORT = 5180;
const api = await startFakeApi(API_PORT);
const vite = await createServer({
  configFile: fileURLToPath(new URL('../vite.config.ts', import.meta.url)),
  server: { port: 5173, strictPort: true, host: '127.0.0.1', proxy: { '/v1': `http://127.0.0.1:${API_PORT}` } },
});
await vite.listen();
console.log('http://127.0.0.1:5173');
process.on('SIGINT', () => {
  api.closeAllConnections();
  void Promise.all([vite.close(), new Promise((done) => api.close(done))]).then(() => process.exit(0));
});
