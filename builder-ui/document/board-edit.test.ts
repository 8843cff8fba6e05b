import { expect, test } from 'vitest';
import {
  addNote,
  groupNodes,
  groupsOf,
  moveNotes,
  onBoard,
  removeFromBoard,
  toggleClosed,
  withoutNodes,
} from './board-edit.ts';
import { flowOf } from './testing.ts';

test('a node stands in one group at most, and a group that loses its last node is gone', () => {
  const one = groupNodes({}, ['a', 'b'], 'Um').board;
  const two = groupNodes(one, ['b', 'c'], 'Dois').board;
  expect(two.groups?.map(({ title, nodes }) => [title, nodes])).toEqual([
    ['Um', ['a']],
    ['Dois', ['b', 'c']],
  ]);
  expect(groupNodes(two, ['a', 'b', 'c'], 'Três').board.groups?.map(({ title }) => title)).toEqual(['Três']);
  expect(groupsOf(two, new Set(['c']))).toEqual(['group:grupo2']);
});

test('notes are moved and taken off by their keys; a group goes without its nodes', () => {
  const { board, id } = addNote(groupNodes({}, ['a'], 'G').board, { x: 1.4, y: 2 }, 'Oi');
  expect(onBoard(`note:${id}`)).toEqual({ kind: 'note', id });
  expect(onBoard('passo')).toBeNull();
  expect(moveNotes(board, new Map([[`note:${id}`, { x: 9, y: 9 }]])).notes?.[0]?.position).toEqual({ x: 9, y: 9 });
  expect(removeFromBoard(board, [`note:${id}`, 'group:grupo1'])).toEqual({ notes: [], groups: [] });
  expect(removeFromBoard(board, ['passo'])).toBe(board);
});

test('what the board knows of nodes goes with them, and with those inside of them', () => {
  const document = flowOf([{ id: 'laco', type: 'forEach' }, { id: 'x', parent: 'laco' }, { id: 'y' }]);
  const board = {
    groups: [{ id: 'g', title: '', color: 'blue' as const, nodes: ['x', 'y'] }],
    collapsed: ['laco'],
    pins: { x: {} },
  };
  expect(withoutNodes(board, document, ['laco'])).toEqual({
    groups: [{ id: 'g', title: '', color: 'blue', nodes: ['y'] }],
    collapsed: [],
    pins: {},
  });
  expect(withoutNodes(board, document, [])).toBe(board);
  expect(toggleClosed(toggleClosed({}, 'laco'), 'laco')).toEqual({ collapsed: [] });
});
