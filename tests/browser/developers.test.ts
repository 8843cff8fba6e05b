import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { signIn } from './drawing.ts';
import { productInBrowser } from './product-in-browser.ts';

const here = productInBrowser();
let page: Page;

beforeAll(async () => {
  const context = await here.browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'pt-BR' });
  page = await context.newPage();
  page.setDefaultTimeout(20_000);
  await signIn(page, here.demo);
});

const asked = (key: string, route: string) =>
  fetch(`${here.demo.url}/v1${route}`, { headers: { authorization: `Bearer ${key}` } });
const dialog = () => page.getByRole('dialog');
const tab = (name: string) =>
  page.getByRole('navigation', { name: 'Desenvolvedores' }).getByRole('link', { name }).click();

test('a developer makes a key, rotates it, finds its calls in the log, does one again, and takes an example along', async () => {
  await page.getByRole('button', { name: /^Seu perfil:/ }).click();
  await page.getByRole('menuitem', { name: 'Desenvolvedores' }).click();

  await page.getByRole('main').getByRole('button', { name: 'Nova chave' }).first().click();
  await dialog().getByLabel('Para que serve').fill('ERP da loja');
  await dialog().getByText('Escolher um a um').click();
  await dialog().getByLabel('Iniciar, pausar, cancelar e repetir execuções').uncheck();
  await dialog().getByRole('button', { name: 'Criar chave' }).click();
  const old = await dialog().getByLabel('Chave', { exact: true }).inputValue();
  await dialog().getByRole('button', { name: 'Já guardei' }).click();
  expect([(await asked(old, '/flows')).status, (await asked(old, '/approvals')).status]).toEqual([200, 403]);

  await page.getByRole('button', { name: 'Ações de ERP da loja' }).click();
  await page.getByRole('menuitem', { name: 'Renovar segredo' }).click();
  await dialog().getByRole('button', { name: 'Renovar segredo' }).click();
  const fresh = await dialog().getByLabel('Chave', { exact: true }).inputValue();
  await dialog().getByRole('button', { name: 'Já guardei' }).click();
  expect([(await asked(old, '/flows')).status, (await asked(fresh, '/flows')).status]).toEqual([200, 200]);
  await page.getByRole('button', { name: 'Encerrar agora' }).click();
  await dialog().getByRole('button', { name: 'Encerrar agora' }).click();
  await page.getByText('O segredo anterior não vale mais').waitFor();
  expect((await asked(old, '/flows')).status).toBe(401);

  await page.getByRole('button', { name: 'Ações de ERP da loja' }).click();
  await page.getByRole('menuitem', { name: 'Ver chamadas' }).click();
  const refused = page.getByRole('button', { name: /403 GET \/v1\/approvals/ });
  await expect
    .poll(
      async () => {
        await page.getByRole('button', { name: 'Atualizar' }).click();
        return refused.isVisible();
      },
      { timeout: 15_000 },
    )
    .toBe(true);
  await refused.click();
  await page.getByText('forbidden').waitFor();
  await page.getByRole('button', { name: 'Repetir' }).click();
  // The person may what the key may not.
  await page.getByText(/^Repetida: 200 em/).waitFor();

  await tab('Uso');
  await page.getByRole('row', { name: /GET \/v1\/flows/ }).waitFor();
  await tab('Exemplos');
  await page.getByText(`curl -sS -X POST '${here.demo.url}/v1/flows/`, { exact: false }).waitFor();
  await page.getByText('Python', { exact: true }).click();
  await page.getByText('trama.runs.start(', { exact: false }).waitFor();
  await tab('Terminal');
  await page.getByText(`trama init production --url ${here.demo.url} --tenant ${here.demo.tenant}`).waitFor();
});
