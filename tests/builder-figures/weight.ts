import { gzipSync } from 'node:zlib';
import type { Page, Response } from 'playwright-core';
import { signIn } from '../browser/drawing.ts';
import type { Figure } from '../size/figure.ts';
import { largeFlow } from './large-flow.ts';
import type { Studio } from './studio.ts';

/** What a page is made of, in bytes after gzip, by its path: scripts and styles, but not those that work beside it. */
function madeOf(page: Page): () => Promise<Map<string, number>> {
  const seen = new Map<string, Promise<number>>();
  page.on('response', (response: Response) => {
    const { pathname } = new URL(response.url());
    if (!/\.(js|css)$/.test(pathname) || /worker/.test(pathname) || !response.ok()) return;
    seen.set(
      pathname,
      response.body().then((body) => gzipSync(body).length),
    );
  });
  return async () => new Map(await Promise.all([...seen].map(async ([path, size]) => [path, await size] as const)));
}

const total = (sizes: Iterable<number>): number => [...sizes].reduce((sum, size) => sum + size, 0);

export interface Weight {
  /** Before anybody is signed in, and the list of flows after it. */
  firstLoad: number;
  /** What the first flow needs on top until it is drawn. */
  canvas: number;
}

export async function weigh(studio: Pick<Studio, 'browser' | 'demo' | 'call'>): Promise<Weight> {
  const { id } = await studio.call('POST', '/v1/flows', { definition: largeFlow(10) });
  const context = await studio.browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'pt-BR' });
  const page = await context.newPage();
  const parts = madeOf(page);
  await signIn(page, studio.demo);
  const first = await parts();
  await page.goto(`${studio.demo.url}/flows/${id}`);
  await page.locator('.react-flow__node').first().waitFor();
  const both = await parts();
  await context.close();
  const onTop = [...both].filter(([path]) => !first.has(path)).map(([, size]) => size);
  return { firstLoad: total(first.values()), canvas: total(onTop) };
}

const kB = (bytes: number): string => `${Math.round(bytes / 1024)} KB`;

export async function weightFigures(studio: Studio): Promise<Figure[]> {
  const { firstLoad, canvas } = await weigh(studio);
  return [
    { what: 'first load, gzip', is: kB(firstLoad), ok: firstLoad < 300 * 1024 },
    { what: 'editor on top, gzip', is: kB(canvas), ok: canvas < 500 * 1024 },
  ];
}
