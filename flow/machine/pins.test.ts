import { expect, test } from 'vitest';
import { call, runFlow, type ShortNode, set, statusesOf, worldOf } from '../testing.ts';
import type { Pin } from './protocol.ts';

const pinned = (node: ShortNode, edges: string[], pin: Pin) =>
  runFlow(
    {
      nodes: [
        node,
        set('m', { p: `{{ port.${node.id} }}`, o: `{{ steps.${node.id} }}`, e: `{{ errors.${node.id}?.code }}` }),
      ],
      edges: [`trigger > ${node.id}`, ...edges],
    },
    {},
    worldOf({}),
    { start: { pins: { [node.id]: pin } } },
  );

test('a pin gives its output, port or error in place of the node', () => {
  const run = pinned(call('a'), ['a > m'], { output: { x: 1 } });
  expect(run.end?.output).toEqual({ p: 'out', o: { x: 1 }, e: null });
  expect(run.commands.some(({ kind }) => kind === 'call')).toBe(false);
  expect(run.steps[0]).toMatchObject({ node: 'a', status: 'pinned', output: { x: 1 } });
  const failed = pinned(call('a'), ['a.error > m'], { error: { code: 'x', message: 'y', details: 1 } });
  expect(failed.end?.output).toEqual({ p: 'error', o: null, e: 'x' });
  expect(failed.steps[0]?.status).toBe('pinned');
  const alone = { nodes: [call('a')], edges: ['trigger > a'] };
  const pins = { a: { error: { code: 'x' } } };
  expect(runFlow(alone, {}, worldOf(), { start: { pins } }).end?.error).toMatchObject({ code: 'x', node: 'a' });
});

test('nodes of every kind can be pinned: branches, waits, containers, approvals', () => {
  const c: ShortNode = { id: 'c', type: 'if', config: { condition: '{{ true }}' } };
  expect(pinned(c, ['c.false > m'], { port: 'false' }).end?.output).toMatchObject({ p: 'false', o: { value: false } });
  expect(pinned(c, ['c.true > m'], { output: { value: true } }).end?.output).toMatchObject({ p: 'true' });
  const w: ShortNode = { id: 'w', type: 'wait', config: { for: 'P1D' } };
  expect(pinned(w, ['w > m'], {}).tookMs).toBe(0);
  const ev: ShortNode = {
    id: 'v',
    type: 'waitForEvent',
    config: {
      events: [
        { port: 'a', name: 'x' },
        { port: 'b', name: 'y' },
      ],
    },
  };
  expect(pinned(ev, ['v.a > m', 'v.b > m'], { output: { name: 'y', data: 5 } }).end?.output).toMatchObject({
    p: 'b',
    o: { data: 5 },
  });
  expect(pinned(ev, ['v.timeout > m'], { port: 'timeout' }).end?.output).toMatchObject({ p: 'timeout', o: null });
  const ap: ShortNode = { id: 'ap', type: 'approval', config: { title: 'x' } };
  expect(pinned(ap, ['ap.rejected > m'], { output: { decision: 'rejected' } }).end?.output).toMatchObject({
    p: 'rejected',
  });
  const s: ShortNode = { id: 's', type: 'switch', config: { cases: [{ port: 'x', when: '{{ false }}' }] } };
  expect(pinned(s, ['s.x > m'], { port: 'x' }).end?.output).toMatchObject({ p: 'x', o: { port: 'x' } });
  expect(
    pinned({ id: 'l', type: 'forEach', config: { items: [1] } }, ['l > m'], { output: [1, 2] }).end?.output,
  ).toMatchObject({ o: [1, 2] });
});

test('a pinned container runs nothing inside', () => {
  const run = runFlow(
    {
      nodes: [{ id: 'e', type: 'scope' }, call('a', { parent: 'e' }), set('m', { e: '{{ steps.e }}' })],
      edges: ['trigger > e', 'e.each > a', 'e > m'],
    },
    {},
    worldOf(),
    { start: { pins: { e: { output: 9 } } } },
  );
  expect(run.end?.output).toEqual({ e: 9 });
  expect(run.commands.some(({ kind }) => kind === 'call')).toBe(false);
});

test('a pin holds each time its node is reached', () => {
  const run = runFlow(
    {
      nodes: [{ id: 'l', type: 'forEach', config: { items: [1, 2, 3] } }, call('a', { parent: 'l' })],
      edges: ['trigger > l', 'l.each > a'],
    },
    {},
    worldOf(),
    { start: { pins: { a: { output: 'p' } } } },
  );
  expect(run.end?.output).toEqual(['p', 'p', 'p']);
});

test('simulate pins every action that has effects with its example, and skips time', () => {
  const run = runFlow(
    {
      nodes: [
        call('a'),
        { id: 'w', type: 'wait', config: { for: 'P10D' } },
        { id: 'v', type: 'waitForEvent', config: { events: [{ port: 'x', name: 'x' }], timeout: 'P5D' } },
        { id: 'ap', type: 'approval', config: { title: 'x', timeout: 'P2D', via: [{ channel: 'c', to: 'd' }] } },
        set('m', { a: '{{ steps.a }}', at: '{{ now() }}', p: '{{ [port.v, port.ap] }}' }),
      ],
      edges: ['trigger > a', 'a > w', 'w > v', 'v.timeout > ap', 'ap.timeout > m'],
    },
    {},
    worldOf({ ap: null }),
    { start: { simulate: true } },
  );
  expect(run.end?.output).toEqual({ a: { example: true }, at: '2026-12-08T12:00:00.001Z', p: ['timeout', 'timeout'] });
  expect(run.tookMs).toBe(1);
  expect(run.commands.some(({ kind }) => kind === 'call')).toBe(false);
  expect(run.commands.find((command) => command.kind === 'openApproval')?.request.via).toEqual([]);
  expect(statusesOf(run)).toMatchObject({ a: ['pinned'] });
});

test('a simulated run goes on however many waits it has', () => {
  const run = runFlow(
    {
      nodes: [
        { id: 'l', type: 'while', config: { condition: '{{ index < 12000 }}', maxIterations: 20_000 } },
        { id: 'w', type: 'wait', parent: 'l', config: { for: 'PT1M' } },
      ],
      edges: ['trigger > l', 'l.each > w'],
      output: '{{ now() }}',
      settings: { timeout: null },
    },
    {},
    worldOf(),
    { start: { simulate: true } },
  );
  expect(run.end?.output).toBe('2026-11-29T20:00:00.000Z');
});

test('a simulated run is held to its time, too', () => {
  const run = runFlow(
    { nodes: [{ id: 'w', type: 'wait', config: { for: 'P40D' } }], edges: ['trigger > w'] },
    {},
    worldOf(),
    { start: { simulate: true } },
  );
  expect(run.end?.error?.code).toBe('run_timeout');
  expect(run.tookMs).toBe(0);
});

test('in a simulation compensations are pinned, too', () => {
  const run = runFlow(
    {
      nodes: [
        { id: 'e', type: 'scope', config: { compensate: true } },
        call('a', { parent: 'e', compensation: { type: 'test.call', config: { v: '{{ steps.a }}' } } }),
        { id: 'f', type: 'fail', parent: 'e', config: { code: 'x' } },
        set('m'),
      ],
      edges: ['trigger > e', 'e.each > a', 'a > f', 'e.error > m'],
    },
    {},
    worldOf(),
    { start: { simulate: true } },
  );
  expect(statusesOf(run)).toMatchObject({ 'a.compensation': ['pinned'] });
  expect(run.commands.some(({ kind }) => kind === 'call')).toBe(false);
});
