import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import type { Demo } from '#scripts/run.ts';
import { launchChromium } from '../browser/chromium.ts';
import { signIn } from '../browser/drawing.ts';
import { freeSettings, Product } from '../running-product.ts';

const DESK = { width: 1440, height: 900 };

/** A product, and a browser whose author has signed in. */
export class Studio {
  readonly demo: Demo;
  readonly browser: Browser;
  readonly #end: () => Promise<void>;

  private constructor(demo: Demo, browser: Browser, end: () => Promise<void>) {
    this.demo = demo;
    this.browser = browser;
    this.#end = end;
  }

  /** A product with data of its own. */
  static async open(settings: Record<string, string> = {}): Promise<Studio> {
    const home = mkdtempSync(path.join(tmpdir(), 'trama-figures-'));
    const product = new Product(path.join(home, 'data'), { ...(await freeSettings()), ...settings });
    const [demo, browser] = await Promise.all([product.start(), launchChromium()]);
    return new Studio(demo, browser, async () => {
      await product.stop();
      rmSync(home, { recursive: true, force: true });
    });
  }

  /** One that runs, and goes on. */
  static async at(demo: Demo): Promise<Studio> {
    return new Studio(demo, await launchChromium(), async () => {});
  }

  async close(): Promise<void> {
    await this.browser.close();
    await this.#end();
  }

  /** A page of 1440 × 900 in a profile of its own. */
  async signedIn(more: BrowserContextOptions = {}): Promise<Page> {
    const context = await this.browser.newContext({ viewport: DESK, locale: 'pt-BR', ...more });
    // The loader that runs these files names functions by this, also those that are sent to the page.
    await context.addInitScript('globalThis.__name ??= (made) => made');
    const page = await context.newPage();
    await signIn(page, this.demo);
    return page;
  }

  async call(
    method: string,
    address: string,
    body?: object,
    headers: Record<string, string> = {},
  ): Promise<{ id: string } & Record<string, unknown>> {
    const answer = await fetch(this.demo.url + address, {
      method,
      headers: { authorization: `Bearer ${this.demo.apiKey}`, 'content-type': 'application/json', ...headers },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    if (!answer.ok) throw new Error(`${method} ${address}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as { id: string } & Record<string, unknown>;
  }
}
