import { expect, test } from 'vitest';
import type { JsonObject } from '../json.ts';
import { call, fails, ok, runFlow, type ShortNode, set, statusesOf, worldOf } from '../testing.ts';
import type { Command } from './protocol.ts';

const each = (config: JsonObject, more: object = {}): ShortNode => ({ id: 'cada', type: 'forEach', config, ...more });

const inside = { parent: 'cada' };

const byItem = (reply: (item: number) => ReturnType<typeof ok> | null, more = {}) =>
  worldOf({}, {
    reply: (command: Command) => reply(Number(((command as { config?: JsonObject }).config as JsonObject).item)),
    ...more,
  } as never);

const loop = (config: JsonObject) => ({
  nodes: [each({ items: [0, 1, 2], ...config }), call('h', { ...inside, config: { item: '{{ item }}' } })],
  edges: ['trigger > cada', 'cada.each > h'],
});

test('forEach gives the results of the rounds in order of the items, whatever order they end in', () => {
  const run = runFlow(
    loop({ concurrency: 3, result: '{{ item * 10 + index }}' }),
    {},
    byItem((item) => ok(null, 100 - item * 10)),
  );
  expect(run.end?.output).toEqual([0, 11, 22]);
  expect(run.tookMs).toBe(100);
});

test('concurrency is 1 unless it says otherwise', () => {
  const peak = (config: JsonObject) => {
    let open = 0;
    let most = 0;
    const run = runFlow(
      { ...loop({ items: [0, 1, 2, 3, 4], ...config }) },
      {},
      byItem(() => ok(null, 10)),
    );
    for (const { startedAt, endedAt } of run.steps.filter(({ node }) => node === 'h')) {
      open = run.steps.filter(
        (one) =>
          one.node === 'h' && (one.startedAt ?? '') <= (startedAt ?? '') && (one.endedAt ?? '') > (startedAt ?? ''),
      ).length;
      most = Math.max(most, open);
      expect(endedAt).not.toBeNull();
    }
    return most;
  };
  expect(peak({})).toBe(1);
  expect(peak({ concurrency: 2 })).toBe(2);
  expect(peak({ concurrency: 50 })).toBe(5);
});

test('a forEach over nothing gives an empty list, one over no list is bad_value', () => {
  expect(runFlow(loop({ items: [] })).end?.output).toEqual([]);
  for (const x of [null, 'abc', { a: 1 }]) {
    expect(runFlow(loop({ items: '{{ trigger.data.x }}' }), { x }).end?.error).toMatchObject({
      code: 'bad_value',
      node: 'cada',
    });
  }
});

test('without result a round gives the output of its only end node', () => {
  const run = runFlow(
    loop({}),
    {},
    byItem((item) => ok({ item })),
  );
  expect(run.end?.output).toEqual([{ item: 0 }, { item: 1 }, { item: 2 }]);
});

test("as names the item and its index; index is the innermost loop's; inner names come first", () => {
  const run = runFlow(
    {
      nodes: [
        set('base', { v: 100 }),
        {
          id: 'fora',
          type: 'forEach',
          config: { items: '{{ trigger.data.l }}', as: 'linha', concurrency: 2, result: '{{ steps.dentro }}' },
        },
        set('x', { v: '{{ linha.n * 10 + linhaIndex }}' }, { parent: 'fora' }),
        {
          id: 'dentro',
          type: 'forEach',
          parent: 'fora',
          config: { items: '{{ linha.c }}', as: 'col', result: '{{ steps.y.v }}' },
        },
        set('y', { v: '{{ [steps.base.v, steps.x.v, col, index, colIndex, linhaIndex] }}' }, { parent: 'dentro' }),
      ],
      edges: ['trigger > base', 'base > fora', 'fora.each > x', 'x > dentro', 'dentro.each > y'],
    },
    {
      l: [
        { n: 1, c: [7, 8] },
        { n: 2, c: [9] },
        { n: 3, c: [] },
      ],
    },
  );
  expect(run.end?.output).toEqual([
    [
      [100, 10, 7, 0, 0, 0],
      [100, 10, 8, 1, 1, 0],
    ],
    [[100, 21, 9, 0, 0, 1]],
    [],
  ]);
});

test('a loop may name its item as a name of the run, which it hides inside', () => {
  const run = runFlow({
    nodes: [
      each({ items: [1], as: 'flow' }),
      set('a', { v: '{{ flow }}' }, inside),
      set('m', { f: '{{ flow.name }}', c: '{{ steps.cada }}' }),
    ],
    edges: ['trigger > cada', 'cada.each > a', 'cada > m'],
    output: '{{ steps.m }}',
  });
  expect(run.end?.output).toEqual({ f: 'Exemplo', c: [{ v: 1 }] });
});

test('every round has nodes of its own: nothing of the round before can be read', () => {
  const run = runFlow({
    nodes: [
      each({ items: [1, 2], result: '{{ [steps.a, port.a] }}' }),
      { id: 'c', type: 'if', config: { condition: '{{ item == 1 }}' }, ...inside },
      set('a', { v: '{{ item }}' }, inside),
    ],
    edges: ['trigger > cada', 'cada.each > c', 'c.true > a'],
  });
  expect(run.end?.output).toEqual([
    [{ v: 1 }, 'out'],
    [null, null],
  ]);
});

test('a failed item fails the loop and cancels the others', () => {
  const run = runFlow(
    loop({ concurrency: 3 }),
    {},
    byItem((item) => (item === 1 ? fails('x', 10) : null)),
  );
  expect(run.end).toMatchObject({ status: 'failed', error: { code: 'x', node: 'h' } });
  expect(statusesOf(run).h).toEqual(['cancelled', 'failed', 'cancelled']);
});

test('collect gives ok and value, or index and error, in the place of each item', () => {
  const run = runFlow(
    loop({ onItemError: 'collect', result: '{{ item }}' }),
    {},
    byItem((item) => (item === 1 ? fails('x') : ok(null))),
  );
  expect(run.end).toMatchObject({
    status: 'succeeded',
    output: [
      { ok: true, value: 0 },
      { ok: false, index: 1, error: { code: 'x', message: 'x', node: 'h', attempts: 1 } },
      { ok: true, value: 2 },
    ],
  });
});

test('itemTimeout ends one item with the code timeout and spares the rest', () => {
  const slow = byItem((item) => (item === 1 ? null : ok(null)));
  const collected = runFlow(
    loop({ concurrency: 3, onItemError: 'collect', itemTimeout: 'PT2S', result: '{{ item }}' }),
    {},
    slow,
  );
  expect(collected.end?.output).toMatchObject([
    { ok: true, value: 0 },
    { ok: false, index: 1, error: { code: 'timeout' } },
    { ok: true, value: 2 },
  ]);
  const failed = runFlow(loop({ itemTimeout: 'PT2S' }), {}, slow);
  expect(failed.end).toMatchObject({ status: 'failed', error: { code: 'timeout' } });
});

test('each item has its own time', () => {
  const run = runFlow(
    loop({ itemTimeout: 'PT2S', result: '{{ item }}' }),
    {},
    byItem(() => ok(null, 1500)),
  );
  expect(run.end?.output).toEqual([0, 1, 2]);
  expect(run.tookMs).toBe(4500);
});

test('at its timeout a collecting loop gives unfinished items the code timeout and leaves by out; a failing one fails', () => {
  const world = byItem((item) => ok(null, item === 0 ? 500 : 5000));
  const collected = runFlow(loop({ onItemError: 'collect', timeout: 'PT2S', result: '{{ item }}' }), {}, world);
  expect(collected.end).toMatchObject({
    status: 'succeeded',
    output: [
      { ok: true, value: 0 },
      { ok: false, index: 1, error: { code: 'timeout' } },
      { ok: false, index: 2, error: { code: 'timeout' } },
    ],
  });
  expect(collected.steps.find(({ node }) => node === 'cada')).toMatchObject({ port: 'out', status: 'succeeded' });
  expect(runFlow(loop({ timeout: 'PT2S' }), {}, world).end).toMatchObject({
    status: 'failed',
    error: { code: 'timeout', node: 'cada' },
  });
});

const exit = (type: 'break' | 'continue', config: JsonObject = {}) => ({
  nodes: [
    each({ items: [0, 1, 2], result: '{{ [item, port.p] }}', ...config }),
    { id: 'e', type: 'scope', ...inside },
    { id: 'c', type: 'if', config: { condition: '{{ item == 1 }}' }, parent: 'e' },
    { id: 'x', type, parent: 'e' },
    call('p', { ...inside, config: { item: '{{ item }}' } }),
  ],
  edges: ['trigger > cada', 'cada.each > e', 'cada.each > p', 'e.each > c', 'c.true > x'],
});

test('continue finishes the round at once, through scopes: what runs is cancelled, result is read', () => {
  const run = runFlow(
    exit('continue'),
    {},
    byItem((item) => (item === 1 ? null : ok(null))),
  );
  expect(run.end?.output).toEqual([
    [0, 'out'],
    [1, null],
    [2, 'out'],
  ]);
  expect(statusesOf(run).p).toEqual(['succeeded', 'cancelled', 'succeeded']);
});

test('break finishes the round, whose result is read, and the loop', () => {
  const run = runFlow(
    exit('break'),
    {},
    byItem((item) => (item === 1 ? null : ok(null))),
  );
  expect(run.end?.output).toEqual([
    [0, 'out'],
    [1, null],
  ]);
});

test('break cancels the rounds beside it: they give nothing', () => {
  const run = runFlow(
    exit('break', { concurrency: 3 }),
    {},
    byItem((item) => ok(null, item === 2 ? 0 : 500)),
  );
  expect(run.end?.output).toEqual([[1, null]]);
  expect(statusesOf(run).p?.filter((status) => status === 'cancelled')).toHaveLength(3);
});

test('break in a collecting loop keeps the shape of the results', () => {
  const run = runFlow(
    exit('break', { onItemError: 'collect' }),
    {},
    byItem(() => ok(null)),
  );
  expect(run.end?.output).toEqual([
    { ok: true, value: [0, 'out'] },
    { ok: true, value: [1, null] },
  ]);
});

test('break ends the nearest loop only', () => {
  const run = runFlow({
    nodes: [
      { id: 'fora', type: 'forEach', config: { items: [1, 2], as: 'x' } },
      { id: 'dentro', type: 'while', parent: 'fora', config: { condition: '{{ true }}', result: '{{ x }}' } },
      { id: 'b', type: 'break', parent: 'dentro' },
    ],
    edges: ['trigger > fora', 'fora.each > dentro', 'dentro.each > b'],
  });
  expect(run.end?.output).toEqual([1, 2]);
});

test('a snapshot in the midst of a loop keeps which rounds have ended', () => {
  const flow = loop({ concurrency: 3, onItemError: 'collect', timeout: 'PT2S', result: '{{ item }}' });
  const world = () => byItem((item) => (item === 2 ? ok(null, 100) : null));
  const straight = runFlow(flow, {}, world());
  const hopping = runFlow(flow, {}, world(), { hop: true });
  expect(hopping.end).toEqual(straight.end);
  expect(straight.end?.output).toMatchObject([{ ok: false }, { ok: false }, { ok: true, value: 2 }]);
});

test('break stops the other rounds at once, though a node of its own round takes its time to end', () => {
  const { reply } = byItem((item) => ok(null, item === 1 ? 60_000 : 500));
  const run = runFlow(exit('break', { items: [0, 1, 2, 3, 4], concurrency: 2 }), {}, { reply, endsAfterMs: 3000 });
  expect(run.end?.output).toEqual([[1, null]]);
  expect(run.tookMs).toBe(3000);
});

test('rounds carry their path', () => {
  const run = runFlow({
    nodes: [
      { id: 'fora', type: 'forEach', config: { items: [1, 2] } },
      { id: 'e', type: 'scope', parent: 'fora' },
      { id: 'l', type: 'while', parent: 'e', config: { condition: '{{ index < 2 }}' } },
      set('a', { v: 1 }, { parent: 'l' }),
    ],
    edges: ['trigger > fora', 'fora.each > e', 'e.each > l', 'l.each > a'],
  });
  const paths = run.steps
    .filter(({ node }) => node === 'a')
    .map(({ path }) => path.map(({ container, index }) => `${container}:${index}`).join('/'));
  expect(paths).toEqual(['fora:0/l:0', 'fora:0/l:1', 'fora:1/l:0', 'fora:1/l:1']);
  expect(run.steps.filter(({ node }) => node === 'l').map(({ path }) => path)).toEqual([
    [{ container: 'fora', index: 0 }],
    [{ container: 'fora', index: 1 }],
  ]);
});
