import type { Figure } from './figure.ts';
import { flowOf, watched } from './loops.ts';
import { shown } from './memory.ts';
import type { World } from './world.ts';

const AT_ONCE = 20;

const listening = flowOf(
  'listening',
  [
    { id: 'w', type: 'while', config: { condition: '{{ vars.n < trigger.data.n }}', maxIterations: 1_000_000 } },
    { id: 'e', type: 'waitForEvent', parent: 'w', config: { events: [{ port: 'ok', name: 'chegou' }] } },
    {
      id: 'conta',
      type: 'assign',
      parent: 'w',
      config: { values: { n: '{{ vars.n + 1 }}', soma: '{{ vars.soma + steps.e.data.i }}' } },
    },
  ],
  [
    ['trigger', 'w'],
    ['w.each', 'e'],
    ['e.ok', 'conta'],
  ],
  { output: '{{ vars }}', vars: { n: 0, soma: 0 } },
);

/** Many events into one run: each is heard, once. */
export async function events(world: World, n: number): Promise<Figure[]> {
  const run = await world.start(await world.deploy(listening), { n });
  const began = Date.now();
  let next = 0;
  const send = async (): Promise<void> => {
    for (let i = next++; i < n; i = next++)
      await world.call('POST', `/v1/runs/${run}/events`, { name: 'chegou', data: { i } });
  };
  await Promise.all(Array.from({ length: AT_ONCE }, send));
  const sent = (Date.now() - began) / 1000;
  const { status, output } = await world.ended(run, 600_000);
  const seconds = (Date.now() - began) / 1000;
  const all = status === 'succeeded' && output.n === n && output.soma === (n * (n - 1)) / 2;
  return [
    {
      what: `${n} events into one run`,
      is: `${status}, accepted in ${sent.toFixed(1)} s, read by ${seconds.toFixed(1)} s`,
      ok: all,
      more: [JSON.stringify(output)],
    },
  ];
}

/** Runs that one run starts and waits for, fifty at a time. */
export async function subflows(world: World, n: number): Promise<Figure[]> {
  const child = await world.deploy(
    flowOf('child', [{ id: 's', type: 'set', config: { values: { i: '{{ trigger.data.i }}' } } }], [['trigger', 's']]),
  );
  const parent = flowOf(
    'parent',
    [
      { id: 'cada', type: 'forEach', config: { items: '{{ range(trigger.data.n) }}', concurrency: 50 } },
      { id: 'f', type: 'flow', parent: 'cada', config: { flow: child, input: { i: '{{ item }}' } } },
    ],
    [
      ['trigger', 'cada'],
      ['cada.each', 'f'],
    ],
    { output: '{{ sumBy(steps.cada, (one) => one.i) }}' },
  );
  const { row, seconds, before, most } = await watched(world, parent, { n });
  return [
    {
      what: `${n} runs that one run waits for`,
      is: `${row.status} in ${seconds.toFixed(1)} s`,
      ok: row.status === 'succeeded' && row.output === (n * (n - 1)) / 2,
      more: [JSON.stringify(row.error)],
    },
    { what: '  memory before', is: shown(before), ok: true },
    { what: '  memory at its most', is: shown(most), ok: true },
  ];
}
