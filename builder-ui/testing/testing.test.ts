import { expect, test } from 'vitest';
import type { FlowDocument } from '#flow/document.ts';
import type { Step } from '../api-types.ts';
import { boardPins, pinOfStep, pinsBefore, pinsBeside } from './pins.ts';
import { staleNodes } from './stale.ts';
import { firstEvent, freeName, withoutSample, withSample } from './test-event.ts';

const flow: FlowDocument = {
  language: 'trama/1',
  name: 'Pedido',
  trigger: { type: 'manual', config: {} },
  nodes: [
    { id: 'get', type: 'http.request', config: {} },
    { id: 'large', type: 'if', config: { condition: '{{ steps.get.n > 1 }}' } },
    { id: 'items', type: 'forEach', config: { items: '{{ steps.get.items }}' } },
    { id: 'one', type: 'set', parent: 'items', config: {} },
    { id: 'two', type: 'http.request', parent: 'items', config: {} },
    { id: 'end', type: 'set', config: {} },
    { id: 'beside', type: 'set', config: {} },
  ],
  edges: [
    { from: 'trigger', to: 'get' },
    { from: 'trigger', to: 'beside' },
    { from: 'get', to: 'large' },
    { from: 'large.true', to: 'items' },
    { from: 'items.each', to: 'one' },
    { from: 'one', to: 'two' },
    { from: 'items', to: 'end' },
  ],
};

const step = (node: string, more: Partial<Step> = {}): Step => ({
  n: 1,
  node,
  path: [],
  status: 'succeeded',
  startedAt: null,
  endedAt: null,
  attempts: 1,
  port: 'out',
  input: null,
  output: { of: node },
  error: null,
  ...more,
});

const steps = [
  step('get'),
  step('beside'),
  step('large', { port: 'true' }),
  step('one', { path: [{ container: 'items', index: 0 }] }),
  step('items', { output: [1] }),
];

test('only this step: what lies before it is pinned as it was, what never ran is asked for', () => {
  const found = pinsBefore(flow, { pins: { get: { output: 'pinned' } } }, steps, 'two');
  expect(found.pins).toEqual({ get: { output: 'pinned' }, large: { port: 'true', output: { of: 'large' } } });
  expect(found.missing.map(({ id }) => id)).toEqual(['one']);
  // A container stands for what is in it.
  expect(Object.keys(pinsBefore(flow, {}, steps, 'end').pins)).toEqual(['get', 'large', 'items']);
});

test('again from a step: what it does not lead to stays, what it leads to runs', () => {
  expect(Object.keys(pinsBeside(flow, {}, steps, 'large'))).toEqual(['get', 'beside']);
  expect(Object.keys(pinsBeside(flow, {}, steps, 'two'))).toEqual(['get', 'large', 'beside']);
});

test('pins of nodes that are gone or cannot be pinned are left out; errors are kept as errors', () => {
  const pins = { get: { error: { code: 'http_500', message: 'x', more: 1 } }, gone: { output: 1 } };
  expect(boardPins({ pins }, flow)).toEqual({ get: { error: { code: 'http_500', message: 'x' } } });
  expect(pinOfStep(step('get', { error: { code: 'timeout', message: 'y' }, port: 'error' }))).toEqual({
    error: { code: 'timeout', message: 'y' },
  });
});

test('results grow old with an edit of the step or of what leads to it, and not with its place or label', () => {
  const ran = { document: flow, pins: undefined };
  const change = (id: string, more: object) => ({
    ...ran,
    document: { ...flow, nodes: flow.nodes.map((node) => (node.id === id ? { ...node, ...more } : node)) },
  });
  expect([...staleNodes(ran, change('large', { label: 'x', position: { x: 1, y: 2 } }))]).toEqual([]);
  expect([...staleNodes(ran, change('large', { config: { condition: true } }))].toSorted()).toEqual(
    ['end', 'items', 'large', 'one', 'two'].toSorted(),
  );
  expect(staleNodes(ran, change('two', { config: { url: 'x' } }))).toContain('end');
  expect([...staleNodes(ran, { document: flow, pins: { end: { output: 1 } } })]).toEqual(['end']);
});

test('a flow is first tried with an example of its input, and samples have names of their own', () => {
  expect(firstEvent({ ...flow, input: { type: 'object', properties: { id: { type: 'number' } } } })).toEqual({ id: 0 });
  const board = withSample({}, { id: 'a', name: 'Exemplo', data: 1 });
  expect(freeName(board, 'Exemplo')).toBe('Exemplo 2');
  expect(withSample(board, { id: 'a', name: 'Outro', data: 2 }).samples).toHaveLength(1);
  expect(withoutSample(board, 'a').samples).toEqual([]);
});
