import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ApiError } from '../api-error.ts';
import { flowOf } from '../document/testing.ts';
import { startAutosave } from './autosave.ts';
import { createEditorStore } from './editor-store.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const refused = (status: number) => new ApiError({ type: '', title: '', status, detail: '', code: 'x' });
const begin = (save: (name: string, etag: string | null) => Promise<{ etag: string | null }>) => {
  const store = createEditorStore({ document: flowOf([]), board: {} });
  const saver = startAutosave(store, ({ document }, etag) => save(document.name, etag), '"1"');
  const name = (text: string) => store.edit((document) => ({ ...document, name: text }));
  return { store, saver, name };
};

test('many changes are one save, which names the draft that it builds upon', async () => {
  const saves: [string, string | null][] = [];
  const { store, name } = begin(async (text, etag) => {
    saves.push([text, etag]);
    return { etag: `"${saves.length + 1}"` };
  });
  name('a');
  name('ab');
  await vi.advanceTimersByTimeAsync(2000);
  name('abc');
  await vi.advanceTimersByTimeAsync(2000);
  expect(saves).toEqual([
    ['ab', '"1"'],
    ['abc', '"2"'],
  ]);
  expect(store.get().save).toBe('saved');
});

test('what changes while a save is under way is saved after it', async () => {
  const saves: string[] = [];
  const { saver, name, store } = begin(async (text) => {
    saves.push(text);
    if (saves.length === 1) name('depois');
    return { etag: null };
  });
  name('antes');
  expect(await saver.flush()).toBe(true);
  expect(saves).toEqual(['antes', 'depois']);
  expect(store.get().save).toBe('saved');
});

test('somebody else was first: nothing is written over, until the author has chosen', async () => {
  let answer: () => Promise<{ etag: string | null }> = async () => {
    throw refused(412);
  };
  const etags: (string | null)[] = [];
  const { store, saver, name } = begin((_, etag) => {
    etags.push(etag);
    return answer();
  });
  name('meu');
  expect(await saver.flush()).toBe(false);
  expect(store.get().save).toBe('conflict');
  expect(await saver.flush()).toBe(false);
  answer = async () => ({ etag: '"9"' });
  saver.setEtag('"8"');
  store.setSave('dirty');
  expect(await saver.flush()).toBe(true);
  expect(etags).toEqual(['"1"', '"8"']);
});

test('a failed save keeps the work, and the next change tries again', async () => {
  let fail = true;
  const { store, name } = begin(async () => {
    if (fail) throw refused(503);
    return { etag: null };
  });
  name('a');
  await vi.advanceTimersByTimeAsync(2000);
  expect(store.get().save).toBe('failed');
  fail = false;
  name('b');
  await vi.advanceTimersByTimeAsync(2000);
  expect(store.get().save).toBe('saved');
});
