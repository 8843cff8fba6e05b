import { expect, test } from 'vitest';
import { catalogue, edges, flowOf } from '../document/testing.ts';
import { dropNodes, placeAfter, placeAt } from './drop.ts';
import { absolutePlace, fitContainers, sizesOf } from './geometry.ts';

const flow = flowOf(
  [
    { id: 'a', position: { x: 0, y: 0 } },
    { id: 'laco', type: 'forEach', position: { x: 400, y: 100 } },
    { id: 'x', parent: 'laco', position: { x: 100, y: 70 } },
  ],
  ['trigger > a', 'a > laco', 'laco.each > x'],
);
const node = (document: typeof flow, id: string) => document.nodes.find((one) => one.id === id);

test('a node let go over a container stands in it, at the place where it was let go', () => {
  const dropped = dropNodes(flow, catalogue, new Map([['a', { x: 520, y: 200 }]]));
  expect(node(dropped, 'a')).toMatchObject({ parent: 'laco', position: { x: 120, y: 100 } });
  expect(absolutePlace(dropped, 'a')).toEqual({ x: 520, y: 200 });
  expect(dropped.edges).toEqual(edges('laco.each > x'));
});

test('a node let go outside of its container leaves it', () => {
  const dropped = dropNodes(flow, catalogue, new Map([['x', { x: -500, y: 0 }]]));
  expect(node(dropped, 'x')).toMatchObject({ position: { x: -100, y: 100 } });
  expect(node(dropped, 'x')).not.toHaveProperty('parent');
});

test('a node that only moves keeps its scope and its edges; the frame grows to hold it', () => {
  const before = sizesOf(flow, catalogue).get('laco');
  const dropped = dropNodes(flow, catalogue, new Map([['x', { x: 150, y: 80 }]]));
  expect(dropped.edges).toEqual(flow.edges);
  expect(sizesOf(dropped, catalogue).get('laco')?.width).toBeGreaterThan(before?.width ?? 0);
});

test('a child dragged past the corner of its frame moves the corner, and nothing else on the canvas', () => {
  const fitted = fitContainers(
    flowOf([...flow.nodes.slice(0, 2), { id: 'x', parent: 'laco', position: { x: 20, y: 10 } }]),
  );
  expect(absolutePlace(fitted, 'x')).toEqual({ x: 420, y: 110 });
  expect(node(fitted, 'laco')?.position).toEqual({ x: 332, y: 46 });
});

test('the trigger keeps a place of its own under a key that the language leaves to us', () => {
  expect(dropNodes(flow, catalogue, new Map([['trigger', { x: -9.4, y: 3 }]]))).toMatchObject({
    'x-trigger-position': { x: -9, y: 3 },
  });
});

test('a new node covers no other', () => {
  const line = flowOf(
    [
      { id: 'a', position: { x: 0, y: 0 } },
      { id: 'b', position: { x: 316, y: 0 } },
      { id: 'c', position: { x: 632, y: 0 } },
    ],
    ['trigger > a', 'a > b', 'b > c'],
  );
  expect(placeAfter(line, catalogue, 'a', false)).toEqual({ x: 316, y: 96 });
});

test('nothing falls into a closed container, not even where its frame would be', () => {
  const closed = new Set(['laco']);
  const at = { x: 560, y: 220 };
  expect(placeAt(flow, catalogue, at).parent).toBe('laco');
  expect(placeAt(flow, catalogue, at, closed).parent).toBeUndefined();
  expect(node(dropNodes(flow, catalogue, new Map([['a', at]]), closed), 'a')).not.toHaveProperty('parent');
});
