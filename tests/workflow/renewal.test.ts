import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { LiveState } from '#workflows/flow-input.ts';
import { eventNamed, FlowBench, failing, type OpenFlow } from './flow-bench.ts';

// Thousands of signals, on two cores that may be shared.
vi.setConfig({ testTimeout: 180_000 });

let bench: FlowBench;

beforeAll(async () => {
  bench = await FlowBench.open();
});
afterAll(() => bench.close());
beforeEach(() => {
  bench.asked.calls.length = 0;
  bench.asked.pages.length = 0;
});

const DAY_MS = 86_400_000;

/** Past 4,000 events a run goes on in a new execution. */
const LONG = 4_100;

/**
 * Says something that changes nothing, until the history is so long that the run goes on in a new execution. The test
 * server, unlike a real one, lets no execution end while signals keep coming: each hundred is read before the next, and
 * after the last there is silence.
 */
async function renew({ workflowId, firstRunId, signal }: OpenFlow, word: 'pause' | 'resume'): Promise<void> {
  const handle = bench.environment.client.workflow.getHandle(workflowId);
  const end = Date.now() + 120_000;
  let sent = 0;
  for (let known = 0; Date.now() < end; await sleep(20)) {
    const { runId, historyLength } = await handle.describe();
    if (runId !== firstRunId) return;
    if (historyLength > LONG || historyLength < known + sent) continue;
    known = historyLength;
    sent = 100;
    await Promise.all(Array.from({ length: sent }, () => signal(word)));
  }
  throw new Error('still the first execution');
}

const kindsOf = ({ waitingFor }: LiveState): string[] =>
  waitingFor.map(({ node, kind }) => `${node} ${kind}`).toSorted();

test('a year of days, waited for one by one', async () => {
  const { result } = await bench.run({
    nodes: [
      { id: 'w', type: 'while', config: { condition: '{{ index < 365 }}', result: '{{ index }}' } },
      { id: 'dia', type: 'wait', parent: 'w', config: { for: 'P1D' } },
    ],
    edges: ['trigger > w', 'w.each > dia'],
    settings: { timeout: null },
  });
  expect(result).toMatchObject({ status: 'succeeded', output: 364 });
  expect(Date.parse(result.endedAt) - Date.parse(result.startedAt)).toBeGreaterThanOrEqual(365 * DAY_MS);
});

test('all that a run waits for is waited for in the next execution: timers, events, approvals, runs, parked actions, rounds', async () => {
  let parked = false;
  bench.call = async () => {
    if (parked) return 'voltou';
    parked = true;
    throw failing('http_429', { waitUntil: Number(await bench.environment.currentTimeMs()) + 3_600_000 });
  };
  let call = 0;
  bench.startRun = (ask) => {
    call = ask.call;
    return Promise.resolve({ runId: 'run_child' });
  };
  const { result } = await bench.run(
    {
      nodes: [
        { id: 'tempo', type: 'wait', config: { for: 'P1D' } },
        { id: 'aprova', type: 'approval', config: { title: 'Pode?', timeout: 'P2D' } },
        { id: 'pago', type: 'waitForEvent', config: { events: [{ port: 'ok', name: 'pago' }], timeout: 'P3D' } },
        { id: 'antes', type: 'waitForEvent', config: { events: [{ port: 'ok', name: 'antes' }] } },
        { id: 'outro', type: 'flow', config: { flow: 'outro', input: {} } },
        { id: 'vaga', type: 'test.call' },
        { id: 'cada', type: 'forEach', config: { items: '{{ range(5) }}', concurrency: 2 } },
        {
          id: 'item',
          type: 'waitForEvent',
          parent: 'cada',
          config: { events: [{ port: 'ok', name: 'item', key: '{{ string(index) }}' }] },
        },
        {
          id: 'fim',
          type: 'set',
          config: {
            values: {
              aprova: '{{ port.aprova }}',
              pago: '{{ steps.pago.data }}',
              antes: '{{ steps.antes.data }}',
              outro: '{{ steps.outro }}',
              vaga: '{{ steps.vaga }}',
              cada: '{{ steps.cada.map(e => e.data) }}',
            },
          },
        },
      ],
      edges: [
        ...['tempo', 'aprova', 'pago', 'outro', 'vaga', 'cada'].map((id) => `trigger > ${id}`),
        'cada.each > item',
        'pago.ok > antes',
        ...['tempo', 'aprova.approved', 'antes.ok', 'outro', 'vaga', 'cada'].map((id) => `${id} > fim`),
      ],
      settings: { timeout: null },
    },
    {
      during: async (run) => {
        // Kept until somebody listens.
        await run.signal('event', eventNamed('antes', 1, 'guardado'));
        const now = async (): Promise<string[]> => kindsOf(await run.query<LiveState>('trace', 0));
        while (!(await now()).includes('vaga parked')) await sleep(50);
        const before = await now();
        expect(before).toEqual([
          'aprova approval',
          'item event',
          'item event',
          'outro flow',
          'pago event',
          'tempo timer',
          'vaga parked',
        ]);
        await renew(run, 'resume');
        expect(await now()).toEqual(before);
        for (let i = 0; i < 5; i++) await run.signal('event', { ...eventNamed('item', i, i), key: String(i) });
        await run.signal('event', eventNamed('pago', 1, 'sim'));
        const approval = bench.asked.approvals.at(-1);
        const approved = { kind: 'ok', output: { decision: 'approved' }, port: 'approved', attempts: 1 };
        await run.signal('answer', { call: approval, outcome: approved });
        await run.signal('answer', { call, outcome: { kind: 'ok', output: { deu: true }, attempts: 1 } });
      },
    },
  );
  expect(result).toMatchObject({
    status: 'succeeded',
    output: {
      aprova: 'approved',
      pago: 'sim',
      antes: 'guardado',
      outro: { deu: true },
      vaga: 'voltou',
      cada: [0, 1, 2, 3, 4],
    },
  });
  expect(Date.parse(result.endedAt) - Date.parse(result.startedAt)).toBeGreaterThanOrEqual(DAY_MS);
  const steps = [...bench.asked.pages.flatMap((page) => page.steps), ...result.steps];
  expect(new Set(steps.map(({ n }) => n)).size).toBe(13);
});

test('a paused run stays paused in its next execution, and goes on when it is told to', async () => {
  bench.call = () => 'feito';
  const { result } = await bench.run(
    {
      nodes: [
        { id: 'e', type: 'waitForEvent', config: { events: [{ port: 'ok', name: 'vai' }] } },
        { id: 'h', type: 'test.call' },
      ],
      edges: ['trigger > e', 'e.ok > h'],
    },
    {
      during: async (run) => {
        await run.signal('pause');
        await run.signal('event', eventNamed('vai'));
        await renew(run, 'pause');
        expect(await run.query<LiveState>('trace', 0)).toMatchObject({ status: 'paused' });
        expect(bench.asked.calls).toEqual([]);
        await run.signal('resume');
      },
    },
  );
  expect(result).toMatchObject({ status: 'succeeded', output: 'feito' });
});
