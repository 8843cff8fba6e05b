import { expect, test } from 'vitest';
import type { Drawing } from '../document/drawing.ts';
import { patchOf } from '../document/patch.ts';
import { flowOf } from '../document/testing.ts';
import type { Saved } from './autosave.ts';
import type { KeptDraft } from './kept-draft.ts';
import { restoreDraft } from './restore-draft.ts';

const drawing = (more: object): Drawing => ({ document: { ...flowOf([{ id: 'a' }]), ...more }, board: {} });
const saved = (etag: string, more: object = {}): Saved => ({ etag, drawing: drawing(more) });

/** What a window left that had drawn `more` on what it knew as `base`. */
const left = (base: Saved, more: object): KeptDraft => {
  const unsaved = patchOf(base.drawing, drawing(more));
  return {
    window: 'w',
    base: { ...base, at: 0 } as KeptDraft['base'],
    work: { unsaved, past: [unsaved], future: [], conflicts: [], at: 0 },
  };
};

test('what a window left unsaved is there again, with its steps of undo', () => {
  const { start } = restoreDraft(saved('"1"'), [left(saved('"1"'), { name: 'meu' })]);
  expect([start.document.name, start.save, start.steps.past.length]).toEqual(['meu', 'dirty', 1]);
  const none = restoreDraft(saved('"1"'), [left(saved('"1"'), {})]);
  expect([none.start.save, restoreDraft(saved('"1"'), []).start.save]).toEqual(['saved', 'saved']);
});

test('what others saved meanwhile, and what a second window left, is joined; what differs is asked', () => {
  const now = saved('"2"', { description: 'dela' });
  const both = restoreDraft(now, [
    left(saved('"1"'), { name: 'meu' }),
    left(saved('"1"'), { input: { type: 'object' } }),
  ]);
  expect(both.start.document).toMatchObject({ name: 'meu', description: 'dela', input: { type: 'object' } });
  expect([both.start.save, both.base.etag]).toEqual(['dirty', '"2"']);
  const asked = restoreDraft(saved('"2"', { name: 'dela' }), [left(saved('"1"'), { name: 'meu' })]);
  expect([asked.start.save, asked.start.document.name, asked.start.conflicts.length]).toEqual(['conflict', 'meu', 1]);
});
