import { setTimeout as sleep } from 'node:timers/promises';
import type { Figure } from './figure.ts';
import { flowOf } from './loops.ts';
import { type Memory, shown } from './memory.ts';
import type { World } from './world.ts';

const BEAT_MS = 1_000;
const RUNS_A_BEAT = 8;
/** What a process may hold more in the last third than in the second, and how many looks a third needs to say so: caches fill first. */
const GROWTH = 1.15;
const LOOKS = 8;

/** Loops, code, a wait that ends, a wait that an event ends. */
const mixed = flowOf(
  'mixed',
  [
    { id: 'cada', type: 'forEach', config: { items: '{{ range(20) }}' } },
    { id: 's', type: 'set', parent: 'cada', config: { values: { v: '{{ "x".repeat(500) + item }}' } } },
    {
      id: 'c',
      type: 'code',
      config: { source: 'export default ({ n }) => ({ n: n * 2 })', input: { n: '{{ trigger.data.i }}' } },
    },
    { id: 'w', type: 'wait', config: { for: 'PT5S' } },
    { id: 'e', type: 'waitForEvent', config: { events: [{ port: 'ok', name: 'vai' }], timeout: 'PT10M' } },
    { id: 'fim', type: 'set', config: { values: { n: '{{ steps.c.n }}' } } },
  ],
  [
    ['trigger', 'cada'],
    ['cada.each', 's'],
    ['cada', 'c'],
    ['c', 'w'],
    ['w', 'e'],
    ['e.ok', 'fim'],
  ],
);

/** Between two collections a process only seems to grow: the least that it held is what it holds. */
const least = (all: Memory[], part: keyof Memory): number => Math.min(...all.map((one) => one[part]));

/** Work like that of a day, for some minutes; the memory of every process over time. */
export async function soak(
  world: World,
  { minutes, say }: { minutes: number; say: (line: string) => void },
): Promise<Figure[]> {
  const flow = await world.deploy(mixed);
  const open: string[] = [];
  const looks: Memory[] = [];
  const began = Date.now();
  let count = 0;
  for (let beat = 0; Date.now() - began < minutes * 60_000; beat++) {
    const next = sleep(BEAT_MS);
    open.push(...(await Promise.all(Array.from({ length: RUNS_A_BEAT }, () => world.start(flow, { i: count++ })))));
    // What waits for its event gets it some beats later, and ends.
    const due = open.splice(0, Math.max(0, open.length - 10 * RUNS_A_BEAT));
    await Promise.all(due.map((run) => world.call('POST', `/v1/runs/${run}/events`, { name: 'vai' })));
    if (beat % 10 === 0) {
      looks.push(world.memory);
      say(
        `       after ${((Date.now() - began) / 1000).toFixed(0)} s, ${count} runs: ${shown(looks.at(-1) as Memory)}`,
      );
    }
    await next;
  }
  const third = Math.floor(looks.length / 3);
  const [early, late] = [looks.slice(third, 2 * third), looks.slice(-third)];
  const grown = (['node', 'temporal', 'postgres'] as const).map((part) => {
    const ratio = least(late, part) / least(early, part);
    return { what: `  ${part}: last third ÷ second`, is: ratio.toFixed(2), ok: third < LOOKS || ratio < GROWTH };
  });
  return [{ what: `soak of ${minutes} minutes`, is: `${count} runs`, ok: true }, ...grown];
}
