import { expect, test } from 'vitest';
import { card, signIn } from './drawing.ts';
import { productInBrowser } from './product-in-browser.ts';

const here = productInBrowser();

test('the builder opens without an error in its console', async () => {
  const page = await here.browser.newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    // Who has not signed in yet is told so by a 401, which the browser calls an error.
    if (message.type() === 'error' && !message.text().includes('401')) errors.push(message.text());
  });
  await page.goto(here.demo.url);
  await page.waitForSelector('#root > :not(style)');
  expect(await page.title()).toContain('Trama');
  expect(errors).toEqual([]);
});

test('a flow is edited with keys alone: add, delete, take back, close what is open', async () => {
  const page = await here.browser.newPage();
  page.setDefaultTimeout(20_000);
  await signIn(page, here.demo);
  await page.getByRole('button', { name: 'Novo fluxo' }).first().focus();
  await page.keyboard.press('Enter');
  const search = page.getByLabel('Procurar passos');
  await search.focus();
  await page.keyboard.type('montar dados');
  await page.keyboard.press('Enter');
  const set = card(page, 'Montar dados');
  await set.waitFor();
  // The cards are reached by Tab and chosen by Enter; Del and Ctrl-Z are the canvas's.
  await set.focus();
  await page.keyboard.press('Delete');
  await set.waitFor({ state: 'detached' });
  await page.keyboard.press('Control+z');
  await set.waitFor();
  await page.keyboard.press('Control+Shift+z');
  await set.waitFor({ state: 'detached' });
  await page.keyboard.press('Control+z');
  await set.focus();
  await page.keyboard.press('Enter');
  await page.getByRole('textbox', { name: 'Rótulo' }).waitFor();
  // In a field the keys are the field's.
  await page.getByRole('textbox', { name: 'Rótulo' }).fill('Saudação');
  await page.keyboard.press('Backspace');
  await card(page, 'Saudaçã').waitFor();
  await page.keyboard.press('Control+Enter');
  const panel = page.getByRole('region', { name: 'Teste' });
  await panel.getByRole('button', { name: 'Testar' }).waitFor();
  await panel.getByRole('button', { name: 'Fechar o painel de testes' }).press('Enter');
  await panel.waitFor({ state: 'detached' });
  await card(page, 'Saudaçã').focus();
  await page.keyboard.press('Escape');
  await page.getByRole('textbox', { name: 'Nome' }).waitFor();
  await page.close();
});

test('everything that can be pressed or filled has a name', async () => {
  const page = await here.browser.newPage();
  await signIn(page, here.demo);
  for (const place of ['/flows', '/runs', '/approvals', '/conversations', '/data', '/connections', '/ai']) {
    await page.goto(`${here.demo.url}${place}`);
    await page.locator('main h1').waitFor();
    const unnamed = await page.locator('button, a[href], input:not([type=hidden]), textarea').evaluateAll((all) =>
      all
        .filter((one) => {
          const labels = (one as HTMLInputElement).labels?.length ?? 0;
          const said = one.textContent?.trim() || one.getAttribute('aria-label') || one.getAttribute('aria-labelledby');
          return one.checkVisibility() && labels === 0 && !said;
        })
        .map((one) => one.outerHTML.slice(0, 200)),
    );
    expect(unnamed).toEqual([]);
  }
  await page.close();
});
