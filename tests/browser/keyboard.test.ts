import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { card, signIn } from './drawing.ts';
import { productInBrowser } from './product-in-browser.ts';

const here = productInBrowser();

interface Draft {
  draft: {
    nodes: { id: string; type: string; parent?: string; label?: string; disabled?: boolean; config: unknown }[];
    edges: { from: string; to: string }[];
  };
}

const call = async <T>(path: string, body?: unknown): Promise<T> => {
  const headers = { Authorization: `Bearer ${here.demo.apiKey}`, 'Content-Type': 'application/json' };
  const about = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
  return (await (await fetch(`${here.demo.url}/v1${path}`, { headers, ...about })).json()) as T;
};

const EMPTY = { language: 'trama/1', trigger: { type: 'manual', config: {} }, nodes: [], edges: [] };

const onCanvas = (page: Page) => page.evaluate(() => document.activeElement?.closest('[data-canvas-keys]') != null);

/** Esc closes the innermost thing first: a list over a field, then the field itself. */
const backToCanvas = async (page: Page): Promise<void> => {
  await expect
    .poll(async () => {
      if (!(await onCanvas(page))) await page.keyboard.press('Escape');
      return await onCanvas(page);
    })
    .toBe(true);
};

/** Adds what follows the step that the keys are on. `ports`: how often Tab is pressed for another port. */
const add = async (page: Page, words: string, title: string, ports = 0): Promise<void> => {
  await page.keyboard.press('Tab');
  const search = page.locator('.quick-add').getByLabel('Procurar passos');
  await search.waitFor();
  for (let n = 0; n < ports; n++) await page.keyboard.press('Tab');
  await page.keyboard.type(words);
  await page.keyboard.press('Enter');
  await card(page, title).last().waitFor();
  await search.waitFor({ state: 'detached' });
  await focusedCard(page);
};

const focusedCard = async (page: Page): Promise<void> => {
  await expect
    .poll(() => page.evaluate(() => document.activeElement?.classList.contains('react-flow__node')))
    .toBe(true);
};

const rename = async (page: Page, label: string): Promise<void> => {
  await page.keyboard.press('F2');
  const field = page.getByRole('dialog').getByLabel('Como ele se chama no desenho');
  await field.waitFor();
  await expect.poll(() => field.evaluate((one) => one === document.activeElement)).toBe(true);
  await page.keyboard.type(label);
  await page.keyboard.press('Enter');
  await card(page, label).waitFor();
  await focusedCard(page);
};

/** Enter on a step leads to its first field. */
const fillIn = async (page: Page, expression: string): Promise<void> => {
  await page.keyboard.press('Enter');
  await page.locator('.inspector :is([contenteditable="true"], input, textarea):focus').waitFor();
  await page.keyboard.type(expression);
  await backToCanvas(page);
};

test('a flow with a branch and a loop is built, filled in and tested with keys alone', async () => {
  const { id } = await call<{ id: string }>('/flows', { definition: { ...EMPTY, name: 'Só com teclas' } });
  const context = await here.browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  await signIn(page, here.demo);

  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'O que você quer fazer?' }).waitFor();
  await page.keyboard.type('só com teclas');
  await page.getByRole('option', { name: 'Só com teclas' }).waitFor();
  await page.keyboard.press('Enter');
  await card(page, 'Manual').waitFor();
  await expect.poll(() => onCanvas(page)).toBe(true);

  await add(page, 'montar dados', 'Montar dados');
  await rename(page, 'Preparar');
  await add(page, 'condição', 'Se');
  await fillIn(page, '2 > 1');
  await add(page, 'terminar', 'Terminar', 1);
  await page.keyboard.press('ArrowLeft');
  await page.locator('.react-flow__node.selected').filter({ hasText: 'Se' }).waitFor();
  await add(page, 'loop lista', 'Para cada');
  await fillIn(page, '[1, 2, 3]');
  await add(page, 'set', 'Montar dados');
  await rename(page, 'Dobrar');

  const drawn = async () => {
    const { draft } = await call<Draft>(`/flows/${id}`);
    const label = new Map(draft.nodes.map((node) => [node.id, node.label ?? node.type]));
    return {
      edges: draft.edges.map(
        ({ from, to }) => `${from.replace(/^\w+/, (one) => label.get(one) ?? one)} > ${label.get(to)}`,
      ),
      inside: draft.nodes.filter((node) => node.parent).map((node) => node.label),
      configs: draft.nodes.filter(({ type }) => type === 'if' || type === 'forEach').map(({ config }) => config),
    };
  };
  await expect.poll(drawn, { timeout: 20_000 }).toEqual({
    edges: ['trigger > Preparar', 'Preparar > if', 'if.false > stop', 'if.true > forEach', 'forEach.each > Dobrar'],
    inside: ['Dobrar'],
    configs: [{ condition: '{{ 2 > 1 }}' }, expect.objectContaining({ items: expect.stringContaining('[1, 2, 3]') })],
  });

  await page.keyboard.press('Control+Enter');
  const panel = page.getByRole('region', { name: 'Teste' });
  await panel.waitFor();
  await page.keyboard.press('Control+Enter');
  await panel.getByText('Deu certo', { exact: true }).first().waitFor();
  await card(page, 'Terminar').locator('[data-status="skipped"]').first().waitFor();
  await context.close();
});

test('keys are told on their page; a step is turned off, found and replaced; who may only look changes nothing', async () => {
  const { id } = await call<{ id: string }>('/flows', {
    definition: {
      ...EMPTY,
      name: 'Procurar e trocar',
      nodes: [
        { id: 'um', type: 'set', label: 'Um', config: { values: { url: 'https://erp.velho/a' } } },
        {
          id: 'dois',
          type: 'set',
          label: 'Dois',
          config: { values: { url: 'https://erp.velho/b', v: '{{ steps.um }}' } },
        },
      ],
      edges: [
        { from: 'trigger', to: 'um' },
        { from: 'um', to: 'dois' },
      ],
    },
  });
  const node = async (at: number) => (await call<Draft>(`/flows/${id}`)).draft.nodes[at];
  const context = await here.browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  await signIn(page, here.demo);
  await page.goto(`${here.demo.url}/flows/${id}`);
  await card(page, 'Dois').waitFor();
  await page.keyboard.press('?');
  const shortcuts = page.getByRole('dialog', { name: 'Atalhos do teclado' });
  await shortcuts.getByText('Excluir e religar').waitFor();
  await page.keyboard.press('Escape');
  await shortcuts.waitFor({ state: 'detached' });

  await card(page, 'Dois').focus();
  await page.keyboard.press('d');
  await expect.poll(async () => (await node(1))?.disabled, { timeout: 20_000 }).toBe(true);

  await page.keyboard.press('Control+f');
  const find = page.getByRole('search', { name: 'Procurar no fluxo' });
  await find.getByRole('textbox').first().waitFor();
  await page.keyboard.type('is:disabled');
  await find.getByText('1 de 1').waitFor();
  await page.locator('.react-flow__node.selected').filter({ hasText: 'Dois' }).waitFor();
  await find.getByRole('textbox').first().fill('erp.velho');
  await find.getByText('1 de 2').waitFor();
  await page.keyboard.press('Enter');
  await find.getByText('2 de 2').waitFor();
  await find.getByRole('button', { name: 'Trocar', exact: true }).press('Enter');
  await find.getByLabel('Trocar por').fill('erp.novo');
  await find.getByRole('button', { name: 'Trocar em 2 lugares' }).press('Enter');
  await expect
    .poll(async () => (await node(1))?.config, { timeout: 20_000 })
    .toEqual({ values: { url: 'https://erp.novo/b', v: '{{ steps.um }}' } });
  await find.getByRole('textbox').first().press('Escape');
  await find.waitFor({ state: 'detached' });

  await page.keyboard.press('Control+k');
  await page.getByRole('combobox').waitFor();
  await page.keyboard.type('travar');
  await page.keyboard.press('Enter');
  await page.getByText('Só leitura').waitFor();
  await card(page, 'Um').focus();
  await page.keyboard.press('Delete');
  await page.keyboard.press('d');
  await page.keyboard.press('Control+d');
  expect(await page.locator('.react-flow__node').count()).toBe(3);
  await page.getByRole('button', { name: 'Voltar a editar' }).press('Enter');
  await card(page, 'Um').focus();
  await page.keyboard.press('Delete');
  await card(page, 'Um').waitFor({ state: 'detached' });
  await context.close();
});
