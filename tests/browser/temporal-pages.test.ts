import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Demo } from '#scripts/run.ts';
import { Client } from '#tests/conformance/client.ts';
import { flowOf, get, stop, waitFor } from '#tests/conformance/flow-of.ts';
import { type Stub, startStub } from '#tests/conformance/stub.ts';
import { freeSettings, Product } from '#tests/running-product.ts';
import { launchChromium } from './chromium.ts';

// Temporal's own pages, as an operator's browser shows them, and as anybody's does.
const home = mkdtempSync(path.join(tmpdir(), 'trama-pages-'));
let product: Product;
let browser: Browser;
let stub: Stub;
let demo: Demo;
let history: string;

beforeAll(async () => {
  const more = { TRAMA_ALLOW_PRIVATE_HOSTS: '127.0.0.1', TRAMA_OPERATORS: 'demo@trama.example' };
  product = new Product(path.join(home, 'data'), { ...(await freeSettings()), ...more });
  [demo, browser, stub] = await Promise.all([product.start(), launchChromium(), startStub()]);
  stub.on('/grande', { body: { text: 'GRANDE '.repeat(40_000) } });
  const api = new Client(demo);
  const nodes = { g: get(`${stub.url}/grande`), e: waitFor('nunca'), fim: stop(1) };
  const run = await api.start(await api.deploy(flowOf({ name: 'CANARIO', nodes, edges: 'trigger > g > e.ok > fim' })));
  const { tenantId } = await api.made('GET', '/v1/me').then(({ tenant }) => ({ tenantId: tenant.id as string }));
  await api.waiting(run);
  const workflow = encodeURIComponent(`${tenantId}/run/${run}`);
  // By this name the session's cookie goes from one port to the other.
  const pages = (demo.temporalUi ?? '').replace('127.0.0.1', 'localhost');
  history = `${pages}/namespaces/default/workflows/${workflow}`;
});
afterAll(async () => {
  await Promise.all([browser?.close(), stub?.close(), product?.stop()]);
  rmSync(home, { recursive: true, force: true });
});

/** What the run's page shows once `awaited` stands there; and the statuses that the codec answered. */
async function shown(page: Page, awaited: string): Promise<{ text: string; answers: number[] }> {
  const answers: number[] = [];
  page.on('response', (answer) => {
    if (answer.url().includes('/codec/') && answer.request().method() === 'POST') answers.push(answer.status());
  });
  await page.goto(history);
  const text = () => page.evaluate(() => document.body.innerText);
  await expect.poll(text, { timeout: 30_000 }).toContain(awaited);
  return { text: await text(), answers };
}

async function asOperator(page: Page): Promise<void> {
  await page.goto(`${demo.url}/docs`);
  await page.evaluate(async ({ email, password }) => {
    const headers = { 'content-type': 'application/json' };
    await fetch('/v1/session', { method: 'POST', headers, body: JSON.stringify({ email, password }) });
  }, demo);
  await page.goto(history);
  // What its settings write, with "use my browser setting" and "include cross-origin credentials".
  await page.evaluate((endpoint) => {
    localStorage.setItem('endpoint', JSON.stringify(endpoint));
    localStorage.setItem('includeCredentials', 'true');
    localStorage.setItem('overrideRemoteCodecConfiguration', 'true');
  }, `${demo.url}/codec`);
}

test('who is not signed in sees the run, and nothing of what it holds', async () => {
  const page = await browser.newPage();
  const { text, answers } = await shown(page, 'Codec Server could not connect');
  expect(new Set(answers)).toEqual(new Set([401]));
  expect(text).not.toContain('CANARIO');
  await page.context().close();
});

test('an operator reads it; large values are not fetched unasked', async () => {
  const page = await browser.newPage();
  await asOperator(page);
  const { text, answers } = await shown(page, 'CANARIO');
  expect(new Set(answers)).toEqual(new Set([200]));
  expect(text).not.toContain('GRANDE GRANDE');
  await page.context().close();
});
