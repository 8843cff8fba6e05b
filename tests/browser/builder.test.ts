import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Demo } from '#scripts/run.ts';
import { freeSettings, Product } from '#tests/running-product.ts';
import { launchChromium } from './chromium.ts';

const home = mkdtempSync(path.join(tmpdir(), 'trama-browser-'));
let product: Product;
let browser: Browser;
let demo: Demo;

beforeAll(async () => {
  product = new Product(path.join(home, 'data'), await freeSettings());
  [demo, browser] = await Promise.all([product.start(), launchChromium()]);
});

afterAll(async () => {
  await browser?.close();
  await product.stop();
  rmSync(home, { recursive: true, force: true });
});

test('the builder opens without an error in its console', async () => {
  const page = await browser.newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    // Who has not signed in yet is told so by a 401, which the browser calls an error.
    if (message.type() === 'error' && !message.text().includes('401')) errors.push(message.text());
  });
  await page.goto(demo.url);
  await page.waitForSelector('#root > :not(style)');
  expect(await page.title()).toContain('Trama');
  expect(errors).toEqual([]);
});
