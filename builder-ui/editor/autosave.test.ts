import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ApiError } from '../api-error.ts';
import type { Drawing } from '../document/drawing.ts';
import { flowOf } from '../document/testing.ts';
import { type Saved, startAutosave } from './autosave.ts';
import { createEditorStore } from './editor-store.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const refused = (status: number) => new ApiError({ type: '', title: '', status, detail: '', code: 'x' });
const first: Drawing = { document: flowOf([{ id: 'a' }]), board: {} };

/** An API that holds one draft; `failing`: what it answers instead. */
const begin = () => {
  const held: { saved: Saved; saves: string[]; failing: number | null } = {
    saved: { drawing: first, etag: '"1"' },
    saves: [],
    failing: null,
  };
  const store = createEditorStore(first);
  const put = (drawing: Drawing) => {
    held.saved = { drawing, etag: `"${Number(held.saved.etag?.slice(1, -1)) + 1}"` };
    return held.saved;
  };
  const merges: number[] = [];
  const saver = startAutosave({
    store,
    base: held.saved,
    save: async (drawing, etag) => {
      if (held.failing !== null) throw refused(held.failing);
      if (etag !== held.saved.etag) throw refused(412);
      held.saves.push(drawing.document.name);
      return put(drawing);
    },
    load: async () => held.saved,
    onMerged: ({ theirs }) => void merges.push(theirs.length),
  });
  const edit = (more: object) => store.edit((document) => ({ ...document, ...more }));
  const byAnother = (more: object) => put({ ...first, document: { ...held.saved.drawing.document, ...more } });
  return { held, store, saver, edit, byAnother, merges };
};

test('many changes are one save, which names the draft that it builds upon', async () => {
  const { held, store, edit } = begin();
  edit({ name: 'a' });
  edit({ name: 'ab' });
  await vi.advanceTimersByTimeAsync(2000);
  edit({ name: 'abc' });
  await vi.advanceTimersByTimeAsync(2000);
  expect([held.saves, held.saved.etag, store.get().save]).toEqual([['ab', 'abc'], '"3"', 'saved']);
});

test('what changes while a save is under way is saved after it', async () => {
  const { held, saver, edit, store } = begin();
  edit({ name: 'antes' });
  const done = saver.flush();
  edit({ name: 'depois' });
  expect([await done, held.saves, store.get().save]).toEqual([true, ['antes', 'depois'], 'saved']);
});

test('what another saved meanwhile is merged where it touches something else, and told', async () => {
  const { held, store, saver, edit, byAnother, merges } = begin();
  byAnother({ description: 'dela' });
  edit({ name: 'meu' });
  expect(await saver.flush()).toBe(true);
  expect(held.saved.drawing.document).toMatchObject({ name: 'meu', description: 'dela' });
  byAnother({ description: 'outra' });
  await saver.hear(4);
  expect([store.get().document.description, store.get().save, merges]).toEqual(['outra', 'saved', [1, 1]]);
});

test('what both changed is saved by nobody until the author has chosen', async () => {
  const { held, store, saver, edit, byAnother } = begin();
  byAnother({ name: 'dela' });
  edit({ name: 'meu' });
  expect(await saver.flush()).toBe(false);
  edit({ description: 'mais' });
  await vi.advanceTimersByTimeAsync(60_000);
  expect([store.get().save, store.get().document.name, held.saved.drawing.document.name]).toEqual([
    'conflict',
    'meu',
    'dela',
  ]);
  for (const conflict of store.get().conflicts) store.settle(conflict);
  await vi.advanceTimersByTimeAsync(2000);
  expect([store.get().save, held.saves]).toEqual(['saved', ['meu']]);
});

test('without a connection the work stays, and is saved when it is back', async () => {
  const { held, store, edit } = begin();
  held.failing = 0;
  edit({ name: 'a' });
  await vi.advanceTimersByTimeAsync(2000);
  expect(store.get().save).toBe('offline');
  held.failing = null;
  await vi.advanceTimersByTimeAsync(5000);
  expect([store.get().save, held.saves]).toEqual(['saved', ['a']]);
});

test('a draft that is refused is not sent again before it changes', async () => {
  const { held, store, edit } = begin();
  held.failing = 413;
  edit({ name: 'a' });
  await vi.advanceTimersByTimeAsync(2000);
  expect(store.get().save).toBe('failed');
  held.failing = null;
  await vi.advanceTimersByTimeAsync(60_000);
  expect(held.saves).toEqual([]);
  edit({ name: 'b' });
  await vi.advanceTimersByTimeAsync(2000);
  expect([store.get().save, held.saves]).toEqual(['saved', ['b']]);
});
