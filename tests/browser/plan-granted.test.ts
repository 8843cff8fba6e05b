import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import type { Demo } from '#scripts/run.ts';
import { faultsOf } from './axe.ts';
import { signIn } from './drawing.ts';
import { ownShop } from './own-shop.ts';
import { productInBrowser } from './product-in-browser.ts';

/** The plan's page of accounts that an operator made with a plan of their own, which nobody pays for. */
const here = productInBrowser();
let small: Demo;
beforeAll(async () => {
  small = await ownShop('STARTER');
});

const planOf = async (demo: Demo, at = '/plan'): Promise<Page> => {
  const context = await here.browser.newContext({ locale: 'pt-BR', viewport: { width: 1440, height: 1000 } });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  await signIn(page, demo);
  await page.goto(demo.url + at);
  await page.locator('.plan-card').first().waitFor();
  return page;
};
const cardOf = (page: Page, name: string) =>
  page.locator('.plan-card').filter({ has: page.getByRole('heading', { name, exact: true }) });

test('the largest plan that was granted is no free one, and nothing smaller is tried or sold beside it', async () => {
  const page = await planOf(here.demo, '/plan?choose=STARTER');
  const own = page.locator('.plan-current');
  await own.getByText('Corporativo', { exact: true }).waitFor();
  await own.getByText('combinado', { exact: true }).waitFor();
  await own.getByText('Combinado com a gente, sem prazo').waitFor();
  expect(await own.getByText('grátis', { exact: true }).count()).toBe(0);
  expect(await page.getByRole('button', { name: /^(Testar|Escolher|Assinar|Subir|Descer)/ }).count()).toBe(0);
  // Who came for a smaller one is not asked about it.
  expect(await page.getByRole('dialog').count()).toBe(0);
  expect(await faultsOf(page)).toEqual([]);
  await page.context().close();
});

test('beside a smaller one that was granted a larger is tried, which says what it leads back to', async () => {
  const page = await planOf(small);
  expect(
    await cardOf(page, 'Inicial')
      .getByRole('button', { name: /^(Testar|Escolher|Assinar)/ })
      .count(),
  ).toBe(0);
  await cardOf(page, 'Empresa')
    .getByRole('button', { name: /^Testar/ })
    .click();
  await page.getByRole('dialog').getByText('quem não assina volta para Inicial').waitFor();
  await page.context().close();
});
