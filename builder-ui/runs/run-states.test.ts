import { expect, test } from 'vitest';
import type { Step } from '../api-types.ts';
import { flowOf } from '../document/testing.ts';
import { createKeyedStore } from '../keyed-store.ts';
import { attentionOf, edgeStates, nodeStates, stepsByNode } from './run-states.ts';

const step = (node: string, status: Step['status'], more: Partial<Step> = {}): Step => ({
  n: 1,
  node,
  path: [],
  status,
  startedAt: '2025-01-01T00:00:00.000Z',
  endedAt: status === 'running' || status === 'waiting' ? null : '2025-01-01T00:00:01.000Z',
  attempts: 1,
  port: status === 'succeeded' ? 'out' : null,
  input: null,
  output: null,
  error: null,
  ...more,
});
const round = (index: number) => ({ path: [{ container: 'laco', index }] });

test('of the rounds of a node the one that matters most is shown, with how many there were and how many failed', () => {
  const steps = [step('x', 'succeeded', round(0)), step('x', 'failed', round(1)), step('x', 'running', round(2))];
  expect(nodeStates(stepsByNode(steps)).get('x')).toMatchObject({ status: 'running', rounds: 3, failed: 1 });
  expect(nodeStates(stepsByNode(steps.slice(0, 2))).get('x')).toMatchObject({ status: 'failed', rounds: 2 });
});

test('who opens a run is led to where it failed, else to where it stands', () => {
  const waits = [step('a', 'succeeded'), step('b', 'waiting')];
  expect(attentionOf(stepsByNode(waits))).toBe('b');
  expect(attentionOf(stepsByNode([...waits, step('c', 'failed')]))).toBe('c');
  expect(attentionOf(stepsByNode([step('a', 'succeeded')]))).toBeUndefined();
});

test('a wire is taken when its node left by that port, live while what it leads to is under way', () => {
  const flow = flowOf(
    [{ id: 'se', type: 'if' }, { id: 'a' }, { id: 'b' }],
    ['trigger > se', 'se.true > a', 'se.false > b'],
  );
  const states = edgeStates(
    flow,
    stepsByNode([step('se', 'succeeded', { port: 'true' }), step('a', 'waiting'), step('b', 'skipped')]),
  );
  expect(Object.fromEntries(states)).toEqual({ 'trigger>se': 'taken', 'se.true>a': 'live', 'se.false>b': 'idle' });
});

test('only the listeners of what changed are told', () => {
  const store = createKeyedStore<number>();
  const told: string[] = [];
  store.replace(
    new Map([
      ['a', 1],
      ['b', 2],
    ]),
  );
  for (const key of ['a', 'b', 'c']) store.subscribe(key, () => told.push(key));
  store.replace(
    new Map([
      ['a', 1],
      ['b', 3],
      ['c', 4],
    ]),
  );
  expect(told).toEqual(['b', 'c']);
  store.replace(new Map());
  expect(told).toEqual(['b', 'c', 'a', 'b', 'c']);
});
