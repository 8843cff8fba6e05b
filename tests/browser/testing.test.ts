import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { card, signIn } from './drawing.ts';
import { productInBrowser } from './product-in-browser.ts';

const here = productInBrowser();

const FLOW = {
  language: 'trama/1',
  name: 'Pedido grande',
  trigger: { type: 'webhook', config: { path: 'pedido-de-teste' } },
  input: {
    type: 'object',
    properties: { id: { type: 'number', examples: [42] }, total: { type: 'number', examples: [900] } },
    required: ['id', 'total'],
  },
  nodes: [
    { id: 'soma', type: 'set', label: 'Somar', config: { values: { total: '{{ trigger.data.total * 2 }}' } } },
    { id: 'grande', type: 'if', label: 'É grande?', config: { condition: '{{ steps.soma.total > 10000 }}' } },
    { id: 'dono', type: 'approval', label: 'O dono aprova', config: { title: 'Pode?', timeout: 'P2D' } },
    { id: 'pequeno', type: 'set', label: 'Anotar', config: { values: { de: '{{ steps.soma.total }}' } } },
  ],
  edges: [
    { from: 'trigger', to: 'soma' },
    { from: 'soma', to: 'grande' },
    { from: 'grande.true', to: 'dono' },
    { from: 'grande.false', to: 'pequeno' },
  ],
  settings: { key: '{{ trigger.data.id }}' },
};

const call = async <T>(path: string, body?: unknown): Promise<T> => {
  const headers = { Authorization: `Bearer ${here.demo.apiKey}`, 'Content-Type': 'application/json' };
  const about = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
  return (await (await fetch(`${here.demo.url}/v1${path}`, { headers, ...about })).json()) as T;
};

const openFlow = async (): Promise<{ page: Page; id: string }> => {
  const { id } = await call<{ id: string }>('/flows', { definition: FLOW });
  const context = await here.browser.newContext({
    viewport: { width: 1440, height: 900 },
    reducedMotion: 'reduce',
    timezoneId: 'America/Sao_Paulo',
    locale: 'pt-BR',
  });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  await signIn(page, here.demo);
  await page.goto(`${here.demo.url}/flows/${id}`);
  const shown = card(page, 'Somar').waitFor();
  // Once in many runs it was not: what stood there instead is what one has to know.
  await shown.catch(async (error: unknown) => {
    throw new Error(`In place of the flow: ${await page.locator('body').innerText()}`, { cause: error });
  });
  return { page, id };
};

const panelOf = (page: Page) => page.getByRole('region', { name: 'Teste' });
const stepRow = (page: Page, label: string, status: string) =>
  panelOf(page).locator('.test-step').filter({ hasText: label }).and(panelOf(page).getByTitle(status));

test('a draft is tried on its own canvas: an event, pins, edited data, one step alone; production hears of nothing', async () => {
  const { page, id } = await openFlow();
  await page.keyboard.press('Control+Enter');
  const panel = panelOf(page);
  // The event begins as an example of the flow's input; the first test waits for somebody to have seen it.
  await expect.poll(() => panel.getByLabel('Total').inputValue()).toBe('900');
  await panel.getByRole('button', { name: 'Testar', exact: true }).click();
  await stepRow(page, 'Anotar', 'Deu certo').waitFor();
  await card(page, 'O dono aprova').locator('[data-status="skipped"]').first().waitFor();
  await panel.getByText('Deu certo', { exact: true }).first().waitFor();

  // What a step gave, on the panel; pinned, and used by the next test in place of running.
  await card(page, 'Somar').click();
  await panel.getByRole('region', { name: 'Saída' }).getByText('1800').waitFor();
  await page.keyboard.press('Shift+F');
  await card(page, 'Somar').getByRole('img', { name: 'Saída fixada' }).waitFor();
  await page.keyboard.press('Control+Enter');
  await stepRow(page, 'Somar', 'Resposta fixada').waitFor();
  await stepRow(page, 'Anotar', 'Deu certo').waitFor();

  // Changed by hand, the other way is taken: the run waits for the owner.
  await panel.getByRole('button', { name: 'Mudar e rodar daqui' }).click();
  await panel.getByLabel('O passo devolve isto, e o resto roda de novo').fill('{ "total": 20000 }');
  await panel.getByRole('button', { name: 'Rodar daqui' }).click();
  await stepRow(page, 'O dono aprova', 'Esperando').click();
  await panel.getByRole('button', { name: 'Decidir' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Aprovar' }).click();
  await stepRow(page, 'O dono aprova', 'Deu certo').waitFor();

  // One step alone: what comes before it gives what it gave, and nothing after it runs.
  await card(page, 'É grande?').click();
  await page.keyboard.press('Alt+Shift+Enter');
  await panel.getByText('até É grande?').waitFor();
  await stepRow(page, 'É grande?', 'Deu certo').waitFor();
  expect(await panel.locator('.test-step').filter({ hasText: 'Anotar' }).count()).toBe(0);

  // An edit makes results old, of the step and of what follows.
  await card(page, 'Somar').click();
  await page.keyboard.press('Shift+F');
  await card(page, 'É grande?')
    .getByRole('img', { name: /^Antigo/ })
    .waitFor();

  const runs = await call<{ data: { test: boolean; flowVersion: number | null }[] }>(`/runs?flow=${id}`);
  expect(runs.data).toHaveLength(4);
  expect(runs.data.every((run) => run.test && run.flowVersion === null)).toBe(true);
  // The sample is kept with the flow, beside the pins.
  await panel.getByRole('button', { name: 'Mais sobre o evento' }).click();
  await page.getByRole('menuitem', { name: 'Guardar como exemplo' }).click();
  await page.getByLabel('Nome do exemplo').fill('Pedido pequeno');
  await page.keyboard.press('Enter');
  const samples = async () =>
    (await call<{ board: { samples?: { name: string }[] } }>(`/flows/${id}`)).board.samples?.map(({ name }) => name);
  await expect.poll(samples, { timeout: 15_000 }).toEqual(['Pedido pequeno']);
  await page.context().close();
});

test('the simulator goes forwards and back, skips time, and lets the author decide; nothing runs', async () => {
  const { page, id } = await openFlow();
  await page.keyboard.press('Shift+D');
  const panel = panelOf(page);
  await panel.getByLabel('Total').fill('9000');
  await panel.getByRole('button', { name: 'Começar a simulação' }).click();
  const forward = panel.getByRole('button', { name: 'Um passo à frente' });
  await forward.click();
  await card(page, 'Somar').locator('[data-status="succeeded"]').first().waitFor();
  expect(await card(page, 'É grande?').locator('[data-status="succeeded"]').count()).toBe(0);
  await forward.click();
  await card(page, 'É grande?').locator('[data-status="succeeded"]').first().waitFor();
  await panel.getByRole('button', { name: 'Um passo atrás' }).click();
  await card(page, 'É grande?').locator('[data-status="succeeded"]').first().waitFor({ state: 'detached' });

  await panel.getByRole('button', { name: 'Até a próxima espera ou o fim' }).click();
  await panel.getByText('O dono aprova: quem decide é você').waitFor();
  await panel.getByRole('button', { name: 'Pular a espera' }).click();
  await panel.locator('.sim-clock').getByText('2 dias depois').waitFor();
  await panel.getByText('Terminou bem').waitFor();
  // Back before the time was skipped, another future begins.
  await panel.getByRole('button', { name: 'Um passo atrás' }).click();
  await panel.getByRole('button', { name: 'Aprovar' }).click();
  await panel.getByText('Terminou bem').waitFor();
  await card(page, 'O dono aprova').locator('[data-status="succeeded"]').first().waitFor();
  expect((await call<{ data: unknown[] }>(`/runs?flow=${id}`)).data).toEqual([]);
  // Esc closes the panel, and its marks are gone from the canvas.
  await panel.getByRole('tab', { name: 'Simulador' }).press('Escape');
  await panel.waitFor({ state: 'detached' });
  await expect.poll(() => page.locator('.node-state').count()).toBe(0);
  await page.context().close();
});
