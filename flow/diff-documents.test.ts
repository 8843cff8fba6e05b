import { expect, test } from 'vitest';
import { diffDocuments } from './diff-documents.ts';
import type { JsonObject } from './json.ts';

const before: JsonObject = {
  name: 'A',
  nodes: [
    { id: 'a', type: 'set', config: { values: { x: 1, y: 2 } }, position: { x: 0, y: 0 } },
    { id: 'b', type: 'stop', config: {} },
  ],
  edges: [
    { from: 'trigger', to: 'a' },
    { from: 'a.out', to: 'b' },
  ],
};

test('nodes and edges that came, went and changed are told apart; places do not count', () => {
  const after: JsonObject = {
    name: 'B',
    nodes: [
      { id: 'c', type: 'stop', config: {} },
      { id: 'a', type: 'set', config: { values: { x: 1, y: 3, z: null } }, position: { x: 9, y: 9 } },
    ],
    edges: [
      { from: 'trigger', to: 'a' },
      { from: 'a', to: 'c' },
    ],
  };
  expect(diffDocuments(before, after)).toEqual({
    nodes: {
      added: ['c'],
      removed: ['b'],
      changed: [
        {
          id: 'a',
          changes: [
            { pointer: '/config/values/y', from: 2, to: 3 },
            { pointer: '/config/values/z', to: null },
          ],
        },
      ],
    },
    edges: { added: [{ from: 'a', to: 'c' }], removed: [{ from: 'a.out', to: 'b' }] },
    other: [{ pointer: '/name', from: 'A', to: 'B' }],
  });
});

test('the same document, its edges written shorter, has no difference', () => {
  const same = diffDocuments(before, {
    ...before,
    edges: [
      { from: 'trigger', to: 'a' },
      { from: 'a', to: 'b' },
    ],
  });
  expect([same.nodes.changed, same.edges.added, same.edges.removed, same.other]).toEqual([[], [], [], []]);
});

test('a draft may be anything', () => {
  expect(diffDocuments(null, [1]).other).toEqual([]);
  expect(diffDocuments({}, { nodes: 3, edges: [null], x: 1 }).other).toEqual([{ pointer: '/x', to: 1 }]);
});
