import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { card, signIn } from './drawing.ts';
import { productInBrowser } from './product-in-browser.ts';

const here = productInBrowser();

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const SHEET = 'sku;nome;preco;quantidade\nA1;Óleo;32,90;12\nB2;Vela;12,50;40\n';

const send = async (): Promise<{ status: number; body: Record<string, unknown> }> => {
  const answer = await fetch(`${here.demo.url}/hooks/${here.demo.tenant}/planilha`, {
    method: 'POST',
    headers: { 'content-type': 'text/csv', 'x-loja': 'abre-te' },
    body: SHEET,
  });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
};

const publish = async (page: Page, note: string, version: number): Promise<void> => {
  await button(page, 'Publicar').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'O que mudou' }).fill(note);
  await dialog.getByRole('button', { name: 'Publicar', exact: true }).click();
  await page.getByText(`Seu fluxo está no ar: versão ${version}`).waitFor();
};

const openPage = async (): Promise<Page> => {
  const context = await here.browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  await signIn(page, here.demo);
  return page;
};

test('the first day: first steps, a template, its connection, a test, live, broken, mended, tried again, compared, taken back', async () => {
  const page = await openPage();
  await page.goto(`${here.demo.url}/welcome`);
  await button(page, 'Loja virtual').click();
  await page.getByRole('textbox', { name: /^Nome da empresa/ }).fill('Loja da Bia');
  await button(page, 'Continuar').click();
  await page.getByRole('heading', { name: 'Por onde quer começar?' }).waitFor();
  await button(page, 'Pular por agora').click();
  await page.getByRole('heading', { name: /^Bo[am]/ }).waitFor();

  // A template with a connection that is made in place.
  await page.getByRole('link', { name: 'Modelos' }).first().click();
  await page.getByRole('link', { name: /^Desenho do fluxo Importar planilha/ }).click();
  await button(page, 'Nova').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: /^Nome/ }).fill('Senha da loja');
  await dialog.getByRole('textbox', { name: /^Segredo/ }).fill('abre-te');
  await dialog.getByRole('textbox', { name: /^Cabeçalho/ }).fill('X-Loja');
  await dialog.locator('button[type=submit]').click();
  await dialog.waitFor({ state: 'hidden' });
  await page.getByText('Tudo preenchido').waitFor();
  await button(page, 'Usar este modelo').click();
  await page.waitForURL(/\/flows\/flw_/);
  const flow = page.url();

  // One step is tried, then the flow goes live and is really called.
  await card(page, 'Ler a planilha').click();
  await page.keyboard.press('Alt+Enter');
  await page.getByRole('region', { name: 'Teste' }).getByText('até Ler a planilha').waitFor();
  await card(page, 'Ler a planilha').locator('[data-status="succeeded"]').first().waitFor();
  await publish(page, 'primeira', 1);
  expect(await send()).toMatchObject({ status: 200, body: { lidas: 2, novas: 2 } });

  // A change that looks right, and fails with the rows that come.
  const kept = page.locator('.map-value [role=textbox]').first();
  await page.keyboard.press('Escape');
  await card(page, 'Separar boas e ruins').click();
  await kept.fill("{{ steps.ler.rows.filter(l => l.fornecedor.nome != '') }}");
  await publish(page, 'só com fornecedor', 2);
  const broken = await send();
  expect(broken.status).toBe(500);

  // The run says where; the step is opened and mended, and the run goes on from there on the new version.
  await page.goto(`${here.demo.url}/runs?status=failed`);
  await page.getByRole('link', { name: /Importar planilha/ }).click();
  await page.getByText('Em “Separar boas e ruins”').waitFor();
  const run = page.url();
  await page.getByRole('link', { name: 'Abrir o passo no editor' }).or(button(page, 'Abrir o passo no editor')).click();
  await page.waitForURL(/\/flows\/flw_/);
  await kept.fill("{{ steps.ler.rows.filter(l => l.fornecedor?.nome != '') }}");
  await publish(page, 'fornecedor pode faltar', 3);
  await page.goto(run);
  await button(page, 'Rodar de novo a partir daqui').click();
  const again = page.getByRole('dialog');
  await again.getByRole('combobox', { name: 'Versão' }).click();
  await page.getByRole('option', { name: /v3/ }).click();
  await again.getByRole('button', { name: 'Rodar', exact: true }).click();
  await expect.poll(() => page.url()).not.toBe(run);
  await page.getByRole('banner').getByText('Deu certo').waitFor();

  // What differs is drawn, and an older version goes on the air again.
  await page.goto(flow);
  await card(page, 'Ler a planilha').waitFor();
  await page.keyboard.press('Escape');
  await button(page, 'Mais').click();
  await page.getByRole('menuitem', { name: /^Versões/ }).click();
  await page.getByText('só com fornecedor').waitFor();
  await page.locator('.version-row').filter({ hasText: 'primeira' }).getByRole('button', { name: 'Comparar' }).click();
  await page.getByRole('dialog').getByText('Separar boas e ruins').first().waitFor();
  await page.keyboard.press('Escape');
  await button(page, 'Mais sobre a v1').click();
  await page.getByRole('menuitem', { name: 'Pôr no ar de novo' }).click();
  await page.getByText('A v1 está no ar de novo, como v4').waitFor();
  expect(await send()).toMatchObject({ status: 200, body: { lidas: 2 } });
  await page.context().close();
}, 180_000);
