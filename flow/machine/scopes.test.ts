import { expect, test } from 'vitest';
import type { JsonObject } from '../json.ts';
import {
  call,
  callsOf,
  eventAfter,
  fails,
  runFlow,
  type ShortNode,
  scope,
  set,
  statusesOf,
  worldOf,
} from '../testing.ts';

const failing: ShortNode = { id: 'f', type: 'fail', config: { code: 'quebrou' } };

test('a scope gives its result, else the output of its only end node', () => {
  const play = (config: JsonObject, more: string[] = []) =>
    runFlow({
      nodes: [scope('e', config), set('a', { v: 1 }, { parent: 'e' }), set('b', { v: 2 }, { parent: 'e' })],
      edges: ['trigger > e', 'e.each > a', 'a > b', ...more],
      output: '{{ steps.e }}',
    }).end?.output;
  expect(play({})).toEqual({ v: 2 });
  expect(play({ result: '{{ steps.a.v + steps.b.v }}' })).toBe(3);
  expect(play({ result: null })).toBeNull();
});

test('an empty scope is passed through', () => {
  const run = runFlow({
    nodes: [scope('e'), set('m', { e: '{{ steps.e }}', p: '{{ port.e }}' })],
    edges: ['trigger > e', 'e > m'],
  });
  expect(run.end?.output).toEqual({ e: null, p: 'out' });
});

test('nodes of a scope stay readable after it: outputs, ports and errors, at any depth', () => {
  const run = runFlow(
    {
      nodes: [
        scope('e'),
        scope('d', {}, { parent: 'e' }),
        call('a', { parent: 'd' }),
        set('b', { v: 2 }, { parent: 'd' }),
        set('m', { a: '{{ steps.a }}', p: '{{ port.a }}', err: '{{ errors.a?.code }}', b: '{{ steps.b?.v }}' }),
      ],
      edges: ['trigger > e', 'e.each > d', 'd.each > a', 'a.error > b', 'e > m'],
    },
    {},
    worldOf({ a: fails('x') }),
  );
  expect(run.end?.output).toEqual({ a: null, p: 'error', err: 'x', b: 2 });
});

test('nodes of a scope stay readable past its error and its timeout', () => {
  const flow = (config: JsonObject, last: ShortNode) => ({
    nodes: [
      scope('e', config),
      set('a', { v: 7 }, { parent: 'e' }),
      { ...last, parent: 'e' },
      set('m', { a: '{{ steps.a?.v }}', p: '{{ port.a }}', e: '{{ steps.e }}' }),
    ],
    edges: ['trigger > e', 'e.each > a', `a > ${last.id}`, 'e.error > m', 'e.timeout > m'],
  });
  expect(runFlow(flow({}, failing)).end?.output).toEqual({ a: 7, p: 'out', e: null });
  expect(runFlow(flow({ timeout: 'PT1S' }, { id: 'w', type: 'wait', config: { for: 'PT1H' } })).end?.output).toEqual({
    a: 7,
    p: 'out',
    e: null,
  });
});

test('a timeout, an instant: the scope leaves by timeout when it is over, and what is inside is cancelled', () => {
  for (const config of [{ timeout: 'PT5S' }, { until: '2026-11-21T12:00:05.000Z' }] as JsonObject[]) {
    const run = runFlow(
      {
        nodes: [
          scope('e', config),
          call('lento', { parent: 'e' }),
          set('m', { p: '{{ port.e }}', o: '{{ steps.e }}' }),
        ],
        edges: ['trigger > e', 'e.each > lento', 'e.timeout > m'],
      },
      {},
      worldOf({ lento: null }),
    );
    expect(run.end?.output).toEqual({ p: 'timeout', o: null });
    expect(run.tookMs).toBe(5001);
    expect(statusesOf(run)).toMatchObject({ lento: ['cancelled'] });
  }
});

test('an instant that has passed ends the scope before anything inside begins', () => {
  const run = runFlow({
    nodes: [scope('e', { until: '2020-01-01T00:00:00Z' }), call('a', { parent: 'e' }), set('m', { p: '{{ port.e }}' })],
    edges: ['trigger > e', 'e.each > a', 'e.timeout > m'],
  });
  expect(run.end?.output).toEqual({ p: 'timeout' });
  expect(callsOf(run.commands)).toEqual([]);
});

test('a scope that ends in time drops its timer and its interrupts', () => {
  const run = runFlow(
    {
      nodes: [
        scope('e', { timeout: 'PT1H', interrupt: [{ port: 'x', name: 'x' }] }),
        call('a', { parent: 'e' }),
        { id: 'w', type: 'wait', config: { for: 'PT2H' } },
      ],
      edges: ['trigger > e', 'e.each > a', 'e > w'],
    },
    {},
    worldOf({}, { events: [eventAfter(60_000, 'x')] }),
  );
  expect(run.end?.status).toBe('succeeded');
  expect(run.state.waits).toEqual({});
  expect(statusesOf(run)).toMatchObject({ e: ['succeeded'], w: ['succeeded'] });
});

test('a scope whose timeout nobody handles is shown as what failed', () => {
  const run = runFlow({
    nodes: [scope('e', { timeout: 'PT1S' }), { id: 'w', type: 'wait', parent: 'e', config: { for: 'PT1H' } }],
    edges: ['trigger > e', 'e.each > w'],
  });
  expect(run.steps.find(({ node }) => node === 'e')).toMatchObject({
    status: 'failed',
    port: 'timeout',
    error: { code: 'timeout' },
  });
});
