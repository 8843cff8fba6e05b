import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { signIn } from './drawing.ts';
import { productInBrowser } from './product-in-browser.ts';

const here = productInBrowser();
let page: Page;

beforeAll(async () => {
  const context = await here.browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'pt-BR' });
  page = await context.newPage();
  page.setDefaultTimeout(30_000);
  await signIn(page, here.demo);
});

test('an owner chooses how long data stays, takes everything out, and thinks better of deleting it all', async () => {
  await page.goto(`${here.demo.url}/settings/data`);
  await page.getByLabel('Eventos').fill('20');
  await page.getByRole('button', { name: 'Salvar' }).click();
  await page.getByText('Prazos salvos').waitFor();

  await page.getByRole('button', { name: 'Exportar tudo' }).click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Baixar' }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^trama-.+\.tar\.gz$/);
  // Nothing was made in this account yet, so it may take an archive in: its own.
  const archive = await download.path();
  const choose = async () => {
    const chosen = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Importar um arquivo…' }).click();
    await (await chosen).setFiles(archive);
  };
  // The line breaks once it is seen that something is sent; what is chosen again is sent anew, with what is wished now.
  await page.route('**/v1/imports/*/pieces/0', async (asked) => {
    await page.getByText('Enviando: 0%').waitFor();
    await asked.abort();
  });
  await choose();
  await page.getByText('O envio parou').waitFor();
  await page.unroute('**/v1/imports/*/pieces/0');
  await page.getByLabel('Convidar por e-mail').uncheck();
  const begun = page.waitForRequest((asked) => asked.method() === 'POST' && asked.url().endsWith('/v1/imports'));
  await choose();
  expect((await begun).postDataJSON()).toMatchObject({ invitePeople: false });
  await page.getByText('Importada de Oficina Demo').waitFor();

  await page.getByRole('button', { name: 'Excluir a conta…' }).click();
  const dialog = page.getByRole('dialog');
  const sure = dialog.getByRole('button', { name: 'Excluir tudo' });
  expect(await sure.isDisabled()).toBe(true);
  const field = dialog.getByLabel(/Para confirmar/);
  const label = (await dialog.getByText(/Para confirmar, escreva/).textContent()) ?? '';
  await field.fill(label.replace(/^.*escreva: /, ''));
  await sure.click();
  await page.getByText('Guarde o endereço do recibo').waitFor();
  await page.getByRole('button', { name: 'Voltar atrás' }).click();
  await page.getByText('Exclusão desfeita').waitFor();
  await page.getByRole('button', { name: 'Excluir a conta…' }).waitFor();
});

test('a refusal is noted, and a person who asks is found and erased; what they refused stays', async () => {
  await page.goto(`${here.demo.url}/settings/consents`);
  await page.getByRole('button', { name: 'Anotar' }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Contato').fill('joana.dias@example.com');
  await dialog.getByText('Recusou').click();
  await dialog.getByLabel('Onde disse').fill('no balcão');
  await dialog.getByRole('button', { name: 'Anotar' }).click();
  await page.getByRole('listitem').filter({ hasText: 'joana.dias@example.com' }).waitFor();

  await page.getByLabel('E-mail, telefone ou conversa').fill('joana.dias@example.com');
  await page.getByRole('button', { name: 'Procurar', exact: true }).click();
  await page.getByText('1 linha encontrada').first().waitFor();
  await page.getByRole('button', { name: 'Apagar…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Apagar' }).click();
  await page.getByText('Foi apagada').waitFor();
  await page.getByRole('listitem').filter({ hasText: 'pessoa apagada' }).getByText('Recusou').waitFor();
});
