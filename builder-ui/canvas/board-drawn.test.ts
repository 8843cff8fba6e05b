import { expect, test } from 'vitest';
import { catalogue, flowOf } from '../document/testing.ts';
import { toCanvasEdges, toCanvasNodes } from './canvas-model.ts';
import { alongWith, carriedBy } from './carried.ts';
import { followDrag } from './region.ts';
import { linesCross } from './slice.ts';

const flow = flowOf(
  [
    { id: 'a', position: { x: 0, y: 0 } },
    { id: 'laco', type: 'forEach', position: { x: 400, y: 0 } },
    { id: 'x', parent: 'laco', position: { x: 112, y: 64 } },
    { id: 'fim', position: { x: 900, y: 0 } },
  ],
  ['trigger > a', 'a > laco', 'laco.each > x', 'laco > fim'],
);
const board = { groups: [{ id: 'g', title: 'G', color: 'blue' as const, nodes: ['a', 'fim'] }] };

test('a closed container is a card that says what is in it; its edges stay, those inside are not drawn', () => {
  const closed = { collapsed: ['laco'] };
  const nodes = toCanvasNodes(flow, catalogue, [], closed);
  expect(nodes.map((node) => node.id)).toEqual(['trigger', 'a', 'laco', 'fim']);
  expect(nodes[2]).toMatchObject({ type: 'step', width: 220, height: 64, data: { inside: 'x' } });
  expect(toCanvasEdges(flow, catalogue, [], closed).map((edge) => edge.id)).toEqual([
    'trigger>a',
    'a>laco',
    'laco>fim',
  ]);
  expect(toCanvasNodes(flow, catalogue, nodes, {})[2]).toMatchObject({ type: 'container' });
});

test('the frame of a group stands around its nodes, follows one that is dragged, and takes all along by its title', () => {
  const nodes = toCanvasNodes(flow, catalogue, [], board);
  const region = nodes.find((node) => node.id === 'group:g');
  if (!region) throw new Error('the group is not drawn');
  expect(region).toMatchObject({ position: { x: -24, y: -52 }, width: 1168, height: 140 });
  const moved = nodes.map((node) => (node.id === 'fim' ? { ...node, position: { x: 900, y: 100 } } : node));
  expect(followDrag(moved, new Set(['fim'])).find((node) => node.id === 'group:g')).toMatchObject({ height: 240 });
  const carried = carriedBy(region, nodes, [region]);
  const there = alongWith(carried, { ...region, position: { x: -14, y: -32 } });
  expect([...there]).toEqual([
    ['a', { x: 10, y: 20 }],
    ['fim', { x: 910, y: 20 }],
  ]);
});

test('a cut hits what it crosses, not what it only comes near to', () => {
  const wire = [0, 10, 20, 30].map((x) => ({ x, y: x > 15 ? 40 : 0 }));
  expect(
    linesCross(wire, [
      { x: 5, y: -5 },
      { x: 5, y: 5 },
    ]),
  ).toBe(true);
  expect(
    linesCross(wire, [
      { x: 5, y: -5 },
      { x: 5, y: -1 },
      { x: 12, y: 60 },
    ]),
  ).toBe(true);
  expect(
    linesCross(wire, [
      { x: 5, y: 5 },
      { x: 5, y: 50 },
    ]),
  ).toBe(false);
});
