import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { isFree } from '#scripts/embedded/ports.ts';
import { freshDatabase } from '#tests/fresh-database.ts';
import { corePace } from '#tests/pace.ts';
import { processesWith } from '#tests/processes-with.ts';
import { freeSettings, Product } from '#tests/running-product.ts';

// One data folder for all: what a later test finds is what the former one left, and that is the point.
const home = mkdtempSync(path.join(tmpdir(), 'trama-start-'));
const data = path.join(home, 'data');
let settings: Record<string, string>;
let product: Product;

beforeAll(async () => {
  settings = await freeSettings();
  product = new Product(data, settings);
});

afterAll(async () => {
  await product.stop();
  rmSync(home, { recursive: true, force: true });
});

const ports = () => Object.values(settings).map(Number).filter(Boolean);

test('a first start brings everything up, says where, and Ctrl-C leaves nothing', async () => {
  const demo = await product.start();
  expect(demo.url).toContain(settings.PORT);
  expect((await fetch(demo.temporalUi ?? '')).status).toBe(200);
  expect(product.log).toContain(demo.apiKey);
  // Who signs up waits for a letter that nobody sends.
  expect(product.log).toMatch(new RegExp(`E-mails.*${path.join(data, 'mail')}$`, 'm'));
  product.signal('SIGINT');
  expect(await product.gone()).toBeLessThan(20_000);
  expect(processesWith(data)).toEqual([]);
  expect(existsSync(path.join(data, 'demo.json'))).toBe(false);
  expect(product.log).not.toMatch(/unexpectedly|did not end/);
});

test('a second start builds nothing, is ready in seconds, and keeps the sign-in', async () => {
  const before = await product.start();
  product.signal('SIGTERM');
  await product.gone();
  const logged = product.log.length;
  expect(await product.start()).toEqual(before);
  // Its work, not the time: beside other tests it waits for a core. Alone it is ready in four seconds, and has both cores then.
  const cpuMs = product.cpuMs();
  expect(cpuMs / corePace()).toBeLessThan(8_000);
  expect(product.log.slice(logged)).not.toMatch(/install|generat|building|migration/);
});

test('after a kill of the whole group no server is left, and the next start recovers', async () => {
  product.signal('SIGKILL');
  await product.gone(10_000);
  await expect.poll(() => processesWith(data), { timeout: 5_000 }).toEqual([]);
  for (const port of ports()) expect(await isFree(port)).toBe(true);
  await product.start();
});

test('a second product on the same data is refused by the name of the setting', async () => {
  const other = new Product(data, await freeSettings());
  expect(await other.launch()).toBe(1);
  expect(other.log).toMatch(/TRAMA_DATA: .* is in use by process \d+/);
  product.signal('SIGINT');
  await product.gone();
});

test('a taken port stops the start with the setting that changes it', async () => {
  const server = net.createServer().listen(Number(settings.TRAMA_TEMPORAL_PORT), '127.0.0.1');
  expect(await product.launch()).toBe(1);
  expect(product.log).toContain('choose another with TRAMA_TEMPORAL_PORT=');
  await new Promise((resolve) => server.close(resolve));
  expect(processesWith(data)).toEqual([]);
});

test('a wrong setting stops the start by its name', async () => {
  const wrong = new Product(path.join(home, 'wrong'), { ...settings, LOG_LEVEL: 'loud' });
  expect(await wrong.launch()).toBe(1);
  expect(wrong.log).toContain('LOG_LEVEL: use trace,');
});

test('servers that are given are used, and none is started', async () => {
  const { urls, drop } = await freshDatabase();
  const given = { DATABASE_URL: urls.owner, TEMPORAL_ADDRESS: inject('temporalAddress') };
  const folder = path.join(home, 'given');
  const lacking = new Product(folder, { ...settings, ...given });
  expect(await lacking.launch()).toBe(1);
  expect(lacking.log).toContain('DATABASE_APP_URL: ');
  const roles = { DATABASE_APP_URL: urls.app, DATABASE_ADMIN_URL: urls.admin };
  const whole = new Product(folder, { ...settings, ...given, ...roles });
  expect(await whole.start()).toMatchObject({ temporalUi: null });
  expect(processesWith(folder)).toEqual([]);
  await whole.stop();
  await drop();
});
