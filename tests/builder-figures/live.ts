import type { Figure } from '../size/figure.ts';
import { quantile } from './frames.ts';
import type { Studio } from './studio.ts';

const STEPS = 12;

/** Waits of some tenths of a second, one after the other: each becomes green on the canvas when it is over. */
const slowFlow = {
  language: 'trama/1',
  name: 'Um passo depois do outro',
  trigger: { type: 'api', config: {} },
  nodes: Array.from({ length: STEPS }, (_, n) => ({ id: `w${n}`, type: 'wait', config: { for: 'PT0.4S' } })),
  edges: Array.from({ length: STEPS }, (_, n) => ({ from: n === 0 ? 'trigger' : `w${n - 1}`, to: `w${n}` })),
};

interface Seen {
  [node: string]: number;
}

/** From the end of a step, by the engine's clock, until its card shows it. */
export async function liveFigures(studio: Studio): Promise<Figure[]> {
  const { id } = await studio.call('POST', '/v1/flows', { definition: slowFlow });
  await studio.call('POST', `/v1/flows/${id}/publish`, {});
  const page = await studio.signedIn();
  const run = await studio.call('POST', `/v1/flows/${id}/runs`, { data: {} });
  await page.goto(`${studio.demo.url}/runs/${run.id}`);
  await page.evaluate(() => {
    const seen: Seen = {};
    Object.assign(globalThis, { seen });
    const look = (): void => {
      for (const one of document.querySelectorAll('.react-flow__node')) {
        const id = one.getAttribute('data-id') ?? '';
        if (one.querySelector('[data-status="succeeded"]')) seen[id] ??= Date.now();
      }
      requestAnimationFrame(look);
    };
    look();
  });
  await page.waitForFunction(() => 'w11' in (globalThis as unknown as { seen: Seen }).seen, null, { timeout: 30_000 });
  const seen = await page.evaluate(() => (globalThis as unknown as { seen: Seen }).seen);
  const trace = await studio.call('GET', `/v1/runs/${run.id}/trace`);
  const steps = trace.steps as { node: string; endedAt: string }[];
  // The first ones were over before the page was open.
  const lags = steps.slice(STEPS / 2).map((step) => (seen[step.node] ?? Number.NaN) - Date.parse(step.endedAt));
  await page.context().close();
  const p95 = quantile(lags, 0.95);
  return [
    {
      what: 'a step is over until its card says so',
      is: `median ${quantile(lags, 0.5).toFixed(0)} ms, worst ${p95.toFixed(0)} ms`,
      ok: p95 < 500,
    },
  ];
}
