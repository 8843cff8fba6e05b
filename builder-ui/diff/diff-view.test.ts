import { expect, test } from 'vitest';
import { flowOf } from '../document/testing.ts';
import { diffView, fieldsOf, isSame } from './diff-view.ts';

const of = (document: ReturnType<typeof flowOf>) => ({ document, board: {} });

test('differences are told by node, with fields and wires; what is gone still stands where it stood', () => {
  const before = flowOf([{ id: 'a', config: { url: 'x' } }, { id: 'b' }], ['trigger > a', 'a > b']);
  const after = flowOf([{ id: 'a', config: { url: 'y' } }, { id: 'c' }], ['trigger > a', 'a > c'], {
    settings: { priority: 1 },
  });
  const view = diffView(of(before), of(after));
  expect(view.nodes.map(({ id, state, fields, wires }) => [id, state, fields.length, wires.length])).toEqual([
    ['a', 'changed', 1, 2],
    ['c', 'added', 0, 1],
    ['b', 'removed', 0, 1],
  ]);
  expect(view.union.nodes.map(({ id }) => id)).toEqual(['a', 'c', 'b']);
  expect(view.flow.map(({ path, to }) => [path.join('.'), to])).toEqual([['document.settings.priority', 1]]);
});

test('where a node stands is no difference', () => {
  const at = (x: number) => of(flowOf([{ id: 'a', position: { x, y: 0 } }]));
  const view = diffView(at(0), at(50));
  expect([isSame(view), view.moved]).toEqual([true, 1]);
});

test('of a field that is an object the members that differ are told', () => {
  const path = ['document', 'nodes', 'a', 'config', 'values'];
  expect(fieldsOf({ path, from: { x: 1, y: 2 }, to: { x: 1, z: 3 } })).toEqual([
    { path: [...path, 'y'], from: 2 },
    { path: [...path, 'z'], to: 3 },
  ]);
});
