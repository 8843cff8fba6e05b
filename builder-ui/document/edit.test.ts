import { expect, test } from 'vitest';
import { duplicateNodes, insertOnEdge, moveInto, removeAndReconnect, removeNodes } from './edit.ts';
import { catalogue, edges, flowOf } from './testing.ts';

const flow = flowOf(
  [
    { id: 'a' },
    { id: 'laco', type: 'forEach', position: { x: 300, y: 0 } },
    { id: 'x', parent: 'laco', config: { values: { v: '{{ steps.a.v + item }}' } } },
    { id: 'y', parent: 'laco', config: { values: { w: '{{ steps.x.v }}' } } },
    { id: 'fim' },
  ],
  ['trigger > a', 'a > laco', 'laco.each > x', 'x > y', 'laco > fim'],
);

test('what is inside a container goes with it, and every edge that touched it', () => {
  const left = removeNodes(flow, ['laco']);
  expect(left.nodes.map((node) => node.id)).toEqual(['a', 'fim']);
  expect(left.edges).toEqual(edges('trigger > a'));
});

test('a node taken out of a line leaves the line whole', () => {
  const line = flowOf([{ id: 'a' }, { id: 'b' }, { id: 'c' }], ['trigger > a', 'a > b', 'b > c']);
  expect(removeAndReconnect(line, catalogue, 'b').edges).toEqual(edges('trigger > a', 'a > c'));
});

test('copies read the copies, and what was not copied as before', () => {
  const { document, ids } = duplicateNodes(flow, ['laco']);
  expect(ids).toEqual(['laco2']);
  const copy = document.nodes.find((node) => node.id === 'y2');
  expect(copy).toMatchObject({ parent: 'laco2', config: { values: { w: '{{ steps.x2.v }}' } } });
  expect(document.nodes.find((node) => node.id === 'x2')?.config).toEqual({ values: { v: '{{ steps.a.v + item }}' } });
  expect(document.edges.slice(flow.edges.length)).toEqual(edges('laco2.each > x2', 'x2 > y2'));
});

test('a node put into a wire takes it over: what came in goes through it', () => {
  const node = { id: 'm', type: 'if', config: {} };
  const inserted = insertOnEdge(flow, catalogue, { from: 'a', to: 'laco' }, node, 'true');
  expect(inserted.edges).toEqual(
    edges('trigger > a', 'laco.each > x', 'x > y', 'laco > fim', 'a > m', 'm.true > laco'),
  );
});

test('a node that moves into a container loses the edges that would cross its frame, and no others', () => {
  const moved = moveInto(flow, new Map([['fim', { x: 9, y: 9 }]]), 'laco');
  expect(moved.nodes.find((node) => node.id === 'fim')).toMatchObject({ parent: 'laco', position: { x: 9, y: 9 } });
  expect(moved.edges).toEqual(edges('trigger > a', 'a > laco', 'laco.each > x', 'x > y'));
  expect(moveInto(moved, new Map([['fim', { x: 0, y: 0 }]]), undefined).nodes.at(-1)).not.toHaveProperty('parent');
});

test('a container never moves into itself', () => {
  expect(moveInto(flow, new Map([['laco', { x: 0, y: 0 }]]), 'laco')).toBe(flow);
});
