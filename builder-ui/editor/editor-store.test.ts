import { expect, test } from 'vitest';
import { flowOf } from '../document/testing.ts';
import { createEditorStore } from './editor-store.ts';

const named = (name: string) => (document: ReturnType<typeof flowOf>) => ({ ...document, name });
const open = (nodes: { id: string }[] = [], now?: () => number) =>
  createEditorStore({ document: flowOf(nodes), board: {} }, now);

test('what is typed into one field within a second is one step back', () => {
  let now = 0;
  const store = open([], () => now);
  for (const name of ['a', 'ab', 'abc']) store.edit(named(name), 'name');
  now = 5000;
  store.edit(named('abcd'), 'name');
  store.undo();
  expect(store.get().document.name).toBe('abc');
  store.undo();
  expect(store.get().document.name).toBe('teste');
  store.redo();
  store.redo();
  expect(store.get().document.name).toBe('abcd');
});

test('a new edit after a step back forgets what lay ahead; an edit that changes nothing is none', () => {
  const store = open();
  store.edit(named('a'));
  store.undo();
  store.edit((document) => document);
  store.edit((document) => ({ ...document }));
  expect(store.get().future).toHaveLength(1);
  store.edit(named('b'));
  expect(store.get().future).toHaveLength(0);
});

test('document and board have one history, and an edit of both is one step', () => {
  const store = open([{ id: 'a' }]);
  store.edit(named('um'));
  store.editBoard((board) => ({ ...board, collapsed: ['a'] }));
  store.editDrawing(({ document }) => ({ document: named('dois')(document), board: {} }));
  store.undo();
  expect([store.get().document.name, store.get().board]).toEqual(['um', { collapsed: ['a'] }]);
  store.undo();
  expect(store.get().board).toEqual({});
  store.undo();
  expect(store.get().document.name).toBe('teste');
});

test('what others changed meanwhile stays when one takes a step back', () => {
  const store = open([{ id: 'a' }, { id: 'b' }]);
  store.edit(named('meu'));
  const { document, board } = store.get();
  store.adopt({ document: { ...document, nodes: document.nodes.slice(1), description: 'dela' }, board });
  store.undo();
  expect(store.get().document).toMatchObject({ name: 'teste', description: 'dela', nodes: [{ id: 'b' }] });
});

test('what is gone is selected no more', () => {
  const store = open([{ id: 'a' }, { id: 'b' }]);
  store.select(['a', 'b', 'trigger', 'nada']);
  store.edit((document) => ({ ...document, nodes: document.nodes.slice(1) }));
  expect([...store.get().nodes]).toEqual(['b', 'trigger']);
});
