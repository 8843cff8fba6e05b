import net from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { readEnv } from '#config/env.ts';
import { checkPortsFree, freePort, isFree } from './ports.ts';

const open: net.Server[] = [];
const listen = (port: number, host: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const server = net.createServer().listen(port, host, resolve);
    server.on('error', reject);
    open.push(server);
  });

afterEach(async () => {
  for (const server of open.splice(0)) await new Promise((resolve) => server.close(resolve));
});

test('a free port is free until somebody listens', async () => {
  const port = await freePort();
  expect(await isFree(port)).toBe(true);
  await listen(port, '127.0.0.1');
  expect(await isFree(port)).toBe(false);
});

test('a taken port is said with the setting that changes it', async () => {
  const [api, temporal, ui] = [await freePort(), await freePort(), await freePort()];
  await listen(ui, '0.0.0.0');
  const env = readEnv({ PORT: `${api}`, TRAMA_TEMPORAL_PORT: `${temporal}`, TRAMA_TEMPORAL_UI_PORT: `${ui}` });
  await expect(checkPortsFree(env)).rejects.toThrow(`port ${ui} is taken; choose another with TRAMA_TEMPORAL_UI_PORT=`);
});

test('the port of a server that is given elsewhere is not asked for', async () => {
  const [api, temporal] = [await freePort(), await freePort()];
  await listen(temporal, '127.0.0.1');
  const env = readEnv({ PORT: `${api}`, TRAMA_TEMPORAL_PORT: `${temporal}`, TEMPORAL_ADDRESS: 'elsewhere:7233' });
  await expect(checkPortsFree(env)).resolves.toBeUndefined();
});
