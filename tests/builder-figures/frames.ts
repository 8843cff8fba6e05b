import type { Page } from 'playwright-core';

interface TraceEvent {
  name: string;
  ph: string;
  ts: number;
  dur?: number;
  pid: number;
  tid: number;
  args?: { name?: string };
}

const CATEGORIES = [
  ...['devtools.timeline', 'disabled-by-default-devtools.timeline', 'disabled-by-default-devtools.timeline.frame'],
  ...['toplevel', '__metadata'],
].join(',');

/** What Chromium recorded of the page while something was done in it. */
async function traced(page: Page, act: () => Promise<void>): Promise<TraceEvent[]> {
  const session = await page.context().newCDPSession(page);
  const events: TraceEvent[] = [];
  session.on('Tracing.dataCollected', ({ value }) => void events.push(...(value as unknown as TraceEvent[])));
  await session.send('Tracing.start', { transferMode: 'ReportEvents', categories: CATEGORIES } as never);
  await act();
  const complete = new Promise<void>((done) => session.once('Tracing.tracingComplete', () => done()));
  await session.send('Tracing.end');
  await complete;
  await session.detach();
  return events;
}

/** The renderer thread that did most: the page's own. */
function mainThread(events: TraceEvent[]): TraceEvent[] {
  const named = events.filter((one) => one.name === 'thread_name' && one.args?.name === 'CrRendererMain');
  const ofThread = named.map(({ pid, tid }) => events.filter((one) => one.pid === pid && one.tid === tid));
  const frames = (list: TraceEvent[]): number => list.filter((one) => one.name === 'FireAnimationFrame').length;
  return ofThread.sort((a, b) => frames(b) - frames(a))[0] ?? [];
}

export const quantile = (values: number[], part: number): number =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * part))] ?? 0;

export interface Frames {
  count: number;
  /** Work of the page's thread for one frame, in ms. */
  p50: number;
  p95: number;
  worst: number;
}

/**
 * Frames drawn while something is done, by Chromium's trace: for each, the work of the page's thread since the one before
 * (script, style, layout, paint). A frame of more than 16 ms of work misses its place at 60 a second.
 */
export async function framesOf(page: Page, act: () => Promise<void>): Promise<Frames> {
  const events = mainThread(await traced(page, act)).sort((a, b) => a.ts - b.ts);
  const tasks = events.filter((one) => one.name === 'RunTask' && one.dur !== undefined);
  const starts = events.filter((one) => one.name === 'BeginMainThreadFrame').map((one) => one.ts);
  const work = starts.slice(1).map((end, n) => {
    const begin = starts[n] ?? end;
    const within = tasks.filter((one) => one.ts >= begin && one.ts < end);
    return within.reduce((sum, one) => sum + (one.dur ?? 0), 0) / 1000;
  });
  return { count: work.length, p50: quantile(work, 0.5), p95: quantile(work, 0.95), worst: Math.max(0, ...work) };
}
