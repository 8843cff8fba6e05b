import type { Locator, Page } from 'playwright-core';
import type { Demo } from '#scripts/run.ts';

/** What an author does with mouse and keys, by what is seen on the screen. */
export async function signIn(page: Page, demo: Demo): Promise<void> {
  await page.goto(`${demo.url}/flows`);
  await page.getByLabel('E-mail').fill(demo.email);
  await page.getByRole('textbox', { name: /^Senha/ }).fill(demo.password);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Fluxos' }).waitFor();
}

export const card = (page: Page, title: string): Locator =>
  page.locator('.react-flow__node').filter({ has: page.getByText(title, { exact: true }) });

/** Drags a type from the palette to a place of the canvas. */
export async function dragFromPalette(page: Page, title: string, to: { x: number; y: number }): Promise<void> {
  const entry = page.locator('.palette-entry').filter({ has: page.getByText(title, { exact: true }) });
  await entry.dragTo(page.locator('.react-flow__pane'), { targetPosition: to });
  await card(page, title).waitFor();
}

const middleOf = async (target: Locator): Promise<{ x: number; y: number }> => {
  const box = await target.boundingBox();
  if (!box) throw new Error('what should be dragged is not on the screen');
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
};

/** Pulls a wire with the mouse, from a handle to another or to a place beside it. */
export async function pullWire(
  page: Page,
  from: Locator,
  to: Locator | { right: number; down: number },
): Promise<void> {
  const start = await middleOf(from);
  const end = 'right' in to ? { x: start.x + to.right, y: start.y + to.down } : await middleOf(to);
  await page.mouse.move(start.x, start.y);
  await page.mouse.down();
  await page.mouse.move((start.x + end.x) / 2, (start.y + end.y) / 2, { steps: 4 });
  await page.mouse.move(end.x, end.y, { steps: 4 });
  await page.mouse.up();
}

export const outOf = (node: Locator): Locator => node.locator('.react-flow__handle.source').first();
export const into = (node: Locator): Locator => node.locator('.react-flow__handle.target').first();
