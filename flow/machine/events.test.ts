import { expect, test } from 'vitest';
import type { Json, JsonObject } from '../json.ts';
import type { World } from '../simulator/simulator.ts';
import { call, ok, runFlow, set, statusesOf, worldOf } from '../testing.ts';
import type { FlowEvent } from './protocol.ts';

const START = Date.parse('2026-11-21T12:00:00.000Z');

const event = (id: string, name: string, data: Json = null, more: Partial<FlowEvent> = {}): FlowEvent => ({
  id,
  name,
  key: null,
  data,
  source: 'api',
  receivedAt: new Date(START).toISOString(),
  ...more,
});
const at = (afterMs: number, one: FlowEvent) => ({
  afterMs,
  event: { ...one, receivedAt: new Date(START + afterMs).toISOString() },
});
const wait = (id: string, events: JsonObject[], more: JsonObject = {}, node: JsonObject = {}) => ({
  id,
  type: 'waitForEvent',
  config: { events, ...more },
  ...node,
});
const on = (name: string, more: JsonObject = {}): JsonObject => ({ port: 'veio', name, ...more });

const one = (listens: JsonObject[], world: Partial<World>, more: JsonObject = {}, data: JsonObject = {}) =>
  runFlow(
    {
      nodes: [
        wait('w', listens, { timeout: 'PT1M', ...more }),
        set('sim', { d: '{{ steps.w.data }}', key: '{{ steps.w.key }}' }),
        set('nao', { tarde: true }),
      ],
      edges: ['trigger > w', 'w.veio > sim', 'w.timeout > nao'],
      output: { sim: '{{ steps.sim }}', nao: '{{ steps.nao }}', port: '{{ port.w }}' },
    },
    data,
    worldOf({}, world),
  );

test('the output is the event, and it leaves by the port of the event', () => {
  const sent = at(1000, event('evt_1', 'pago', { v: 1 }, { key: 'c1' }));
  const run = runFlow(
    {
      nodes: [
        wait('w', [
          { port: 'nao', name: 'x' },
          { port: 'sim', name: 'pago', key: 'c1' },
        ]),
        set('m', { e: '{{ steps.w }}' }),
      ],
      edges: ['trigger > w', 'w.sim > m'],
    },
    {},
    worldOf({}, { events: [sent] }),
  );
  const { id, name, key, data, source, receivedAt } = sent.event;
  expect(run.end?.output).toEqual({ e: { id, name, key, data, source, receivedAt } });
});

test('an event reaches the waits with its name and its key', () => {
  const sim = (key: Json, sent: string | null): boolean =>
    (
      one([on('e', { key })], { events: [at(10, event('evt_1', 'e', null, { key: sent }))] }, {}, { n: 42 }).end
        ?.output as JsonObject | undefined
    )?.port === 'veio';
  expect(sim('a', 'a')).toBe(true);
  expect(sim('a', 'b')).toBe(false);
  expect(sim('a', null)).toBe(false);
  expect(sim(null, 'a')).toBe(false);
  expect(sim(null, null)).toBe(true);
  expect(sim('{{ trigger.data.n }}', '42')).toBe(true);
  expect(sim(42, '42')).toBe(true);
  expect(sim('{{ trigger.data.falta }}', null)).toBe(true);
});

test('an event sent to the run itself reaches the waits of its name, with or without their key', () => {
  const sent = at(10, event('evt_1', 'e', 7, { source: 'run' }));
  expect(one([on('e', { key: 'a' })], { events: [sent] }).end?.output).toMatchObject({ port: 'veio' });
  expect(one([on('outro')], { events: [sent] }).end?.output).toMatchObject({ port: 'timeout' });
});

test('what came under the name and key since the run began counts, oldest first', () => {
  const before = () => [
    event('evt_1', 'e', 'antes'),
    event('evt_2', 'e', 'depois', { receivedAt: '2026-11-21T12:00:01.000Z' }),
  ];
  const run = runFlow(
    {
      nodes: [wait('w', [on('e')]), wait('x', [on('e')])],
      edges: ['trigger > w', 'w.veio > x'],
      output: '{{ [steps.w.data, steps.x.data] }}',
    },
    {},
    worldOf({}, { before }),
  );
  expect(run.end?.output).toEqual(['antes', 'depois']);
});

test('an event that is signalled twice, or was also found by the subscription, counts once', () => {
  const twice = event('evt_1', 'e', 1);
  const run = runFlow(
    {
      nodes: [wait('w', [on('e')]), wait('x', [on('e')], { timeout: 'PT5S' })],
      edges: ['trigger > w', 'w.veio > x'],
      output: '{{ port.x }}',
    },
    {},
    worldOf({}, { before: () => [twice], events: [at(100, twice), at(200, twice)] }),
  );
  expect(run.end?.output).toBe('timeout');
});

test('what nobody waits for yet is kept for a wait of its name and key that begins later', () => {
  const run = runFlow(
    {
      nodes: [wait('a', [on('e')]), { id: 'p', type: 'wait', config: { for: 'PT10S' } }, wait('b', [on('e')])],
      edges: ['trigger > a', 'a.veio > p', 'p > b'],
      output: '{{ [steps.a.data, steps.b.data] }}',
    },
    {},
    worldOf({}, { events: [at(1000, event('evt_1', 'e', 1)), at(2000, event('evt_2', 'e', 2))] }),
  );
  expect(run.end?.output).toEqual([1, 2]);
  expect(run.tookMs).toBe(11_000);
});

test('an event waits for the subscription to say that nothing older came', () => {
  const old = event('evt_1', 'e', 'velho', { receivedAt: '2026-11-21T11:59:59.000Z' });
  const run = one([on('e')], { before: () => [old], events: [{ afterMs: 0, event: event('evt_2', 'e', 'novo') }] });
  expect(run.end?.output).toMatchObject({ sim: { d: 'velho' } });
});

test('events that are signalled out of order are taken oldest first', () => {
  const run = runFlow(
    {
      nodes: [
        { id: 'p', type: 'wait', config: { for: 'PT5S' } },
        wait('antes', [on('e')]),
        wait('a', [on('e')]),
        wait('b', [on('e')]),
      ],
      edges: ['trigger > antes', 'antes.veio > p', 'p > a', 'a.veio > b'],
      output: '{{ [steps.a.data, steps.b.data] }}',
    },
    {},
    worldOf(
      {},
      {
        events: [
          at(10, event('evt_0', 'e', 0)),
          { afterMs: 30, event: event('evt_2', 'e', 2, { receivedAt: '2026-11-21T12:00:00.029Z' }) },
          { afterMs: 40, event: event('evt_1', 'e', 1, { receivedAt: '2026-11-21T12:00:00.021Z' }) },
        ],
      },
    ),
  );
  expect(run.end?.output).toEqual([1, 2]);
});

test('match reads the event; null and false do not match', () => {
  const events = [
    at(10, event('evt_1', 'e', { v: 1 })),
    at(20, event('evt_2', 'e', { v: null })),
    at(30, event('evt_3', 'e', { v: 9 })),
  ];
  const run = one([on('e', { match: '{{ event.data.v == null ? null : event.data.v > 5 }}' })], { events });
  expect(run.end?.output).toMatchObject({ sim: { d: { v: 9 } } });
});

test('a match that fails to evaluate does not match, and the trace says so', () => {
  const run = one([on('e', { match: '{{ event.data.a.b == 1 }}' })], { events: [at(10, event('evt_1', 'e', {}))] });
  expect(run.end?.output).toMatchObject({ port: 'timeout' });
  const step = run.steps.find(({ node }) => node === 'w');
  expect(step?.reason).toMatch(/^match: /);
  const notBoolean = one([on('e', { match: '{{ event.data.v }}' })], {
    events: [at(10, event('evt_1', 'e', { v: 1 }))],
  });
  expect(notBoolean.end?.output).toMatchObject({ port: 'timeout' });
});

test('of the waits the one that began first takes it, ports as written; the first match consumes it', () => {
  const run = runFlow(
    {
      nodes: [
        wait(
          'a',
          [
            { port: 'um', name: 'e', match: '{{ event.data == 2 }}' },
            { port: 'dois', name: 'e' },
          ],
          { timeout: 'PT9S' },
        ),
        wait('b', [on('e')], { timeout: 'PT9S' }),
      ],
      edges: ['trigger > b', 'trigger > a'],
      output: '{{ [port.a, port.b] }}',
    },
    {},
    worldOf({}, { events: [at(10, event('evt_1', 'e', 1)), at(20, event('evt_2', 'e', 2))] }),
  );
  expect(run.end?.output).toEqual(['um', 'veio']);
});

test('timeout and until end a wait by its port timeout, with output null', () => {
  const run = one([on('e')], {});
  expect(run.end?.output).toMatchObject({ port: 'timeout', nao: { tarde: true } });
  expect(run.tookMs).toBe(60_000);
  const until = runFlow({
    nodes: [wait('w', [on('e')], { until: '2026-11-21T12:00:30Z' }), set('t', { out: '{{ steps.w }}' })],
    edges: ['trigger > w', 'w.timeout > t'],
  });
  expect(until.end?.output).toEqual({ out: null });
  expect(until.tookMs).toBe(30_000);
});

test('a wait whose timeout has no edge ends its branch quietly', () => {
  const run = runFlow({
    nodes: [wait('w', [on('e')], { timeout: 'PT1S' }), set('m')],
    edges: ['trigger > w', 'w.veio > m'],
  });
  expect(run.end?.status).toBe('succeeded');
});

test('an answer that does not fit outputSchema is bad_output', () => {
  const outputSchema = { type: 'object', properties: { data: { type: 'number' } } };
  const run = runFlow(
    {
      nodes: [wait('w', [on('e')], {}, { outputSchema }), set('m', { c: '{{ error.code }}' })],
      edges: ['trigger > w', 'w.error > m'],
    },
    {},
    worldOf({}, { events: [at(10, event('evt_1', 'e', 'texto'))] }),
  );
  expect(run.end?.output).toEqual({ c: 'bad_output' });
});

test('interrupts come before waits, the outermost first', () => {
  const flow = (dentro: JsonObject) => ({
    nodes: [
      {
        id: 'fora',
        type: 'scope',
        config: { interrupt: [{ port: 'saiu', name: 'e', match: '{{ event.data == "fora" }}' }] },
      },
      { id: 'meio', type: 'scope', parent: 'fora', config: { interrupt: [{ port: 'saiu', name: 'e', ...dentro }] } },
      wait('w', [on('e')], {}, { parent: 'meio' }),
      set('m', { w: '{{ port.w }}', meio: '{{ port.meio }}', fora: '{{ port.fora }}' }),
    ],
    edges: ['trigger > fora', 'fora.each > meio', 'meio.each > w', 'fora > m', 'fora.saiu > m'],
  });
  const play = (data: string, dentro: JsonObject = {}) =>
    runFlow(flow(dentro), {}, worldOf({}, { events: [at(10, event('evt_1', 'e', data))] })).end?.output;
  expect(play('fora')).toEqual({ w: null, meio: null, fora: 'saiu' });
  expect(play('x')).toEqual({ w: null, meio: 'saiu', fora: 'out' });
  expect(play('x', { match: '{{ false }}' })).toEqual({ w: 'veio', meio: 'out', fora: 'out' });
});

test('an interrupt cancels what is inside and its output is the event', () => {
  const run = runFlow(
    {
      nodes: [
        { id: 'e', type: 'scope', config: { interrupt: [{ port: 'saiu', name: 'sair', key: 'k' }] } },
        call('lento', { parent: 'e' }),
        set('m', { d: '{{ steps.e.data }}', name: '{{ steps.e.name }}' }),
      ],
      edges: ['trigger > e', 'e.each > lento', 'e.saiu > m'],
    },
    {},
    worldOf({ lento: null }, { events: [at(500, event('evt_1', 'sair', 5, { key: 'k' }))] }),
  );
  expect(run.end?.output).toEqual({ d: 5, name: 'sair' });
  expect(statusesOf(run)).toMatchObject({ lento: ['cancelled'], e: ['succeeded'] });
});

test('an interrupt whose event is there already ends its scope before anything inside begins', () => {
  const run = runFlow(
    {
      nodes: [
        wait('w', [on('e')]),
        call('a'),
        { id: 's', type: 'scope', config: { interrupt: [{ port: 'saiu', name: 'e' }] } },
        call('dentro', { parent: 's' }),
      ],
      edges: ['trigger > w', 'w.veio > a', 'a > s', 's.each > dentro'],
      output: '{{ port.s }}',
    },
    {},
    worldOf({ a: ok(1, 1000) }, { events: [at(10, event('evt_1', 'e')), at(20, event('evt_2', 'e'))] }),
  );
  expect(run.end?.output).toBe('saiu');
  expect(run.commands.some((command) => command.kind === 'call' && command.node === 'dentro')).toBe(false);
});

test('a loop that waits for one event after another takes them in order and misses none', () => {
  const count = 50;
  const run = runFlow(
    {
      vars: { vistos: [] },
      nodes: [
        { id: 'l', type: 'while', config: { condition: `{{ index < ${count} }}` } },
        wait('w', [on('e')], {}, { parent: 'l' }),
        {
          id: 'a',
          type: 'assign',
          parent: 'l',
          config: { values: { vistos: '{{ [...vars.vistos, steps.w.data] }}' } },
        },
      ],
      edges: ['trigger > l', 'l.each > w', 'w.veio > a'],
      output: '{{ vars.vistos }}',
    },
    {},
    worldOf({}, { events: Array.from({ length: count }, (_, i) => at(i < 25 ? 1 : i, event(`evt_${i}`, 'e', i))) }),
  );
  expect(run.end?.output).toEqual(Array.from({ length: count }, (_, i) => i));
});

test('the subscription to a name and key is asked for once', () => {
  const run = runFlow(
    {
      nodes: [
        { id: 'l', type: 'while', config: { condition: '{{ index < 3 }}' } },
        wait('w', [on('e', { key: 'k' }), { port: 'f', name: 'f' }], {}, { parent: 'l' }),
      ],
      edges: ['trigger > l', 'l.each > w'],
    },
    {},
    worldOf({}, { events: [1, 2, 3].map((n) => at(n * 10, event(`evt_${n}`, 'e', n, { key: 'k' }))) }),
  );
  expect(run.end?.status).toBe('succeeded');
  const asked = run.commands.filter((command) => command.kind === 'subscribe');
  expect(asked).toEqual([
    {
      kind: 'subscribe',
      names: [
        { name: 'e', key: 'k' },
        { name: 'f', key: null },
      ],
    },
  ]);
});

test('a trigger that comes as an event is read without a subscription, and what is not read is handed back', () => {
  const run = runFlow(
    { nodes: [wait('w', [on('trigger')])], edges: ['trigger > w'], output: '{{ steps.w.data }}' },
    {},
    worldOf({}, { events: [at(10, event('evt_1', 'trigger', 1, { source: 'trigger' }))] }),
  );
  expect(run.end?.output).toBe(1);
  expect(run.commands.some((command) => command.kind === 'subscribe')).toBe(false);
});

test('while a run is paused nothing begins and no event is taken; what came is taken when it goes on', () => {
  const run = runFlow(
    { nodes: [wait('w', [on('e')]), call('a')], edges: ['trigger > w', 'w.veio > a'] },
    {},
    worldOf(
      { a: ok(1, 1) },
      {
        events: [
          { afterMs: 5, event: { kind: 'pause' } },
          at(10, event('evt_1', 'e')),
          { afterMs: 5000, event: { kind: 'resume' } },
        ],
      },
    ),
  );
  expect(run.end?.status).toBe('succeeded');
  expect(run.tookMs).toBe(5001);
});
