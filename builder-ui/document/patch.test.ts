import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Drawing } from './drawing.ts';
import { applyPatch, invert, patchOf } from './patch.ts';
import { flowOf } from './testing.ts';
import { anyDrawing } from './testing-drawings.ts';

test('a patch leads from one drawing to the other, and its inverse back', () => {
  fc.assert(
    fc.property(anyDrawing, anyDrawing, (a, b) => {
      const patch = patchOf(a, b);
      expect(applyPatch(patch, a)).toEqual(b);
      expect(applyPatch(invert(patch), b)).toEqual(a);
      expect(patchOf(a, structuredClone(a))).toEqual([]);
    }),
    { numRuns: 15 },
  );
});

const drawing = (document: ReturnType<typeof flowOf>): Drawing => ({ document, board: {} });

test('a patch says which field of which node changed', () => {
  const before = flowOf([{ id: 'a', config: { url: 'x', body: 1 } }, { id: 'b' }], ['a > b']);
  const after = flowOf([{ id: 'a', config: { url: 'y', body: 1 } }], []);
  expect(patchOf(drawing(before), drawing(after))).toEqual([
    { path: ['document', 'nodes', 'b'], from: before.nodes[1], after: 'a' },
    { path: ['document', 'nodes', 'a', 'config', 'url'], from: 'x', to: 'y' },
    { path: ['document', 'edges', 'a > b'], from: { from: 'a', to: 'b' }, after: null },
  ]);
});

test('a change inside a node that is gone meanwhile is left out, and no edge is led to nowhere', () => {
  const base = flowOf([{ id: 'a' }, { id: 'b' }]);
  const mine = flowOf([{ id: 'a', label: 'novo' }, { id: 'b' }], ['a > b', 'trigger > b']);
  const theirs = flowOf([{ id: 'b' }]);
  const found = applyPatch(patchOf(drawing(base), drawing(mine)), drawing(theirs));
  expect(found.document).toEqual(flowOf([{ id: 'b' }], ['trigger > b']));
});

test('a step that stood in a container that is gone meanwhile stands outside', () => {
  const base = flowOf([{ id: 'loop', type: 'loop' }]);
  const mine = flowOf([
    { id: 'loop', type: 'loop' },
    { id: 'a', parent: 'loop' },
  ]);
  expect(applyPatch(patchOf(drawing(base), drawing(mine)), drawing(flowOf([]))).document).toEqual(
    flowOf([{ id: 'a' }]),
  );
});
