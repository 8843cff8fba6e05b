import type { Figure } from './figure.ts';
import { flowOf, watched } from './loops.ts';
import { shown } from './memory.ts';
import type { World } from './world.ts';

/** Just below what a value may be: 4 MB, written as JSON. */
const LARGEST = 4 * 1024 * 1024 - 64;

const makes = (id: string, length: string) => ({
  id,
  type: 'code',
  config: { source: 'export default ({ n }) => "x".repeat(n)', input: { n: length } },
});

/** Out of one action, into another, and out of the run. */
const through = flowOf(
  'through',
  [
    makes('grande', '{{ trigger.data.n }}'),
    {
      id: 'mede',
      type: 'code',
      config: { source: 'export default (text) => text.length', input: '{{ steps.grande }}' },
    },
  ],
  [
    ['trigger', 'grande'],
    ['grande', 'mede'],
  ],
  { output: '{{ steps.mede == trigger.data.n ? steps.grande : null }}' },
);

/** Four of the largest are held over a wait; a fifth is one too many. */
const held = flowOf(
  'held',
  [
    ...['a', 'b', 'c'].map((id) => makes(id, '{{ trigger.data.n }}')),
    makes('d', '{{ trigger.data.n - 200000 }}'),
    { id: 'w', type: 'wait', config: { for: 'PT3S' } },
    { ...makes('e', '{{ trigger.data.n }}'), retry: { maxAttempts: 1 } },
    {
      id: 'fim',
      type: 'set',
      config: {
        values: {
          n: '{{ [steps.a, steps.b, steps.c, steps.d].map(t => t.length) }}',
          code: '{{ errors.e?.code }}',
          e: '{{ steps.e?.length }}',
        },
      },
    },
  ],
  [
    ['trigger', 'a'],
    ['a', 'b'],
    ['b', 'c'],
    ['c', 'd'],
    ['d', 'w'],
    ['w', 'e'],
    ['e', 'fim'],
    ['e.error', 'fim'],
  ],
);

/** What the language lets a run hold, at its edge. */
export async function values(world: World): Promise<Figure[]> {
  const one = await watched(world, through, { n: LARGEST });
  const four = await watched(world, held, { n: LARGEST });
  const full = JSON.stringify([LARGEST, LARGEST, LARGEST, LARGEST - 200_000]);
  return [
    {
      what: 'a value of 4 MB, through actions and out',
      is: `${one.row.status} in ${one.seconds.toFixed(1)} s`,
      ok: one.row.status === 'succeeded' && one.row.output?.length === LARGEST,
      more: [JSON.stringify(one.row.error)],
    },
    { what: '  memory at its most', is: shown(one.most), ok: true },
    {
      what: 'a run that holds 15.8 MB over a wait',
      is: `${four.row.status} in ${four.seconds.toFixed(1)} s, one more is ${four.row.output?.code}`,
      ok: JSON.stringify(four.row.output?.n) === full && four.row.output?.code === 'state_too_large',
      more: [JSON.stringify(four.row.error), JSON.stringify(four.row.output)],
    },
    { what: '  memory at its most', is: shown(four.most), ok: true },
  ];
}
