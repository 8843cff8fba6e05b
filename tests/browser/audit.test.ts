import type { Page } from 'playwright-core';
import { beforeAll, expect, inject, test } from 'vitest';
import { bury } from '#domain/dead-letters/bury.ts';
import { formatId, newId } from '#domain/ids.ts';
import { databaseOf } from '#scripts/database-of.ts';
import { startS3 } from '#tests/simulators/s3-server.ts';
import { signIn } from './drawing.ts';
import { productInBrowser } from './product-in-browser.ts';

const here = productInBrowser();
let page: Page;

const call = async (method: string, route: string, body: unknown) => {
  const answer = await fetch(`${here.demo.url}/v1${route}`, {
    method,
    headers: { authorization: `Bearer ${here.demo.apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  expect(answer.status, await answer.clone().text()).toBeLessThan(300);
  return (await answer.json()) as { id: string };
};

beforeAll(async () => {
  const definition = {
    ...{ language: 'trama/1', name: 'Pedidos da loja', trigger: { type: 'api', config: {} }, edges: [] },
    nodes: [{ id: 'a', type: 'set', config: { values: { n: '1' } } }],
  };
  const { id } = await call('POST', '/flows', { definition: { ...definition, edges: [{ from: 'trigger', to: 'a' }] } });
  await call('POST', `/flows/${id}/publish`, {});
  await call('PATCH', `/flows/${id}`, { folder: 'Vendas' });
  const context = await here.browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'pt-BR' });
  page = await context.newPage();
  page.setDefaultTimeout(20_000);
  await signIn(page, here.demo);
});

test('who did what is read as sentences, found by filters, opened with what changed, and known to be whole', async () => {
  await page.goto(`${here.demo.url}/settings/audit`);
  await page.getByText(/Íntegra até .*registros conferidos/).waitFor();
  const row = (text: string) => page.getByRole('listitem').filter({ hasText: text });
  await row('publicou a versão 1 de Pedidos da loja').waitFor();
  await page.getByLabel('Procurar por nome ou ação').fill('flow.sort');
  await page.waitForURL('**/settings/audit?q=flow.sort');
  await row('publicou a versão 1').waitFor({ state: 'detached' });
  const sorted = row('mudou pasta, etiquetas ou minutos de Pedidos da loja');
  await sorted.getByRole('button').click();
  await sorted.getByRole('row', { name: /folder vazio Vendas/ }).waitFor();
  await sorted.getByText('chave da API', { exact: true }).waitFor();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Baixar CSV' }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^audit-.*\.csv$/);
  await page.getByRole('button', { name: 'Limpar filtros' }).click();
  await row('baixou a auditoria').waitFor();
});

test('a bucket for every day is tried, told in words, kept without its secret, and switched off again', async () => {
  const account = { bucket: 'auditoria', region: 'sa-east-1', key: 'CHAVE', secret: 'segredo' };
  const s3 = await startS3(account);
  try {
    await page.getByRole('button', { name: 'Configurar' }).click();
    const dialog = page.getByRole('dialog', { name: 'Exportar a auditoria todo dia' });
    await dialog.getByLabel('Endereço do serviço').fill(s3.url);
    await dialog.getByLabel('Bucket').fill('outro');
    await dialog.getByLabel('ID da chave').fill(account.key);
    await dialog.getByRole('textbox', { name: 'Segredo da chave' }).fill(account.secret);
    await dialog.getByRole('button', { name: 'Testar' }).click();
    await dialog.getByRole('alert').filter({ hasText: 'O bucket não existe' }).waitFor();
    await dialog.getByLabel('Bucket').fill(account.bucket);
    await dialog.getByRole('button', { name: 'Testar' }).click();
    await dialog.getByText('Funcionou').waitFor();
    await dialog.getByRole('button', { name: 'Salvar' }).click();
    const card = page.getByRole('region', { name: 'Exportação diária' });
    await card.getByText('Todo dia às 03:00, para auditoria/audit').waitFor();
    await card.getByRole('button', { name: 'Mudar' }).click();
    expect(await dialog.getByRole('textbox', { name: 'Segredo da chave' }).inputValue()).toBe('');
    await dialog.getByRole('button', { name: 'Testar' }).click();
    await dialog.getByText('Funcionou').waitFor();
    await dialog.getByRole('button', { name: 'Cancelar' }).click();
    await card.getByRole('button', { name: 'Desligar' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Desligar' }).click();
    await card.getByRole('button', { name: 'Configurar' }).waitFor();
    expect(s3.refused).toBe(0);
  } finally {
    await s3.close();
  }
});

test('what was lost has a page that says so when nothing was, and all of both is for who may see it', async () => {
  await page.getByRole('link', { name: 'Entregas perdidas' }).click();
  await page.getByText('Nada se perdeu').waitFor();
  await page.getByText('Todas', { exact: true }).click();
  await page.waitForURL('**/settings/lost?show=all');
});

test('lost deliveries are chosen and settled together; what nobody is left to take stays until it is discarded', async () => {
  const database = await databaseOf(inject('data'));
  try {
    const [tenant] = await database.admin.sql<{ id: string }>`select id from tenants where slug = ${here.demo.tenant}`;
    await database.withTenant(formatId('ten', tenant?.id ?? ''), async (db) => {
      for (const n of [1, 2]) {
        const payload = { approvalId: newId('apr'), n };
        await bury(db, {
          kind: 'approval',
          ref: `pedido/${n}`,
          title: `Pedido ${n}`,
          reason: 'timeout',
          payload,
          tries: 10,
        });
      }
    });
  } finally {
    await database.close();
  }
  await page.goto(`${here.demo.url}/settings/lost`);
  await page.getByRole('checkbox', { name: 'Escolher todas' }).check();
  await page.getByRole('button', { name: 'Tentar as escolhidas' }).click();
  await page.getByText(/Continuam aqui: 2\. Não há mais a quem entregar/).waitFor();
  await page.getByRole('checkbox', { name: 'Escolher Pedido 1' }).check();
  await page.getByRole('button', { name: 'Descartar as escolhidas' }).click();
  await page.getByRole('dialog', { name: 'Descartar 1 entrega?' }).getByRole('button', { name: 'Descartar' }).click();
  await page.getByText('1 entrega descartada').waitFor();
  await expect.poll(() => page.getByRole('listitem').filter({ hasText: 'Pedido' }).count()).toBe(1);
});
