import { type Conflict, merge } from '../document/merge.ts';
import { applyPatch, type Patch, patchOf } from '../document/patch.ts';
import { renameInPatch } from '../document/rename-in-drawing.ts';
import type { Saved } from './autosave.ts';
import type { EditorStart, Steps } from './editor-store.ts';
import type { KeptDraft } from './kept-draft.ts';

export interface Restored {
  start: Required<EditorStart>;
  /** What the start was made from. */
  base: Saved;
}

/**
 * The drawing with which an editor opens: what the API holds, and what windows that are gone had not saved. The first
 * brings its steps of undo; what others left is merged like another author's work.
 */
export const restoreDraft = (held: Saved, left: readonly KeptDraft[]): Restored => {
  const [newest, ...others] = left;
  // Where nobody saved meanwhile, places that the page gave to what had none stay as the author saw them.
  const base: Saved = newest && newest.base.etag === held.etag ? { ...held, drawing: newest.base.drawing } : held;
  let drawing = base.drawing;
  let steps: Steps = { past: [], future: [] };
  const conflicts: Conflict[] = [];
  const follow = (renamed: readonly { from: string; to: string }[]): void => {
    const all = (patches: readonly Patch[]) =>
      patches.map((patch) => renamed.reduce((now, { from, to }) => renameInPatch(now, from, to), patch));
    if (renamed.length > 0) steps = { past: all(steps.past), future: all(steps.future) };
  };
  if (newest) {
    const work = applyPatch(newest.work.unsaved, newest.base.drawing);
    const merged = merge(newest.base.drawing, work, base.drawing);
    drawing = merged.drawing;
    conflicts.push(...merged.conflicts, ...newest.work.conflicts.filter((one) => !has(merged.conflicts, one)));
    steps = { past: newest.work.past, future: newest.work.future };
    follow(merged.renamed);
  }
  for (const { base: ground, work } of others) {
    if (work.unsaved.length === 0) continue;
    const merged = merge(ground.drawing, drawing, applyPatch(work.unsaved, ground.drawing));
    drawing = merged.drawing;
    conflicts.push(...merged.conflicts.filter((one) => !has(conflicts, one)));
    follow(merged.renamed);
  }
  const unsaved = patchOf(base.drawing, drawing).length > 0;
  const save = conflicts.length > 0 ? 'conflict' : unsaved ? 'dirty' : 'saved';
  return { start: { ...drawing, steps, conflicts, save }, base };
};

const has = (conflicts: readonly Conflict[], { path }: Conflict): boolean =>
  conflicts.some((one) => one.path.join('\n') === path.join('\n'));
