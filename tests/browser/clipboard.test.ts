import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { card, signIn } from './drawing.ts';
import { productInBrowser } from './product-in-browser.ts';

const here = productInBrowser();

interface Draft {
  draft: {
    nodes: { id: string; parent?: string; config: Record<string, unknown> }[];
    edges: { from: string; to: string }[];
  };
}

const call = async <T>(path: string, body?: unknown): Promise<T> => {
  const headers = { Authorization: `Bearer ${here.demo.apiKey}`, 'Content-Type': 'application/json' };
  const about = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
  return (await (await fetch(`${here.demo.url}/v1${path}`, { headers, ...about })).json()) as T;
};

const place = (x: number, y: number) => ({ position: { x, y } });
const FROM = {
  language: 'trama/1',
  name: 'De onde se copia',
  trigger: { type: 'manual', config: {} },
  nodes: [
    { id: 'soma', type: 'set', label: 'Somar', config: { values: { total: 3 } }, ...place(320, 0) },
    { id: 'cada', type: 'forEach', label: 'Cada um', config: { items: '{{ [steps.soma.total] }}' }, ...place(640, 0) },
    {
      id: 'dentro',
      type: 'set',
      parent: 'cada',
      label: 'Dentro',
      config: { values: { v: '{{ item }}' } },
      ...place(112, 64),
    },
  ],
  edges: [
    { from: 'trigger', to: 'soma' },
    { from: 'soma', to: 'cada' },
    { from: 'cada.each', to: 'dentro' },
  ],
};
const TO = {
  language: 'trama/1',
  name: 'Aonde se cola',
  trigger: { type: 'manual', config: {} },
  nodes: [{ id: 'soma', type: 'set', label: 'Outra soma', config: { values: {} }, ...place(320, 0) }],
  edges: [{ from: 'trigger', to: 'soma' }],
};

const open = async (page: Page, id: string, title: string): Promise<void> => {
  page.setDefaultTimeout(30_000);
  await page.goto(`${here.demo.url}/flows/${id}`);
  await card(page, title).waitFor();
};

const saved = (id: string) => async () => {
  const { draft } = await call<Draft>(`/flows/${id}`);
  return {
    nodes: draft.nodes.map((node) => [node.id, node.parent ?? null]),
    edges: draft.edges.map(({ from, to }) => `${from} > ${to}`),
  };
};
const SOON = { timeout: 20_000 };

test('steps are copied from one tab to another, pasted with their wires, and dropped as a file', async () => {
  const [from, to] = await Promise.all(
    [FROM, TO].map(async (definition) => (await call<{ id: string }>('/flows', { definition })).id),
  );
  if (!from || !to) throw new Error('two flows were made');
  const context = await here.browser.newContext({
    viewport: { width: 1440, height: 900 },
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  const [one, other] = [await context.newPage(), await context.newPage()];
  await signIn(one, here.demo);
  await open(one, from, 'Cada um');
  await open(other, to, 'Outra soma');

  await one.bringToFront();
  await one.locator('.editor-canvas').focus();
  await one.keyboard.press('Control+a');
  await expect.poll(() => one.locator('.react-flow__node.selected').count()).toBeGreaterThanOrEqual(3);
  await one.keyboard.press('Control+c');

  // The id that is taken is another one here, and what the copies read of each other follows it.
  await other.bringToFront();
  await other.locator('.editor-canvas').focus();
  await other.keyboard.press('Control+v');
  await card(other, 'Dentro').waitFor();
  await expect.poll(saved(to), SOON).toEqual({
    nodes: [
      ['soma', null],
      ['soma2', null],
      ['cada', null],
      ['dentro', 'cada'],
    ],
    edges: ['trigger > soma', 'soma2 > cada', 'cada.each > dentro'],
  });
  const { draft } = await call<Draft>(`/flows/${to}`);
  expect(draft.nodes[2]?.config.items).toBe('{{ [steps.soma2.total] }}');
  await other.keyboard.press('Control+z');
  await card(other, 'Dentro').waitFor({ state: 'detached' });

  // In the flow of the originals the wires from outside can come along.
  await one.bringToFront();
  await one.keyboard.press('Escape');
  const chosen = one.locator('.react-flow__node.selected');
  await expect.poll(() => chosen.count()).toBe(0);
  // The canvas has the keys again before another card is looked for.
  await expect.poll(() => one.evaluate(() => document.activeElement?.classList.contains('editor-canvas'))).toBe(true);
  await card(one, 'Cada um').focus();
  await expect.poll(() => chosen.count()).toBe(1);
  await one.keyboard.press('Control+c');
  await one.keyboard.press('Control+Shift+v');
  await expect
    .poll(async () => (await saved(from)()).edges, SOON)
    .toEqual(['trigger > soma', 'soma > cada', 'cada.each > dentro', 'cada2.each > dentro2', 'soma > cada2']);

  // What is no flow is told apart, and nothing happens.
  await one.evaluate(() => navigator.clipboard.writeText('bom dia'));
  await one.locator('.editor-canvas').focus();
  await one.keyboard.press('Control+v');
  await one.getByText('O que está na área de transferência não são passos de um fluxo').waitFor();

  await other.bringToFront();
  const text = JSON.stringify({ trama: 'nodes', nodes: [FROM.nodes[0]], edges: [] });
  await other.locator('.editor-canvas').evaluate((canvas, content) => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([content], 'passos.json', { type: 'application/json' }));
    const { left, top } = canvas.getBoundingClientRect();
    canvas.dispatchEvent(
      new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true, clientX: left + 300, clientY: top + 400 }),
    );
  }, text);
  await card(other, 'Somar').waitFor();
  await context.close();
});
