import { gzipSync } from 'node:zlib';
import type { Page, Response } from 'playwright-core';
import { signIn } from '../browser/drawing.ts';
import type { Figure } from '../size/figure.ts';
import { largeFlow } from './large-flow.ts';
import type { Studio } from './studio.ts';

/** Scripts and styles that a page fetches while something is done, in bytes after gzip. */
async function fetched(page: Page, act: () => Promise<void>): Promise<number> {
  const seen: Promise<number>[] = [];
  const take = (response: Response): void => {
    if (!/\.(js|css)$/.test(new URL(response.url()).pathname) || !response.ok()) return;
    seen.push(response.body().then((body) => gzipSync(body).length));
  };
  page.on('response', take);
  await act();
  await page.waitForLoadState('networkidle');
  page.off('response', take);
  return (await Promise.all(seen)).reduce((sum, size) => sum + size, 0);
}

export interface Weight {
  /** Before anybody is signed in, and the list of flows after it. */
  firstLoad: number;
  /** What opening the first flow brings on top. */
  canvas: number;
}

export async function weigh(studio: Pick<Studio, 'browser' | 'demo' | 'call'>): Promise<Weight> {
  const { id } = await studio.call('POST', '/v1/flows', { definition: largeFlow(10) });
  const context = await studio.browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'pt-BR' });
  const page = await context.newPage();
  const firstLoad = await fetched(page, () => signIn(page, studio.demo));
  const canvas = await fetched(page, async () => {
    await page.goto(`${studio.demo.url}/flows/${id}`);
    await page.locator('.react-flow__node').first().waitFor();
  });
  await context.close();
  return { firstLoad, canvas: canvas - firstLoad };
}

const kB = (bytes: number): string => `${Math.round(bytes / 1024)} KB`;

export async function weightFigures(studio: Studio): Promise<Figure[]> {
  const { firstLoad, canvas } = await weigh(studio);
  return [
    { what: 'first load, gzip', is: kB(firstLoad), ok: firstLoad < 300 * 1024 },
    { what: 'editor on top, gzip', is: kB(canvas), ok: canvas < 500 * 1024 },
  ];
}
