import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { signIn } from './drawing.ts';
import { productInBrowser } from './product-in-browser.ts';

/** What has no room in the plan, as the API says it: how it came to stand still is told by the tests of the domain. */
const here = productInBrowser();
let page: Page;
beforeAll(async () => {
  const context = await here.browser.newContext({ locale: 'pt-BR', viewport: { width: 1440, height: 1000 } });
  page = await context.newPage();
  page.setDefaultTimeout(20_000);
  await signIn(page, here.demo);
});

const flow = (n: number, keeps: boolean) => ({ id: `flw_${String(n).repeat(32)}`, name: `Fluxo ${n}`, keeps });
const frozen = (limit: number) => [{ feature: 'flows', limit, items: [flow(1, true), flow(2, true), flow(3, false)] }];
const card = () => page.locator('.plan-frozen');
const box = (n: number) => card().getByRole('checkbox', { name: `Fluxo ${n}` });
const save = () => card().getByRole('button');

/** The plan's page where that stands still; gives what was kept, and how often the story was asked for. */
const opened = async (limit: number) => {
  await page.unrouteAll({ behavior: 'wait' });
  const seen = { kept: [] as unknown[], stories: 0 };
  let data: unknown[] = frozen(limit);
  await page.route('**/v1/subscription/frozen', async (asked) => {
    if (asked.request().method() === 'PUT') {
      seen.kept.push(asked.request().postDataJSON());
      data = [];
    }
    await asked.fulfill({ json: { data } });
  });
  await page.route('**/v1/subscription/story', async (asked) => {
    seen.stories++;
    await asked.continue();
  });
  await page.goto(`${here.demo.url}/plan`);
  await card().waitFor();
  return seen;
};

test('what stands still where there is room for it is let work, and the page follows', async () => {
  const seen = await opened(3);
  expect([await box(2).isChecked(), await box(3).isChecked()]).toEqual([true, false]);
  expect(await save().count()).toBe(0);
  await expect.poll(() => seen.stories).toBeGreaterThan(0);
  const before = seen.stories;
  await box(3).check();
  await save().click();
  await card().waitFor({ state: 'detached' });
  expect(seen.kept).toEqual([{ keep: { flows: [flow(3, true).id, flow(1, true).id, flow(2, true).id] } }]);
  await expect.poll(() => seen.stories).toBeGreaterThan(before);
});

test('where something narrower is full, whatever is chosen last comes first', async () => {
  const seen = await opened(-1);
  await card().getByText('2 escolhidos').waitFor();
  await box(3).check();
  await save().click();
  await expect
    .poll(() => seen.kept)
    .toMatchObject([{ keep: { flows: [flow(3, true).id, expect.any(String), expect.any(String)] } }]);
});

test('whom somebody else was before is told so, and sees what works now', async () => {
  await opened(3);
  await box(3).check();
  const now = [{ feature: 'flows', limit: 2, items: [flow(1, false), flow(2, true), flow(3, true)] }];
  await page.route('**/v1/subscription/frozen', (asked) =>
    asked.request().method() === 'PUT'
      ? asked.fulfill({ status: 412, json: { code: 'stale', status: 412, title: 'Alguém mudou isto antes' } })
      : asked.fulfill({ json: { data: now }, headers: { etag: '"now"' } }),
  );
  await save().click();
  await page.getByText('Alguém escolheu antes de você, e nada foi salvo.').waitFor();
  await expect.poll(() => box(1).isChecked()).toBe(false);
  expect([await box(2).isChecked(), await box(3).isChecked()]).toEqual([true, true]);
  // What is chosen next names what is seen now.
  const sent = page.waitForRequest((one) => one.method() === 'PUT' && one.url().endsWith('/subscription/frozen'));
  await box(3).uncheck();
  await box(1).check();
  await save().click();
  expect((await sent).headers()['if-match']).toBe('"now"');
});

test('what has no room is chosen in the place of something else', async () => {
  await opened(2);
  expect(await box(3).isDisabled()).toBe(true);
  await box(1).uncheck();
  await box(3).check();
  expect([await box(1).isDisabled(), await box(2).isChecked()]).toEqual([true, true]);
});

test('a flow that stands still has room for both of its marks', async () => {
  await page.evaluate(async () => {
    const post = (path: string, body: unknown) =>
      fetch(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
    const trigger = { type: 'manual', config: {} };
    const definition = { language: 'trama/1', name: 'Parado', trigger, nodes: [], edges: [] };
    const { id } = await (await post('/v1/flows', { definition })).json();
    await post(`/v1/flows/${id}/publish`, {});
  });
  await page.route(/\/v1\/flows(\?|$)/, async (asked) => {
    const { data, ...rest } = await (await asked.fetch()).json();
    await asked.fulfill({ json: { ...rest, data: data.map((one: object) => ({ ...one, frozen: true })) } });
  });
  await page.goto(`${here.demo.url}/flows`);
  const row = page.getByRole('listitem').filter({ hasText: 'Parado' });
  const published = await row.getByText('No ar · v1').boundingBox();
  const words = await row.getByText('ainda não rodou').boundingBox();
  await row.getByText('Congelado').waitFor();
  expect((words?.x ?? 0) + (words?.width ?? 0)).toBeLessThanOrEqual(published?.x ?? 0);
});
