import fc from 'fast-check';
import type { Board } from '#flow/board.ts';
import type { FlowNode } from '#flow/document.ts';
import type { Json } from '#flow/json.ts';
import type { Drawing } from './drawing.ts';
import { flowOf } from './testing.ts';

const ids = ['a', 'b', 'c', 'd'];
const some = fc.constantFrom;
const may = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });

const node = (id: string): fc.Arbitrary<FlowNode> =>
  fc.record(
    {
      id: fc.constant(id),
      type: some('set', 'http.request'),
      config: fc.dictionary(some('url', 'body', '__proto__', 'x'), some<Json[]>(1, 'y', [1, 2], { deep: true }), {
        maxKeys: 3,
      }),
      label: some('um', 'dois'),
      disabled: fc.boolean(),
      position: fc.record({ x: fc.nat(3), y: fc.nat(3) }),
    },
    { requiredKeys: ['id', 'type', 'config'] },
  );

const board: fc.Arbitrary<Board> = fc.record(
  {
    collapsed: fc.subarray(ids),
    pins: fc.dictionary(some(...ids), some({ output: 1 }, { output: { a: 2 } }), { maxKeys: 2 }),
    groups: fc
      .subarray(['g1', 'g2'])
      .map((all) => all.map((id) => ({ id, title: id, color: 'blue' as const, nodes: [] }))),
  },
  { requiredKeys: [] },
);

const document = fc
  .shuffledSubarray(ids)
  .chain((present) =>
    fc.record({
      nodes: fc.tuple(...present.map(node)),
      edges: fc.shuffledSubarray(present.flatMap((to) => ['trigger', ...present].map((from) => ({ from, to })))),
      vars: may(fc.dictionary(some('v', 'w'), fc.nat(2), { maxKeys: 2 })),
      name: some('um', 'dois'),
      output: may(some<Json[]>('{{ steps.a }}', { x: 1 })),
    }),
  )
  .map(({ vars, output, ...rest }) => ({
    ...flowOf([]),
    ...rest,
    ...(vars && { vars }),
    ...(output !== undefined && { output }),
  }));

/** For tests: small drawings, often alike. */
export const anyDrawing: fc.Arbitrary<Drawing> = fc.record({ document, board });
