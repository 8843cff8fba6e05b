import { expect, test } from 'vitest';
import { catalogue, flowOf } from '../document/testing.ts';
import { arrange } from './arrange.ts';
import { makeRoom, roomInWire } from './room.ts';

const places = (document: ReturnType<typeof flowOf>) =>
  Object.fromEntries(document.nodes.map((node) => [node.id, [node.position?.x, node.position?.y]]));

const flow = flowOf(
  [
    { id: 'a', position: { x: 0, y: 0 } },
    { id: 'b', position: { x: 316, y: 0 } },
    { id: 'laco', type: 'forEach', position: { x: 632, y: 0 } },
    { id: 'x', parent: 'laco', position: { x: 112, y: 64 } },
    { id: 'y', parent: 'laco', position: { x: 500, y: 64 } },
    { id: 'fim', position: { x: 948, y: 0 } },
    { id: 'abaixo', position: { x: 632, y: 100 } },
  ],
  ['trigger > a', 'a > b', 'b > laco', 'laco.each > x', 'laco > fim'],
);

test('a short wire makes room for as much as is put into it; a place between both ends is kept', () => {
  const short = roomInWire(flow, catalogue, { from: 'a', to: 'b' }, { closed: new Set(['laco']) });
  expect(short.position).toEqual({ x: 316, y: 0 });
  expect(places(short.document)).toMatchObject({
    a: [0, 0],
    b: [632, 0],
    laco: [948, 0],
    fim: [1264, 0],
    abaixo: [632, 100],
  });
  const apart = flowOf(
    [
      { id: 'a', position: { x: 0, y: 0 } },
      { id: 'b', position: { x: 700, y: 0 } },
    ],
    ['a > b'],
  );
  const wanted = { x: 300, y: 40 };
  const kept = roomInWire(apart, catalogue, { from: 'a', to: 'b' }, { wanted });
  expect(kept).toEqual({ document: apart, position: wanted });
});

test('a frame that opens pushes away what it would cover, and nothing else', () => {
  const opened = makeRoom(flow, catalogue, new Set(), 'laco');
  // 768 wide, 176 high, with 40 beside.
  expect(places(opened)).toMatchObject({ a: [0, 0], b: [316, 0], laco: [632, 0], fim: [1440, 0], abaixo: [632, 216] });
  expect(makeRoom(opened, catalogue, new Set(), 'laco')).toBe(opened);
});

test('cards are lined up as they are seen, also out of several frames; what stands in a frame goes along', () => {
  const lined = arrange(flow, catalogue, new Set(['a', 'x']), 'top');
  expect(places(lined)).toMatchObject({ a: [0, 0], x: [112, 64] });
  const both = arrange(flow, catalogue, new Set(['abaixo', 'laco', 'x']), 'bottom');
  expect(places(both)).toMatchObject({ laco: [632, 0], x: [112, 64], abaixo: [632, 112] });
});
