import { describe, expect, test } from 'vitest';
import { connectFault } from './connect.ts';
import { leadsTo } from './reach.ts';
import { catalogue, flowOf } from './testing.ts';

const flow = flowOf(
  [
    { id: 'a' },
    { id: 'b', type: 'if' },
    { id: 'laco', type: 'forEach' },
    { id: 'dentro', parent: 'laco' },
    { id: 'c' },
  ],
  ['trigger > a', 'a > b', 'b.true > laco', 'laco.each > dentro'],
);
const fault = (node: string, port: string, to: string) => connectFault(flow, catalogue, { node, port }, to);

describe('an edge is legal only', () => {
  test('from a port that the node has', () => {
    expect(fault('b', 'false', 'c')).toBeNull();
    expect(fault('b', 'out', 'c')).toBe('unknownPort');
    expect(fault('b', 'error', 'c')).toBeNull();
  });
  test('between nodes of one scope, or from the inner entry of a container', () => {
    expect(fault('a', 'out', 'dentro')).toBe('otherContainer');
    expect(fault('laco', 'each', 'dentro')).toBe('twice');
    expect(fault('laco', 'each', 'c')).toBe('otherContainer');
    expect(fault('dentro', 'out', 'c')).toBe('otherContainer');
  });
  test('where it closes no circle', () => {
    expect(fault('b', 'false', 'a')).toBe('cycle');
    expect(fault('a', 'out', 'a')).toBe('self');
  });
  test('once, and from the trigger into the top scope', () => {
    expect(fault('a', 'out', 'b')).toBe('twice');
    expect(fault('trigger', 'out', 'c')).toBeNull();
    expect(fault('trigger', 'out', 'dentro')).toBe('otherContainer');
  });
});

test('a path leads along edges, never into a container', () => {
  expect(leadsTo(flow.edges, 'a', 'laco')).toBe(true);
  expect(leadsTo(flow.edges, 'laco', 'dentro')).toBe(false);
  expect(leadsTo(flow.edges, 'laco', 'a')).toBe(false);
});
