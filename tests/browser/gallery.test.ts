import { LLMock } from '@copilotkit/aimock';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { signIn } from './drawing.ts';
import { productInBrowser } from './product-in-browser.ts';

/** Journeys of many steps, also on a machine that does other things. */
const LONG = 240_000;

let page: Page;
const model = new LLMock({ port: 0, logLevel: 'silent', latency: 0 });
// Hooks of the end run backwards: this after the product's.
afterAll(() => model.stop());
const here = productInBrowser();

beforeAll(async () => {
  await model.start();
  page = await here.browser.newPage({ viewport: { width: 1280, height: 900 } });
  page.setDefaultTimeout(60_000);
  await signIn(page, here.demo);
}, LONG);

const button = (name: string) => page.getByRole('button', { name, exact: true });
const flowsOf = async (): Promise<{ id: string; name: string; publishedVersion: number | null }[]> => {
  const answer = await fetch(`${here.demo.url}/v1/flows?limit=100`, {
    headers: { authorization: `Bearer ${here.demo.apiKey}` },
  });
  return ((await answer.json()) as { data: [] }).data;
};

test(
  'a template is found, tried, connected in place, put live, and answers a real call',
  async () => {
    await page.getByRole('link', { name: 'Modelos' }).first().click();
    await page.getByRole('searchbox', { name: 'Buscar modelos' }).fill('planilha');
    await page.getByText('Integração', { exact: true }).click();
    await expect.poll(() => new URL(page.url()).search).toBe('?q=planilha&category=integration');
    await page.reload();
    const card = page.getByRole('link', { name: /^Desenho do fluxo Importar planilha/ });
    await card.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Importar planilha', level: 1 }).waitFor();
    await page.locator('.react-flow__node').filter({ hasText: 'Ler a planilha' }).waitFor();

    await button('Testar sem efeitos').click();
    await page.getByText('Chegou ao fim').waitFor();
    expect(await flowsOf()).toEqual([]);

    await button('Nova').click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: /^Nome/ }).fill('Senha da loja');
    await dialog.getByRole('textbox', { name: /^Segredo/ }).fill('abre-te');
    await dialog.getByRole('textbox', { name: /^Cabeçalho/ }).fill('X-Loja');
    await dialog.locator('button[type=submit]').click();
    await dialog.waitFor({ state: 'hidden' });
    await page.getByText('Tudo preenchido').waitFor();
    await button('Usar e publicar').click();
    await page.waitForURL(/\/flows\/flw_/);
    await page.locator('.react-flow__node').filter({ hasText: 'Gravar o bloco' }).waitFor();

    const called = await fetch(`${here.demo.url}/hooks/${here.demo.tenant}/planilha`, {
      method: 'POST',
      headers: { 'content-type': 'text/csv', 'x-loja': 'abre-te' },
      body: 'sku;nome;preco;quantidade\nA1;Óleo;32,90;12\n',
    });
    expect([called.status, await called.json()]).toMatchObject([200, { lidas: 1, novas: 1, ruins: [] }]);
  },
  LONG,
);

test(
  'what is wrong is said at its field; without all of it a template is a draft',
  async () => {
    await page.goto(`${here.demo.url}/templates/review-request`);
    await page.getByLabel('Link da avaliação').fill('não é um link');
    await button('Usar este modelo').click();
    await page.getByRole('alert').filter({ hasText: 'Não serve aqui' }).waitFor();
    await page.getByLabel('Link da avaliação').fill('https://g.page/r/x');
    await button('Usar este modelo').click();
    await page.waitForURL(/\/flows\/flw_/);
    await expect
      .poll(async () => (await flowsOf()).find(({ name }) => name === 'Pedido de avaliação')?.publishedVersion)
      .toBeNull();
  },
  LONG,
);

test(
  'on a phone a kit is made with one set-up, and in English',
  async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto(`${here.demo.url}/templates?segment=salon`);
    await page.getByRole('link', { name: /^Salão de beleza/ }).click();
    await page.getByText('Os fluxos do kit').waitFor();
    expect(await page.getByLabel('Nome da loja').count()).toBe(1);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    await page.getByLabel('Nome da loja').fill('Salão da Bia');
    await button('Criar o kit').click();
    await page.getByText('O kit está pronto').waitFor();
    await page.getByRole('link', { name: 'Lembrete de horário marcado' }).last().waitFor();
    const made = (await flowsOf()).map(({ name }) => name);
    expect(made).toEqual(
      expect.arrayContaining(['Feliz aniversário', 'Lembrete de horário marcado', 'Contato do site']),
    );

    await page.evaluate(() => localStorage.setItem('trama.locale', 'en'));
    await page.goto(`${here.demo.url}/templates/birthday`);
    await page.getByRole('heading', { name: 'Birthday message' }).waitFor();
    await page.getByText('Every morning the flow looks').waitFor();
  },
  LONG,
);

const call = async (path: string, body: unknown) => {
  const headers = { authorization: `Bearer ${here.demo.apiKey}`, 'content-type': 'application/json' };
  const answer = await fetch(`${here.demo.url}/v1${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
  expect(answer.status, path).toBeLessThan(300);
  return (await answer.json()) as { id: string; runId: string };
};
const written = (userMessage: string, answer: unknown, systemMessage?: string) =>
  model.on({ userMessage, ...(systemMessage ? { systemMessage } : {}) }, { content: JSON.stringify(answer) });

test(
  'a model drafts, writes and mends; each is a difference that somebody accepts',
  async () => {
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.evaluate(() => localStorage.setItem('trama.locale', 'pt-BR'));
    const { id } = await call('/flows', {
      definition: { language: 'trama/1', name: 'Soma', trigger: { type: 'api', config: {} }, nodes: [], edges: [] },
    });
    await page.goto(`${here.demo.url}/flows/${id}`);
    await page.locator('.react-flow__node').first().waitFor();

    const server = { provider: 'openai', baseUrl: `${model.url}/v1`, apiKey: 'sk-x', model: 'm' };
    await call('/connections', { connector: 'ai', name: 'IA', ...server });
    const node = (total: string) => ({ id: 'soma', type: 'set', label: 'Somar', config: { values: { total } } });
    const flow = (total: string) => ({
      ...{ language: 'trama/1', name: 'Soma', trigger: { type: 'api', config: {} } },
      ...{ nodes: [node(total)], edges: [{ from: 'trigger', to: 'soma' }] },
    });
    written('Some os itens do pedido', { document: flow('{{ somar(trigger.data.itens) }}') });
    written('The compiler found', { document: flow('{{ sum(trigger.data.itens) }}') });
    await page.reload();
    await button('Ajuda da IA').waitFor();
    await button('Ajuda da IA').click();
    await page.getByLabel('O que deve acontecer?').fill('Some os itens do pedido');
    await button('Escrever fluxo').click();
    await page.getByText('Conferido: sem erros.').waitFor();
    await button('Aceitar a mudança').click();
    const step = page.locator('.editor-canvas .react-flow__node').filter({ hasText: 'Somar' });
    await step.waitFor();

    await step.click();
    written('Wanted: quantos itens', { expression: '{{ len(trigger.data.itens) }}' });
    await button('Escrever com IA').first().click();
    await page.getByLabel('Diga o que o campo deve ter.').fill('quantos itens');
    await page.keyboard.press('Enter');
    await page.getByText('{{ len(trigger.data.itens) }}').waitFor();
    await page.keyboard.press('Escape');

    await expect
      .poll(async () => (await flowsOf()).find((one) => one.id === id)?.name, { timeout: 60_000 })
      .toBe('Soma');
    await page.keyboard.press('Control+s');
    await expect.poll(async () => JSON.stringify(await flowNow(id)), { timeout: 60_000 }).toContain('sum(trigger');
    await call(`/flows/${id}/publish`, {});
    const { runId } = await call(`/flows/${id}/runs`, { data: { itens: 'nenhum' } });
    written('Failed step: soma', {
      why: 'Os itens podem faltar.',
      nodes: [node('{{ sum(trigger.data.itens ?? []) }}')],
    });
    await page.goto(`${here.demo.url}/runs/${runId}`);
    await page.getByRole('link', { name: 'Consertar com IA' }).first().click();
    await button('Propor conserto').click();
    await page.getByText('Os itens podem faltar.').waitFor();
    await button('Aceitar a mudança').click();
    await expect.poll(async () => JSON.stringify(await flowNow(id)), { timeout: 60_000 }).toContain('?? []');
  },
  LONG,
);

const flowNow = async (id: string): Promise<unknown> => {
  const headers = { authorization: `Bearer ${here.demo.apiKey}` };
  return ((await (await fetch(`${here.demo.url}/v1/flows/${id}`, { headers })).json()) as { draft: unknown }).draft;
};
