import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebhookReceiver } from '#tests/simulators/webhook-receiver.ts';
import { signIn } from './drawing.ts';
import { productInBrowser } from './product-in-browser.ts';

const here = productInBrowser();
let page: Page;
let receiver: WebhookReceiver;

beforeAll(async () => {
  receiver = await WebhookReceiver.start();
  const context = await here.browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'pt-BR' });
  page = await context.newPage();
  page.setDefaultTimeout(20_000);
  await signIn(page, here.demo);
});
afterAll(() => receiver.stop());

const button = (name: string) => page.getByRole('button', { name, exact: true });
const publishAndRun = async (): Promise<void> => {
  const call = async (path: string, body: unknown) => {
    const answer = await fetch(`${here.demo.url}/v1${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${here.demo.apiKey}`, 'content-type': 'application/json', prefer: 'wait=20' },
      body: JSON.stringify(body),
    });
    return (await answer.json()) as { id: string };
  };
  const nodes = [{ id: 'a', type: 'set', config: { values: { v: 1 } } }];
  const edges = [{ from: 'trigger', to: 'a' }];
  const definition = { language: 'trama/1', name: 'Pedidos', trigger: { type: 'api', config: {} }, nodes, edges };
  const { id } = await call('/flows', { definition });
  await call(`/flows/${id}/publish`, {});
  await call(`/flows/${id}/runs`, { data: {} });
};

test('an address is entered with a secret header, tested, told of a run, and gets what it refused sent again', async () => {
  await page.goto(`${here.demo.url}/developers/webhooks`);
  await button('Novo endereço').click();
  await page.getByRole('textbox', { name: 'Endereço' }).fill(`http://127.0.0.1:${receiver.port}/erp`);
  await page.getByLabel('Para que serve').fill('ERP da loja');
  await page.getByLabel('Só o que eu escolher').check();
  await page.getByLabel('Uma execução terminou bem').check();
  await page.getByLabel('Uma execução falhou').check();
  await button('Mais opções').click();
  await button('Cabeçalho').click();
  await page.getByRole('textbox', { name: 'Nome do cabeçalho 1' }).fill('x-chave');
  await page.getByRole('textbox', { name: 'Valor do cabeçalho 1' }).fill('abre-te-sesamo');
  await button('Criar').click();
  const secret = await page.getByLabel('Segredo', { exact: true }).inputValue();
  expect(secret).toMatch(/^whsec_/);
  receiver.keys = [secret];
  await page.getByText("from 'standardwebhooks'").waitFor();
  await button('Já guardei').click();
  await page.getByRole('link', { name: /ERP da loja/ }).click();
  await page.getByText('Nada foi entregue ainda').waitFor();

  receiver.moods.push({ status: 202, body: 'recebido, obrigado' });
  await button('Enviar teste').click();
  await button('Enviar').click();
  await page.getByText('recebido, obrigado').waitFor();
  await page.keyboard.press('Escape');
  expect(receiver.got.map(({ type, headers }) => [type, headers['x-chave']])).toEqual([
    ['run.succeeded', 'abre-te-sesamo'],
  ]);

  receiver.moods.push({ status: 500, body: 'sem memória' });
  await publishAndRun();
  const delivery = page.getByRole('button', { name: /run\.succeeded/ });
  await expect.poll(() => delivery.count()).toBe(2);
  await delivery.filter({ hasText: 'Vai tentar de novo' }).click();
  await page.getByText('sem memória').waitFor();
  await button('Reenviar').click();
  await expect.poll(() => receiver.taken.length).toBe(2);
  await page.getByRole('region', { name: 'Tentativa 2' }).waitFor();
  expect(receiver.forged).toEqual([]);
});

test('the secret is rotated with both signing, and the endpoint is disabled and enabled again', async () => {
  const deeds = page.getByRole('button', { name: 'Ações de ERP da loja' });
  // The value of a secret header is shown nowhere, and stays where nobody writes another.
  await deeds.click();
  await page.getByRole('menuitem', { name: 'Editar endereço' }).click();
  expect(await page.getByRole('textbox', { name: 'Valor do cabeçalho 1' }).inputValue()).toBe('');
  await button('Salvar').click();
  await page.getByText('Endereço salvo').waitFor();
  await deeds.click();
  await page.getByRole('menuitem', { name: 'Trocar o segredo' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Trocar o segredo' }).click();
  const secret = await page.getByLabel('Segredo', { exact: true }).inputValue();
  receiver.keys = [secret];
  await button('Já guardei').click();
  await button('Encerrar agora').click();
  await deeds.click();
  await page.getByRole('menuitem', { name: 'Desligar' }).click();
  await page.getByText('Desligado por alguém daqui').waitFor();
  await publishAndRun();
  await page.getByText('o endereço estava desligado').waitFor();
  await button('Ligar de novo').click();
  await button('Ligar e reenviar').click();
  await expect.poll(() => receiver.taken.length).toBe(3);
  expect(receiver.got.at(-1)?.headers['x-chave']).toBe('abre-te-sesamo');
  await deeds.click();
  await page.getByRole('menuitem', { name: 'Apagar' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Apagar' }).click();
  await page.getByText('Nenhum sistema ouve a sua conta ainda').waitFor();
  expect(receiver.forged).toEqual([]);
});
