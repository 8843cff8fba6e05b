import type { Page } from 'playwright-core';
import type { Figure } from '../size/figure.ts';
import { framesOf } from './frames.ts';
import { largeFlow } from './large-flow.ts';
import type { Studio } from './studio.ts';

const ms = (value: number): string => `${value.toFixed(value < 20 ? 1 : 0)} ms`;

/** Opens a flow from within the application, as a click on its row does; gives ms until its cards are on the screen. */
async function opened(page: Page, id: string): Promise<number> {
  return await page.evaluate(
    (address) =>
      new Promise<number>((done) => {
        const start = performance.now();
        const look = (): void => {
          const drawn = document.querySelectorAll('.react-flow__node .node').length > 5;
          if (drawn && document.querySelector('.react-flow__edge-path')) {
            requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - start)));
          } else requestAnimationFrame(look);
        };
        history.pushState(null, '', address);
        dispatchEvent(new PopStateEvent('popstate'));
        look();
      }),
    `/flows/${id}`,
  );
}

async function backToList(page: Page): Promise<void> {
  await page.evaluate(() => {
    history.pushState(null, '', '/flows');
    dispatchEvent(new PopStateEvent('popstate'));
  });
  await page.locator('.react-flow').waitFor({ state: 'detached' });
}

/** Drags a card over the canvas for some seconds, and looks at each frame. */
async function dragFrames(page: Page) {
  const cards = await page.locator('.react-flow__node .node').all();
  for (const one of cards) {
    const box = await one.boundingBox();
    if (!box || box.x < 420 || box.x + box.width > 980 || box.y < 200 || box.y > 600) continue;
    const at = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    await page.mouse.move(at.x, at.y);
    await page.mouse.down();
    await page.mouse.move(at.x + 8, at.y + 8);
    const frames = await framesOf(page, async () => {
      for (let n = 0; n < 360; n++)
        await page.mouse.move(at.x + 60 * Math.sin(n / 9) + 8, at.y + 50 * Math.cos(n / 9) - 40);
    });
    await page.mouse.up();
    return frames;
  }
  throw new Error('no card stands where it can be dragged');
}

/** Opening and dragging a flow of so many steps. `wanted`: limits in ms; null: only told. */
export async function largeFlowFigures(
  studio: Studio,
  steps: number,
  wanted: { open: number | null; frame: number | null },
): Promise<Figure[]> {
  const { id } = await studio.call('POST', '/v1/flows', { definition: largeFlow(steps) });
  const page = await studio.signedIn();
  // Nobody opens a flow in the moment that the list of flows is drawn.
  await page.waitForTimeout(3_000);
  const first = await opened(page, id);
  await page.waitForTimeout(2_000);
  await backToList(page);
  await page.waitForTimeout(1_000);
  const warm = await opened(page, id);
  // Drawn at a size that can be read: of hundreds of cards some dozens are seen.
  await page.locator('.react-flow__pane').click({ position: { x: 300, y: 40 } });
  await page.waitForTimeout(1_500);
  const whole = await dragFrames(page);
  await page.context().close();
  return [
    { what: `${steps} steps: opened from the list`, is: ms(first), ok: wanted.open === null || first < wanted.open },
    { what: `${steps} steps: opened again`, is: ms(warm), ok: wanted.open === null || warm < wanted.open },
    {
      what: `${steps} steps: work of a frame while dragging`,
      is: `median ${ms(whole.p50)}, p95 ${ms(whole.p95)}, worst ${ms(whole.worst)} of ${whole.count}`,
      ok: wanted.frame === null || whole.p95 < wanted.frame,
    },
  ];
}
