import { expect, test } from 'vitest';
import type { Json } from '../json.ts';
import { call, callsOf, each, ok, runFlow, type ShortNode, set, worldOf } from '../testing.ts';

const poll = (until: string): Partial<ShortNode> => ({ poll: { every: 'PT1S', until, for: 'PT1M' } });

const sent = (until: string, data: Json = {}) => {
  const flow = {
    vars: { least: 7, other: 8 },
    nodes: [set('s', { v: 3 }), each('e', { items: ['x'], as: 'order' }), call('a', { parent: 'e', ...poll(until) })],
    edges: ['trigger > s', 's > e', 'e.each > a'],
  };
  return callsOf(runFlow(flow, data, worldOf({ a: ok(null) })).commands)[0]?.poll;
};

test('an `until` that reads the answer alone is sent as it is', () => {
  const until = '{{ output.list.some(x => x.done) }}';
  expect(sent(until)).toStrictEqual({ everyMs: 1000, until, forMs: 60_000 });
});

test('what `until` reads beside the answer goes along as it stood when the node started', () => {
  const until =
    '{{ output.n >= vars.least && order == trigger.data.x && port.s == "out" && steps.s.v < output.m && errors.s == null }}';
  expect(sent(until, { x: 'x' })?.names).toMatchObject({
    steps: { s: { v: 3 } },
    port: { s: 'out' },
    errors: { s: null },
    vars: { least: 7 },
    order: 'x',
    trigger: { data: { x: 'x' } },
  });
  expect(sent('{{ vars.least == output }}')?.names).toStrictEqual({ vars: { least: 7 } });
  expect(sent('{{ len(vars) == output }}')?.names).toStrictEqual({ vars: { least: 7, other: 8 } });
});

test('a call that was parked asks for the same as before', () => {
  const parks = [
    { afterMs: 1, outcome: { kind: 'wait', until: Date.parse('2026-11-21T12:01:00.000Z'), reason: 'x', attempts: 0 } },
    ok(1),
  ] as const;
  let n = 0;
  const run = runFlow(
    {
      vars: { k: 1 },
      nodes: [
        call('a', poll('{{ output == vars.k }}')),
        { id: 'w', type: 'wait', config: { for: 'PT10S' } },
        { id: 'v', type: 'assign', config: { values: { k: 2 } } },
      ],
      edges: ['trigger > a', 'trigger > w', 'w > v'],
    },
    {},
    { reply: () => parks[n++] ?? null },
    { hop: true },
  );
  expect(callsOf(run.commands).map((one) => one.poll?.names)).toEqual([{ vars: { k: 1 } }, { vars: { k: 1 } }]);
});
