import { expect, test } from 'vitest';
import { connectFault } from './connect.ts';
import { catalogue, edges, flowOf } from './testing.ts';
import { connectFaults, detachNodes, isLoose, putIntoEdge, reconnect, removeAllAndReconnect } from './wires.ts';

const flow = flowOf(
  [
    { id: 'a' },
    { id: 'b', type: 'if' },
    { id: 'laco', type: 'forEach' },
    { id: 'x', parent: 'laco' },
    { id: 'c' },
    { id: 'solta' },
  ],
  ['trigger > a', 'a > b', 'b.true > laco', 'laco.each > x', 'laco > c'],
);

test('what is told of all ends of a wire at once is what is told of each', () => {
  for (const from of [
    { node: 'b', port: 'false' },
    { node: 'c', port: 'out' },
    { node: 'laco', port: 'each' },
    { node: 'trigger', port: 'out' },
  ]) {
    for (const [to, fault] of connectFaults(flow, catalogue, from)) {
      expect(fault, `${from.node}.${from.port} > ${to}`).toBe(connectFault(flow, catalogue, from, to));
    }
  }
});

test('an end of an edge moves where that is legal, and stays where it is not', () => {
  const edge = { from: 'b.true', to: 'laco' };
  expect(reconnect(flow, catalogue, edge, { node: 'b', port: 'false' }, 'c').edges).toEqual(
    edges('trigger > a', 'a > b', 'b.false > c', 'laco.each > x', 'laco > c'),
  );
  expect(reconnect(flow, catalogue, edge, { node: 'b', port: 'true' }, 'a')).toBe(flow);
  expect(reconnect(flow, catalogue, edge, { node: 'b', port: 'true' }, 'x')).toBe(flow);
});

test('a loose node dropped on an edge stands in it, also where the edge is inside a container', () => {
  expect(isLoose(flow, 'solta')).toBe(true);
  expect(isLoose(flow, 'c')).toBe(false);
  const into = putIntoEdge(flow, catalogue, { from: 'a', to: 'b' }, 'solta', { x: 5, y: 6 });
  expect(into.edges).toEqual(
    edges('trigger > a', 'b.true > laco', 'laco.each > x', 'laco > c', 'a > solta', 'solta > b'),
  );
  const inside = putIntoEdge(flow, catalogue, { from: 'laco.each', to: 'x' }, 'solta', { x: 5, y: 6 });
  expect(inside.nodes.at(-1)).toMatchObject({ id: 'solta', parent: 'laco', position: { x: 5, y: 6 } });
  expect(inside.edges.slice(-2)).toEqual(edges('laco.each > solta', 'solta > x'));
});

test('several nodes taken out of a line leave the line whole; detached ones stay, without their edges', () => {
  const line = flowOf([{ id: 'a' }, { id: 'b' }, { id: 'c' }, { id: 'd' }], ['trigger > a', 'a > b', 'b > c', 'c > d']);
  const left = removeAllAndReconnect(line, catalogue, ['b', 'c']);
  expect(left.nodes.map((node) => node.id)).toEqual(['a', 'd']);
  expect(left.edges).toEqual(edges('trigger > a', 'a > d'));
  const detached = detachNodes(flow, catalogue, ['laco']);
  expect(detached.nodes).toHaveLength(6);
  expect(detached.edges).toEqual(edges('trigger > a', 'a > b', 'b.true > c', 'laco.each > x'));
});
