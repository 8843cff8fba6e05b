import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROLE_SCOPES } from '#api/auth/role-scopes.ts';
import { TelegramSimulator } from '#tests/simulators/telegram.ts';
import { signIn } from './drawing.ts';
import { productInBrowser } from './product-in-browser.ts';

let page: Page;
let telegram: TelegramSimulator;
let table = '';

/** A model that writes the first words, and the rest when it is told to. */
let finish: () => void = () => {};
const piece = (delta: object, more: object = {}) =>
  `data: ${JSON.stringify({ id: 'x', object: 'chat.completion.chunk', model: 'm', choices: [{ index: 0, delta, finish_reason: null, ...more }] })}\n\n`;
const model = createServer((request, response) => {
  request.resume().on('end', () => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(piece({ role: 'assistant', content: 'Bom dia, Ana! ' }));
    finish = () => {
      response.write(piece({ content: 'Sua moto está pronta.' }));
      response.write(piece({}, { finish_reason: 'stop' }));
      const usage = { prompt_tokens: 1_000, completion_tokens: 500, total_tokens: 1_500 };
      response.end(
        `data: ${JSON.stringify({ id: 'x', object: 'chat.completion.chunk', model: 'm', choices: [], usage })}\n\ndata: [DONE]\n\n`,
      );
    };
  });
});

const modelPort = (): number => (model.address() as AddressInfo).port;

// Hooks of the end run backwards: these after the product's.
afterAll(async () => {
  await telegram?.stop();
  model.closeAllConnections();
  model.close();
});

const here = productInBrowser();

beforeAll(async () => {
  model.listen(0, '127.0.0.1');
  await once(model, 'listening');
  telegram = await TelegramSimulator.start();
  page = await here.browser.newPage({ viewport: { width: 1280, height: 800 } });
  page.setDefaultTimeout(20_000);
  await signIn(page, here.demo);
});

const call = async (method: string, route: string, body?: unknown) => {
  const answer = await fetch(`${here.demo.url}/v1${route}`, {
    method,
    headers: { authorization: `Bearer ${here.demo.apiKey}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  // oxlint-disable-next-line typescript/no-explicit-any -- erasure: looked at by path
  const made = (await answer.json()) as any;
  expect(answer.status, JSON.stringify(made)).toBeLessThan(300);
  return made;
};

const deploy = async (name: string, trigger: object, nodes: object[], edges: object[]): Promise<string> => {
  const { id } = await call('POST', '/flows', { definition: { language: 'trama/1', name, trigger, nodes, edges } });
  await call('POST', `/flows/${id}/publish`, {});
  return id;
};

test('a run shows what a model writes while it writes, and the month shows what it cost', async () => {
  const server = { provider: 'compatible', baseUrl: `http://127.0.0.1:${modelPort()}/v1`, apiKey: 'k', model: 'm' };
  await call('POST', '/connections', {
    connector: 'ai',
    name: 'ia',
    ...server,
    prices: { m: { input: 1000, output: 2000 } },
  });
  const flow = await deploy(
    'Escrever',
    { type: 'api', config: {} },
    [
      { id: 'ok', type: 'approval', config: { title: 'Escrever?' } },
      { id: 'texto', type: 'ai.generate', connection: 'ia', config: { prompt: 'Avise a Ana' } },
    ],
    [
      { from: 'trigger', to: 'ok' },
      { from: 'ok.approved', to: 'texto' },
    ],
  );
  const run = await call('POST', `/flows/${flow}/runs`, { data: {} });
  await page.goto(`${here.demo.url}/runs/${run.id}`);
  await page.getByRole('link', { name: 'Decidir' }).waitFor();
  const [approval] = (await call('GET', `/approvals?run=${run.id}`)).data;
  await call('POST', `/approvals/${approval.id}`, { decision: 'approved' });
  const writing = page.locator('.live-text');
  await expect.poll(() => writing.innerText(), { timeout: 20_000 }).toContain('Bom dia, Ana!');
  finish();
  await writing.waitFor({ state: 'detached' });
  await page.getByText('Sua moto está pronta.').first().waitFor();

  await page.getByRole('link', { name: 'Voltar' }).click();
  await page.getByRole('link', { name: 'IA', exact: true }).click();
  await page.getByText('US$ 2,00').first().waitFor();
  expect(await page.locator('.ai-shares').allInnerTexts()).toEqual([
    expect.stringContaining('compatible'),
    expect.stringContaining('Escrever'),
  ]);
  await page.getByRole('button', { name: 'Mudar orçamento' }).click();
  await page.getByLabel('Dólares por mês').fill('10');
  await page.keyboard.press('Enter');
  await page.getByText('restam US$ 8,00').waitFor();
  expect((await call('GET', '/ai/usage')).budget).toEqual({ costUsd: 10, tokens: null });
});

test('a chat shows what was said, and what failed last leads to its run', async () => {
  await page.getByRole('link', { name: 'Conversas' }).click();
  await page.getByText('Nenhuma conversa ainda').waitFor();
  const token = '7:TOKEN-of-a-bot';
  const bot = { connector: 'telegram', name: 'oficina', token, apiRoot: telegram.url };
  await call('POST', '/connections', bot);
  await deploy(
    'Atender',
    { type: 'message', config: { channel: 'telegram', account: 'oficina' } },
    [
      {
        id: 'diz',
        type: 'telegram.sendMessage',
        connection: 'oficina',
        config: { chat: '{{ trigger.data.conversation }}', text: 'Já vejo.' },
      },
      { id: 'cai', type: 'fail', config: { code: 'sem_estoque', message: 'Não há vela no estoque' } },
    ],
    [
      { from: 'trigger', to: 'diz' },
      { from: 'diz', to: 'cai' },
    ],
  );
  telegram.says(token, 61, 'Tem vela para Gol?');
  await page.getByRole('link', { name: /Já vejo/ }).click();
  const chat = page.getByRole('region', { name: /Ana/ });
  await chat.getByText('Tem vela para Gol?').waitFor();
  await chat.getByText('Não há vela no estoque').waitFor();
  await chat.getByRole('link', { name: 'Ver execução' }).click();
  await page.getByText('Não há vela no estoque').first().waitFor();
});

const grid = () => page.getByRole('grid');
const rowsOf = async (table: string) =>
  (await call('GET', `/data-tables/${table}/rows`)).data.map(({ values }: { values: object }) => values);

test('a table is made, and its cells are written with the keyboard', async () => {
  await page.goto(`${here.demo.url}/data`);
  await page.getByRole('button', { name: 'Nova tabela' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Nome da tabela').fill('Peças');
  await dialog.getByRole('button', { name: 'Coluna', exact: true }).click();
  await dialog.getByRole('textbox', { name: 'Nome da coluna' }).nth(1).fill('Preço');
  await dialog.getByRole('combobox', { name: 'Tipo' }).nth(1).click();
  await page.getByRole('option', { name: 'Número' }).click();
  await dialog.getByRole('button', { name: 'Nova tabela' }).click();
  await page.waitForURL('**/data/tbl_*');
  table = page.url().split('/').at(-1) ?? '';
  await page.getByText('A tabela ainda está vazia').waitFor();
  const add = page.getByRole('button', { name: 'Nova linha' });
  await add.last().click();
  await grid().waitFor();
  await add.click();
  await grid().getByRole('row').nth(2).waitFor();
  await grid().focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.type('Vela');
  await page.keyboard.press('Tab');
  await page.keyboard.type('1.234,56');
  await page.keyboard.press('Enter');
  await page.keyboard.type('dez');
  await page.keyboard.press('Enter');
  await page.getByRole('status').getByText('Não é um número').waitFor();
  await page.keyboard.press('Home');
  await page.keyboard.type('Filtro');
  await page.keyboard.press('Enter');
  await expect
    .poll(() => rowsOf(table))
    .toEqual([
      { Nome: 'Vela', Preço: 1234.56 },
      { Nome: 'Filtro', Preço: null },
    ]);
  await page.keyboard.press('Control+z');
  await expect.poll(() => rowsOf(table)).toMatchObject([{}, { Nome: null }]);
  await grid().getByText('1.234,56').waitFor();
});

test('a cell that somebody changed in between is shown with both values, and who looks chooses', async () => {
  const [row] = (await call('GET', `/data-tables/${table}/rows`)).data;
  await call('PATCH', `/data-tables/${table}/rows/${row.id}`, { values: { Preço: 99 } });
  await grid().getByText('1.234,56').dblclick();
  await page.keyboard.press('Control+a');
  await page.keyboard.type('50');
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Alguém mudou esta linha' });
  await dialog.getByText('99', { exact: true }).waitFor();
  await dialog.getByRole('button', { name: 'Ficar com o meu' }).click();
  await expect.poll(() => rowsOf(table)).toMatchObject([{ Preço: 50 }, {}]);
  // Who changed another cell of the row is in nobody's way.
  await call('PATCH', `/data-tables/${table}/rows/${row.id}`, { values: { Nome: 'Vela NGK' } });
  await grid().getByText('50', { exact: true }).dblclick();
  await page.keyboard.press('Control+a');
  await page.keyboard.type('51');
  await page.keyboard.press('Enter');
  await expect.poll(() => rowsOf(table)).toMatchObject([{ Nome: 'Vela NGK', Preço: 51 }, {}]);
  await grid().getByText('Vela NGK').waitFor();
});

test('columns are changed after a question, rows are deleted with a way back, and found by filter', async () => {
  await page.getByRole('button', { name: 'Coluna Preço' }).click();
  await page.getByRole('menuitem', { name: 'Excluir coluna' }).click();
  const asked = page.getByRole('dialog');
  await asked.getByRole('button', { name: 'Excluir coluna' }).click();
  await asked.getByText('“Preço”: 1 linha').waitFor();
  await asked.getByRole('button', { name: 'Cancelar' }).click();
  await page.getByRole('button', { name: 'Coluna Preço' }).click();
  await page.getByRole('menuitem', { name: 'Filtrar por esta coluna' }).click();
  await page.getByLabel('Valor').fill('51');
  await page.keyboard.press('Enter');
  await expect.poll(() => grid().getByRole('row').count()).toBe(2);
  await page.getByRole('button', { name: 'Limpar filtro' }).click();
  await expect.poll(() => grid().getByRole('row').count()).toBe(3);
  await page.getByRole('checkbox', { name: 'Escolher todas' }).check();
  await page.getByRole('button', { name: 'Excluir', exact: true }).click();
  await page.getByText('A tabela ainda está vazia').waitFor();
  await page.getByRole('button', { name: 'Desfazer' }).click();
  await expect.poll(() => grid().getByRole('row').count()).toBe(3);
});

test('a CSV comes in over a look at what does not fit', async () => {
  await page.getByRole('button', { name: 'Mais ações' }).click();
  await page.getByRole('menuitem', { name: 'Importar CSV' }).click();
  const dialog = page.getByRole('dialog', { name: 'Importar CSV' });
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    dialog.getByRole('button', { name: 'Escolher arquivo' }).click(),
  ]);
  const csv = 'NOME;preco;Resto\nCabo;1.234,56;x\nBobina;dez;y\n';
  await chooser.setFiles({ name: 'pecas.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) });
  await dialog.getByText('2 de 3 colunas').waitFor();
  await dialog.getByRole('button', { name: 'Conferir' }).click();
  await dialog.getByText('1 linha nova, 0 atualizadas.').waitFor();
  await dialog.getByRole('row', { name: /3 Preço/ }).waitFor();
  await dialog.getByRole('button', { name: 'Importar 1 linha' }).click();
  await expect.poll(() => rowsOf(table)).toMatchObject([{}, {}, { Nome: 'Cabo', Preço: 1234.56 }]);
  await grid().getByText('Cabo').waitFor();
});

test('who may only read is shown rows and exports, and nothing that the API would refuse', async () => {
  await page.route('**/v1/me', async (asked) => {
    const response = await asked.fetch();
    await asked.fulfill({ response, json: { ...(await response.json()), role: 'viewer', scopes: ROLE_SCOPES.viewer } });
  });
  await page.goto(`${here.demo.url}/data/${table}`);
  await grid().getByText('Cabo').click();
  await page.getByRole('link', { name: 'Exportar' }).waitFor();
  for (const name of ['Nova linha', 'Nova coluna', 'Mais ações'])
    expect(await page.getByRole('button', { name }).count()).toBe(0);
  expect(await page.getByRole('checkbox').count()).toBe(0);
  await page.keyboard.type('x');
  await page.keyboard.press('Delete');
  expect(await grid().getByRole('textbox').count()).toBe(0);
  await grid().getByText('Cabo').waitFor();
  await page.keyboard.press('Enter');
  const row = page.getByRole('dialog', { name: 'Linha' });
  expect(await row.getByRole('textbox', { name: 'Nome' }).isEditable()).toBe(false);
  expect(await row.getByRole('button', { name: 'Salvar' }).count()).toBe(0);
  await row.getByRole('button', { name: 'Fechar' }).last().click();
  await page.getByRole('button', { name: 'Coluna Preço' }).click();
  await page.getByRole('menuitem', { name: 'Filtrar por esta coluna' }).waitFor();
  expect(await page.getByRole('menuitem', { name: 'Excluir coluna' }).count()).toBe(0);
  await page.goto(`${here.demo.url}/data`);
  await page.getByRole('link', { name: /Peças/ }).waitFor();
  expect(await page.getByRole('button', { name: 'Nova tabela' }).count()).toBe(0);
  await page.goto(`${here.demo.url}/ai`);
  await page.getByText('US$ 2,00').first().waitFor();
  expect(await page.getByRole('button', { name: 'Mudar orçamento' }).count()).toBe(0);
});
