import { expect, test } from 'vitest';
import { largeFlow } from '../builder-figures/large-flow.ts';
import { weigh } from '../builder-figures/weight.ts';
import { card, signIn } from './drawing.ts';
import { productInBrowser } from './product-in-browser.ts';

const here = productInBrowser();

const call = async (method: string, path: string, body?: object): Promise<{ id: string } & Record<string, unknown>> => {
  const answer = await fetch(here.demo.url + path, {
    method,
    headers: { authorization: `Bearer ${here.demo.apiKey}`, 'content-type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  return (await answer.json()) as { id: string } & Record<string, unknown>;
};

test('five hundred steps: one is found and renamed, which is saved, and taken back', async () => {
  const { id } = await call('POST', '/v1/flows', { definition: largeFlow(500) });
  const page = await here.browser.newPage({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });
  page.setDefaultTimeout(30_000);
  await signIn(page, here.demo);
  await page.goto(`${here.demo.url}/flows/${id}`);
  await card(page, 'Passo 1').waitFor();
  // Of all cards only those are in the page that are seen.
  expect(await page.locator('.react-flow__node').count()).toBeLessThan(400);

  await page.keyboard.press('Control+f');
  await page.keyboard.type('Passo 487');
  await card(page, 'Passo 487').waitFor();
  await page.keyboard.press('Escape');
  await page
    .getByRole('textbox', { name: 'Rótulo' })
    .or(page.getByLabel('Nome do passo'))
    .first()
    .fill('O passo que importa');
  await card(page, 'O passo que importa').waitFor();
  const labels = async () =>
    JSON.stringify(((await call('GET', `/v1/flows/${id}`)).draft as { nodes: unknown[] }).nodes).includes(
      'O passo que importa',
    );
  await expect.poll(labels, { timeout: 20_000 }).toBe(true);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+z');
  await card(page, 'Passo 487').waitFor();
  await expect.poll(labels, { timeout: 20_000 }).toBe(false);
  await page.context().close();
}, 120_000);

test('the first page is under 300 KB, the editor under 500 KB on top, as they travel', () => {
  const { firstLoad, canvas } = weigh();
  expect(firstLoad).toBeLessThan(300 * 1024);
  expect(canvas).toBeLessThan(500 * 1024);
});
