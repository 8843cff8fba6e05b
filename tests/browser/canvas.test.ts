import type { Locator, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { card, outOf, pullWire, signIn } from './drawing.ts';
import { productInBrowser } from './product-in-browser.ts';

const here = productInBrowser();

/** An edit is saved a second or two after it was made. */
const eventually = <T>(get: () => Promise<T>) => expect.poll(get, { timeout: 20_000 });

interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

const boxOf = async (target: Locator): Promise<Box> => {
  const box = await target.boundingBox();
  if (!box) throw new Error('what is looked for is not on the screen');
  return box;
};
const middleOf = async (target: Locator) => {
  const { x, y, width, height } = await boxOf(target);
  return { x: x + width / 2, y: y + height / 2 };
};

/** A line of three steps, a loop with two, and a step that nothing leads to. */
const flow = {
  language: 'trama/1',
  name: 'No desenho',
  trigger: { type: 'manual', config: {} },
  nodes: [
    { id: 'um', type: 'set', label: 'Um', config: { values: { a: 1 } }, position: { x: 320, y: 0 } },
    { id: 'dois', type: 'set', label: 'Dois', config: { values: { b: 2 } }, position: { x: 760, y: 0 } },
    { id: 'laco', type: 'forEach', label: 'Laço', config: { items: '{{ [1] }}' }, position: { x: 320, y: 300 } },
    {
      id: 'dentro',
      type: 'set',
      label: 'Dentro',
      parent: 'laco',
      config: { values: { c: 3 } },
      position: { x: 112, y: 64 },
    },
    { id: 'solta', type: 'set', label: 'Solta', config: { values: { d: 4 } }, position: { x: 780, y: 180 } },
  ],
  edges: [
    { from: 'trigger', to: 'um' },
    { from: 'um', to: 'dois' },
    { from: 'laco.each', to: 'dentro' },
  ],
};

interface Draft {
  draft: {
    nodes: { id: string; parent?: string; position: { x: number; y: number } }[];
    edges: { from: string; to: string }[];
  };
  board: {
    notes?: { text: string; color: string }[];
    groups?: { title: string; nodes: string[] }[];
    collapsed?: string[];
  };
}

/** The flow in an editor of its own, with the panels away; and what of it is saved. */
async function drawn() {
  const context = await here.browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  await signIn(page, here.demo);
  const answer = await page.request.post(`${here.demo.url}/v1/flows`, { data: { definition: flow } });
  expect(answer.status(), await answer.text()).toBe(201);
  const { id } = (await answer.json()) as { id: string };
  await page.goto(`${here.demo.url}/flows/${id}`);
  await card(page, 'Solta').waitFor();
  const saved = async (): Promise<Draft> => (await page.request.get(`${here.demo.url}/v1/flows/${id}`)).json();
  const edges = async () => (await saved()).draft.edges.map(({ from, to }) => `${from} > ${to}`).sort();
  return { page, saved, edges };
}

const edge = (page: Page, from: string, to: string): Locator =>
  page.locator(`.react-flow__edge[data-id="${from}>${to}"] .react-flow__edge-path`);

const middleOfEdge = async (page: Page, from: string, to: string) => await middleOf(edge(page, from, to));

const drag = async (page: Page, from: { x: number; y: number }, to: { x: number; y: number }): Promise<void> => {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 6 });
  await page.mouse.move(to.x, to.y, { steps: 6 });
  await page.mouse.up();
};

test('wires: a step goes into one, an end moves, a line cuts, and where none may end it is said', async () => {
  const { page, edges } = await drawn();
  // A step that nothing leads to is let go over a wire, and stands in it.
  await drag(page, await middleOf(card(page, 'Solta').getByText('Solta')), await middleOfEdge(page, 'um', 'dois'));
  await eventually(edges).toEqual(['laco.each > dentro', 'solta > dois', 'trigger > um', 'um > solta']);
  await page.keyboard.press('Control+z');
  await eventually(edges).toEqual(['laco.each > dentro', 'trigger > um', 'um > dois']);
  // So does one out of the palette.
  const entry = page.locator('.palette-entry').filter({ has: page.getByText('Esperar', { exact: true }) });
  const pane = await boxOf(page.locator('.react-flow__pane'));
  const onWire = await middleOfEdge(page, 'um', 'dois');
  await entry.dragTo(page.locator('.react-flow'), {
    targetPosition: { x: onWire.x - pane.x, y: onWire.y - pane.y },
  });
  await eventually(edges).toEqual(['esperar > dois', 'laco.each > dentro', 'trigger > um', 'um > esperar']);
  await page.keyboard.press('Control+z');
  // The end of a wire is taken to another step.
  await edge(page, 'um', 'dois').waitFor({ state: 'attached' });
  const end = await boxOf(edge(page, 'um', 'dois'));
  await drag(page, { x: end.x + end.width - 8, y: end.y + end.height }, await middleOf(card(page, 'Solta')));
  await eventually(edges).toEqual(['laco.each > dentro', 'trigger > um', 'um > solta']);
  // Into another container no wire leads; the step says why while one is held over it.
  const start = await middleOf(outOf(card(page, 'Dois')));
  await page.mouse.move(start.x, start.y);
  await page.mouse.down();
  const inside = await middleOf(card(page, 'Dentro').getByText('Dentro'));
  await page.mouse.move(inside.x - 30, inside.y - 20, { steps: 6 });
  await page.mouse.move(inside.x, inside.y, { steps: 6 });
  await page.getByText('as ligações não cruzam a moldura').waitFor();
  await page.mouse.up();
  // Anywhere on a card that may be reached is its end.
  await pullWire(page, outOf(card(page, 'Dois')), card(page, 'Laço').getByText('Laço'));
  await eventually(edges).toEqual(['dois > laco', 'laco.each > dentro', 'trigger > um', 'um > solta']);
  // Alt and a drag cut what the line crosses.
  const cut = await middleOfEdge(page, 'trigger', 'um');
  await page.keyboard.down('Alt');
  await drag(page, { x: cut.x, y: cut.y - 70 }, { x: cut.x + 6, y: cut.y + 70 });
  await page.keyboard.up('Alt');
  await eventually(edges).toEqual(['dois > laco', 'laco.each > dentro', 'um > solta']);
  // And a wire that is chosen has a button that does.
  const wire = await boxOf(edge(page, 'um', 'solta'));
  await page.mouse.click(wire.x + 12, wire.y);
  await page.getByRole('button', { name: 'Cortar esta ligação' }).click();
  await eventually(edges).toEqual(['dois > laco', 'laco.each > dentro']);
  await page.context().close();
});

test('several steps are lined up, grouped and moved together; frames close; notes are written in place', async () => {
  const { page, saved } = await drawn();
  await card(page, 'Um').getByText('Um', { exact: true }).click();
  await card(page, 'Solta')
    .getByText('Solta')
    .click({ modifiers: ['Shift'] });
  const tools = page.getByRole('toolbar', { name: 'O que fazer com os passos escolhidos' });
  await tools.getByRole('button', { name: 'Alinhar à esquerda' }).click();
  const at = async (id: string) => (await saved()).draft.nodes.find((node) => node.id === id)?.position;
  await eventually(async () => (await at('solta'))?.x).toBe(320);
  await tools.getByRole('button', { name: 'Agrupar' }).click();
  await page.getByLabel('Nome do grupo').fill('Entrada');
  await eventually(async () =>
    (await saved()).board.groups?.map(({ title, nodes }) => [title, [...nodes].sort()]),
  ).toEqual([['Entrada', ['solta', 'um']]]);
  await page.getByLabel('Nome do grupo').press('Enter');
  // By its title the group takes its steps along.
  await page.keyboard.press('Escape');
  const title = await middleOf(page.locator('.region-title').getByText('Entrada'));
  const before = await at('solta');
  await drag(page, title, { x: title.x, y: title.y - 60 });
  await eventually(async () => (await at('solta'))?.y).toBeLessThan((before?.y ?? 0) - 40);
  expect((await at('solta'))?.x).toBe(before?.x);
  // A frame closes to a card that keeps what is in it.
  await page.getByRole('button', { name: 'Fechar o bloco' }).click();
  await card(page, 'Dentro').waitFor({ state: 'detached' });
  await card(page, 'Laço').getByText('1 passo').waitFor();
  await eventually(async () => (await saved()).board.collapsed).toEqual(['laco']);
  await page.getByRole('button', { name: 'Abrir o bloco' }).click();
  await card(page, 'Dentro').waitFor();
  // A note is put where the mouse is, and written at once.
  const free = await boxOf(page.locator('.react-flow__pane'));
  await page.mouse.click(free.x + 60, free.y + free.height - 260);
  await page.keyboard.press('Shift+S');
  await page.getByLabel('Texto da anotação').fill('Lembrar do frete');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Verde' }).click();
  await eventually(async () => (await saved()).board.notes?.map(({ text, color }) => [text, color])).toEqual([
    ['Lembrar do frete', 'green'],
  ]);
  await page.keyboard.press('Delete');
  await eventually(async () => (await saved()).board.notes).toEqual([]);
  await page.context().close();
});
