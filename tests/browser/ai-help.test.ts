import { LLMock } from '@copilotkit/aimock';
import type { Page } from 'playwright-core';
import { afterAll, expect, test } from 'vitest';
import { card, signIn } from './drawing.ts';
import { productInBrowser } from './product-in-browser.ts';

const here = productInBrowser();
const model = new LLMock({ port: 0, logLevel: 'silent', latency: 0 });
await model.start();
afterAll(() => model.stop());

const usage = { prompt_tokens: 2_000, completion_tokens: 300 };
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

const document = {
  language: 'trama/1',
  name: 'Avisar pedido',
  trigger: { type: 'api', config: {} },
  nodes: [
    { id: 'soma', type: 'set', label: 'Somar itens', config: { values: { total: '{{ sum(trigger.data.itens) }}' } } },
    {
      id: 'avisar',
      type: 'http.request',
      label: 'Contar fora',
      config: { method: 'POST', url: 'https://fora.example/x' },
    },
  ],
  edges: [
    { from: 'trigger', to: 'soma' },
    { from: 'soma', to: 'avisar' },
  ],
};

const never = new AbortController();
const whenOver = new Promise((done) => never.signal.addEventListener('abort', done));
afterAll(() => never.abort());

test('the AI help: missing, connected and tried in the settings, a flow from words as a difference, given up, failed, turned off', async () => {
  const context = await here.browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  await signIn(page, here.demo);
  await button(page, 'Novo fluxo').first().click();
  await page.waitForURL(/\/flows\/flw_/);
  const flow = page.url();

  // Without a model the button says what is missing, and where it is connected.
  await button(page, 'Ajuda da IA').click();
  await page.getByRole('link', { name: 'Conectar um modelo' }).click();
  await page
    .getByText('Nenhuma conexão de IA ainda')
    .or(page.locator('input[value="Nenhuma conexão de IA ainda"]'))
    .first()
    .waitFor();
  await button(page, 'Nova conexão').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: /^Nome/ }).fill('Modelo da loja');
  await dialog.getByRole('textbox', { name: /^Chave da API/ }).fill('sk-da-loja');
  await dialog
    .getByRole('textbox', { name: /^Modelo/ })
    .first()
    .fill('gpt-5-mini');
  await dialog.getByRole('textbox', { name: /^Endereço da API/ }).fill(`${model.url}/v1`);
  await dialog.locator('button[type=submit]').click();
  await dialog.waitFor({ state: 'hidden' });
  model.on({ userMessage: '"ready": true' }, { content: '{"ready":true}', usage });
  await button(page, 'Testar').click();
  await page.getByText(/gpt-5-mini respondeu em/).waitFor();
  await button(page, 'Salvar').click();
  await page.getByText('Ajuda da IA salva').waitFor();

  // What it writes is a difference; nothing is in the flow before it is accepted.
  await page.goto(flow);
  model.on({ userMessage: 'some e avise' }, { content: JSON.stringify({ document }), usage });
  await button(page, 'Ajuda da IA').click();
  await page.getByText(/Responde gpt-5-mini/).waitFor();
  await button(page, 'O que a IA recebe').click();
  await page.getByText('Ainda não há execução deste fluxo').waitFor();
  const words = page.getByRole('textbox', { name: 'O que deve acontecer?' });
  await words.fill('some e avise');
  await button(page, 'Escrever fluxo').click();
  await page.getByText('Passa a chamar fora.example').waitFor();
  await page.getByText(/2.300 tokens/).waitFor();
  const draft = async () => {
    const answer = await fetch(`${here.demo.url}/v1/flows/${flow.split('/').at(-1)}`, {
      headers: { authorization: `Bearer ${here.demo.apiKey}` },
    });
    return ((await answer.json()) as { draft: { nodes: object[] } }).draft.nodes.length;
  };
  expect(await draft()).toBe(0);
  await button(page, 'Aceitar a mudança').click();
  await card(page, 'Somar itens').waitFor();
  await expect.poll(draft, { timeout: 20_000 }).toBe(2);

  // A model that hangs is given up; one that breaks says so, with what to do, and what was written stays.
  model.on({ userMessage: 'pendurado' }, async () => {
    await whenOver;
    return { content: '{}' };
  });
  model.on({ userMessage: 'quebrado' }, { error: { message: 'bad key' }, status: 401 });
  await button(page, 'Ajuda da IA').click();
  const change = page.getByRole('textbox', { name: 'O que deve mudar neste fluxo?' });
  await change.fill('pendurado');
  await button(page, 'Propor mudança').click();
  await button(page, 'Parar').click();
  await button(page, 'Parar').waitFor({ state: 'hidden' });
  await change.fill('quebrado');
  await button(page, 'Propor mudança').click();
  await page.getByText('Confira a chave da conexão').waitFor();
  expect(await change.inputValue()).toBe('quebrado');

  // Turned off, it is nowhere.
  await page.getByRole('link', { name: 'Trocar' }).click();
  await page.getByRole('switch', { name: 'Oferecer a ajuda da IA nesta conta' }).uncheck();
  await button(page, 'Salvar').click();
  await page.getByText('Ajuda da IA salva').waitFor();
  await page.goto(flow);
  await card(page, 'Somar itens').waitFor();
  await button(page, 'Testar').waitFor();
  expect(await button(page, 'Ajuda da IA').count()).toBe(0);
  await context.close();
});
