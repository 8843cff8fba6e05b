import { expect, test } from 'vitest';
import { flowOf } from '../document/testing.ts';
import { createEditorStore } from './editor-store.ts';

const named = (name: string) => (document: ReturnType<typeof flowOf>) => ({ ...document, name });

test('what is typed into one field within a second is one step back', () => {
  let now = 0;
  const store = createEditorStore(flowOf([]), () => now);
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
  const store = createEditorStore(flowOf([]));
  store.edit(named('a'));
  store.undo();
  store.edit((document) => document);
  expect(store.get().future).toHaveLength(1);
  store.edit(named('b'));
  expect(store.get().future).toHaveLength(0);
});

test('what is gone is selected no more', () => {
  const store = createEditorStore(flowOf([{ id: 'a' }, { id: 'b' }]));
  store.select(['a', 'b', 'trigger', 'nada']);
  store.edit((document) => ({ ...document, nodes: document.nodes.slice(1) }));
  expect([...store.get().nodes]).toEqual(['b', 'trigger']);
});
