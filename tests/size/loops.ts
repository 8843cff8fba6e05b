import { setTimeout as sleep } from 'node:timers/promises';
import type { Figure } from './figure.ts';
import { type Memory, shown } from './memory.ts';
import type { World } from './world.ts';

const FOREVER_MS = 3_600_000;

/** A flow document, written short. */
export const flowOf = (
  name: string,
  nodes: unknown[],
  edges: [string, string][],
  more: Record<string, unknown> = {},
): Record<string, unknown> => ({
  language: 'trama/1',
  name,
  trigger: { type: 'api', config: {} },
  nodes,
  edges: edges.map(([from, to]) => ({ from, to })),
  ...more,
});

const each = flowOf(
  'each',
  [
    { id: 'cada', type: 'forEach', config: { items: '{{ range(trigger.data.n) }}', concurrency: 10 } },
    { id: 's', type: 'set', parent: 'cada', config: { values: { dobro: '{{ item * 2 }}' } } },
  ],
  [
    ['trigger', 'cada'],
    ['cada.each', 's'],
  ],
  { output: '{{ { n: len(steps.cada), last: last(steps.cada).dobro } }}' },
);

const rounds = flowOf(
  'rounds',
  [
    {
      id: 'w',
      type: 'while',
      config: { condition: '{{ index < trigger.data.n }}', maxIterations: 1_000_000, result: '{{ index }}' },
    },
    { id: 's', type: 'set', parent: 'w', config: { values: { i: '{{ index }}' } } },
  ],
  [
    ['trigger', 'w'],
    ['w.each', 's'],
  ],
  { output: '{{ { n: steps.w + 1 } }}' },
);

const highest = (a: Memory, b: Memory): Memory => ({
  node: Math.max(a.node, b.node),
  temporal: Math.max(a.temporal, b.temporal),
  postgres: Math.max(a.postgres, b.postgres),
});

/** Runs a flow to its end, and looks at the processes meanwhile. */
export async function watched(
  world: World,
  flow: unknown,
  data: unknown,
): Promise<{ run: string; row: Awaited<ReturnType<World['ended']>>; seconds: number; before: Memory; most: Memory }> {
  const id = await world.deploy(flow);
  const before = world.memory;
  let most = before;
  let over = false;
  const looking = (async () => {
    for (; !over; await sleep(1_000)) most = highest(most, world.memory);
  })();
  const began = Date.now();
  try {
    const run = await world.start(id, data);
    const row = await world.ended(run, FOREVER_MS);
    return { run, row, seconds: (Date.now() - began) / 1000, before, most: highest(most, world.memory) };
  } finally {
    over = true;
    await looking;
  }
}

async function loop(world: World, name: string, flow: unknown, n: number, output: unknown): Promise<Figure[]> {
  const { run, row, seconds, before, most } = await watched(world, flow, { n });
  const ended = row.status === 'succeeded' && JSON.stringify(row.output) === JSON.stringify(output);
  const began = Date.now();
  const steps = await world.countSteps(run);
  const reading = (Date.now() - began) / 1000;
  return [
    {
      what: `${name}, ${n}`,
      is: `${row.status} in ${seconds.toFixed(1)} s`,
      ok: ended,
      more: [JSON.stringify(row.error)],
    },
    { what: '  steps in its trace', is: `${steps}, read in ${reading.toFixed(1)} s`, ok: steps === n + 1 },
    { what: '  memory before', is: shown(before), ok: true },
    { what: '  memory at its most', is: shown(most), ok: true },
    { what: '  memory after the trace was read', is: shown(world.memory), ok: true },
  ];
}

export const forEachItems = (world: World, n: number): Promise<Figure[]> =>
  loop(world, 'forEach, items', each, n, { n, last: 2 * (n - 1) });

export const whileRounds = (world: World, n: number): Promise<Figure[]> =>
  loop(world, 'while, rounds', rounds, n, { n });
