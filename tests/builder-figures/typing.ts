import { card } from '../browser/drawing.ts';
import type { Figure } from '../size/figure.ts';
import { quantile } from './frames.ts';
import type { Studio } from './studio.ts';

const FLOW = {
  language: 'trama/1',
  name: 'Somar',
  trigger: { type: 'api', config: {} },
  nodes: [
    {
      id: 'soma',
      type: 'set',
      label: 'Somar',
      config: { values: { total: '{{ sum(trigger.data.itens.map(i => i.centavos)) }}' } },
    },
  ],
  edges: [{ from: 'trigger', to: 'soma' }],
};

/** From a letter in an expression until its result is on the screen, with the values of a run of a hundred items. */
export async function typingFigures(studio: Studio): Promise<Figure[]> {
  const { id } = await studio.call('POST', '/v1/flows', { definition: FLOW });
  await studio.call('POST', `/v1/flows/${id}/publish`, {});
  const itens = Array.from({ length: 100 }, (_, n) => ({ nome: `Peça ${n}`, centavos: n * 10 }));
  await studio.call('POST', `/v1/flows/${id}/runs`, { data: { itens } }, { prefer: 'wait=10' });
  const page = await studio.signedIn();
  await page.goto(`${studio.demo.url}/flows/${id}`);
  await card(page, 'Somar').click();
  const field = page.locator('.map-value .cm-content').first();
  await field.click();
  await page.getByText('49500').first().waitFor();
  await page.keyboard.press('Control+End');
  for (const _ of ' }}') await page.keyboard.press('ArrowLeft');
  await page.evaluate(() => {
    const took: number[] = [];
    Object.assign(globalThis, { took });
    let typedAt = 0;
    let shown = '';
    addEventListener('keydown', () => (typedAt = performance.now()), true);
    const look = (): void => {
      const now = document.querySelector('.map-value .preview')?.textContent ?? '';
      if (now !== shown && typedAt > 0) took.push(performance.now() - typedAt);
      shown = now;
      requestAnimationFrame(look);
    };
    look();
  });
  for (const letter of ' + 1234567890123') {
    await page.keyboard.type(letter);
    await page.waitForTimeout(150);
  }
  const took = await page.evaluate(() => (globalThis as unknown as { took: number[] }).took);
  await page.context().close();
  const p95 = quantile(took, 0.95);
  return [
    {
      what: 'a letter in an expression until its result',
      is: `median ${quantile(took, 0.5).toFixed(0)} ms, p95 ${p95.toFixed(0)} ms of ${took.length}`,
      ok: took.length > 5 && p95 < 50,
    },
  ];
}
