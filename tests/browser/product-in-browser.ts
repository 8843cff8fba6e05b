import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import type { Demo } from '#scripts/run.ts';
import { freeSettings, Product } from '#tests/running-product.ts';
import { launchChromium } from './chromium.ts';
import { ownShop } from './own-shop.ts';

/** What a test finds in place once the hooks have run. */
interface InBrowser {
  readonly demo: Demo;
  readonly browser: Browser;
}

const there = <T>(thing: T | undefined): T => {
  if (thing === undefined) throw new Error('it is there once the first test begins');
  return thing;
};

/** A tenant of its own in the product that all files share, and a browser, for all tests of a file. */
export function productInBrowser(): InBrowser {
  let demo: Demo | undefined;
  let browser: Browser | undefined;
  beforeAll(async () => {
    [demo, browser] = await Promise.all([ownShop(), launchChromium()]);
  });
  afterAll(async () => await browser?.close());
  return {
    get demo() {
      return there(demo);
    },
    get browser() {
      return there(browser);
    },
  };
}

/**
 * The product with data of its own and a browser, for the tests of a file that stop it, or want settings that the others
 * do not; both are gone after the last one.
 * @param more settings, asked for just before the start
 * @param options `whole`: a browser with all that people have, as the one that shows notifications
 */
export function ownProductInBrowser(
  more: () => Promise<Record<string, string>> = async () => ({}),
  options: { whole?: boolean } = {},
): InBrowser & { readonly product: Product } {
  const home = mkdtempSync(path.join(tmpdir(), 'trama-browser-'));
  let product: Product | undefined;
  let demo: Demo | undefined;
  let browser: Browser | undefined;
  beforeAll(async () => {
    product = new Product(path.join(home, 'data'), { ...(await freeSettings()), ...(await more()) });
    [demo, browser] = await Promise.all([product.start(), launchChromium(options)]);
  });
  afterAll(async () => {
    await browser?.close();
    await product?.stop();
    rmSync(home, { recursive: true, force: true });
  });
  return {
    get product() {
      return there(product);
    },
    get demo() {
      return there(demo);
    },
    get browser() {
      return there(browser);
    },
  };
}
