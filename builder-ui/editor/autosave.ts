import { ApiError, isStatus } from '../api-error.ts';
import type { Drawing } from '../document/drawing.ts';
import { type Conflict, merge } from '../document/merge.ts';
import { type Patch, patchOf } from '../document/patch.ts';
import { renameInPatch } from '../document/rename-in-drawing.ts';
import type { EditorStore, Steps } from './editor-store.ts';

/** A drawing as the API holds it. */
export interface Saved {
  drawing: Drawing;
  /** Of its revision. */
  etag: string | null;
}

export interface Merging {
  /** What others had changed since the last save: from one drawing to the other. */
  theirs: Patch;
  before: Drawing;
  after: Drawing;
  conflicts: readonly Conflict[];
}

export interface SaverSetup {
  store: EditorStore;
  /** What the drawing was made from. */
  base: Saved;
  /** Answers the ETag of what is saved now; 412 where somebody saved before. */
  save: (drawing: Drawing, etag: string | null) => Promise<{ etag: string | null }>;
  /** The drawing as the API holds it now. */
  load: () => Promise<Saved>;
  /** Told after others' changes became part of the drawing. */
  onMerged: (merging: Merging) => void;
}

export interface Saver {
  /** Saves what is not saved yet, now; false where it could not. */
  flush: () => Promise<boolean>;
  /** Somebody saved: a revision that is not ours is fetched and merged. */
  hear: (revision: number) => Promise<void>;
  /** The last drawing that both the API and this editor know. */
  base: () => Saved;
  /** The draft was replaced by way of another call: what is drawn now is what that answer holds. */
  rebase: (saved: Saved) => void;
  stop: () => void;
}

const SETTLE_MS = 900;
const FIRST_RETRY_MS = 2_000;
const LONGEST_RETRY_MS = 30_000;

const isOffline = (error: unknown): boolean => isStatus(error, 0);
/** What passes by itself: no connection, a server that starts or is busy. */
const passes = (error: unknown): boolean =>
  !(error instanceof ApiError) || error.status === 0 || error.status === 429 || error.status >= 500;

const revisionOf = (etag: string | null): number => Number(/\d+/.exec(etag ?? '')?.[0] ?? Number.NaN);

/**
 * Saves the draft a moment after the last change, one save at a time. What somebody else saved meanwhile is merged; a
 * field that both changed waits for the author, and nothing is saved before.
 */
export const startAutosave = (setup: SaverSetup): Saver => {
  const { store, save } = setup;
  let base = setup.base;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let wait = FIRST_RETRY_MS;
  let running: Promise<unknown> | null = null;
  let stopped = false;

  const later = (ms: number): void => {
    clearTimeout(timer);
    if (!stopped) timer = setTimeout(() => void flush(), ms);
  };
  const failed = (error: unknown): false => {
    store.setSave(isOffline(error) ? 'offline' : 'failed');
    if (passes(error)) {
      later(wait);
      wait = Math.min(wait * 2, LONGEST_RETRY_MS);
    }
    return false;
  };
  /** Theirs becomes the ground that mine stands on. */
  const meet = async (): Promise<void> => {
    const theirs = await setup.load();
    // Refused, though nobody saved: what the API sends is no newer, and trying again would not end.
    if (theirs.etag === base.etag) return store.setSave(store.get().save === 'saving' ? 'failed' : store.get().save);
    const { document, board, past, future, conflicts: before } = store.get();
    const merged = merge(base.drawing, { document, board }, theirs.drawing);
    const [earlier, found] = [base.drawing, patchOf(base.drawing, theirs.drawing)];
    base = theirs;
    const conflicts = [...before.filter((one) => !sameIn(merged.conflicts, one)), ...merged.conflicts];
    store.adopt(merged.drawing, { ...renamedSteps({ past, future }, merged.renamed), conflicts });
    const unsaved = patchOf(theirs.drawing, merged.drawing).length > 0;
    store.setSave(conflicts.length > 0 ? 'conflict' : unsaved ? 'dirty' : 'saved');
    if (found.length > 0)
      setup.onMerged({ theirs: found, before: earlier, after: theirs.drawing, conflicts: merged.conflicts });
  };
  const once = async (): Promise<boolean> => {
    const { document, board } = store.get();
    store.setSave('saving');
    try {
      const { etag } = await save({ document, board }, base.etag);
      base = { drawing: { document, board }, etag };
      wait = FIRST_RETRY_MS;
      const now = store.get();
      store.setSave(now.document === document && now.board === board ? 'saved' : 'dirty');
      return true;
    } catch (error) {
      if (!isStatus(error, 412)) return failed(error);
    }
    return meet().then(() => store.get().save === 'saved', failed);
  };
  const alone = async <T>(work: () => Promise<T>): Promise<T> => {
    while (running) await running.catch(() => undefined);
    const mine = work();
    running = mine;
    try {
      return await mine;
    } finally {
      if (running === mine) running = null;
    }
  };
  const flush = async (): Promise<boolean> => {
    clearTimeout(timer);
    const done = await alone(async () => {
      const state = store.get().save;
      if (state === 'saved' || state === 'conflict') return state === 'saved';
      return once();
    });
    return store.get().save === 'dirty' ? flush() : done;
  };
  const unsubscribe = store.subscribe(() => {
    if (store.get().save === 'dirty' && !running) later(SETTLE_MS);
  });
  const online = () => void flush();
  globalThis.addEventListener?.('online', online);
  return {
    flush,
    hear: async (revision) => {
      if (!(revision > revisionOf(base.etag))) return;
      await alone(async () => {
        if (revision > revisionOf(base.etag)) await meet().catch(() => undefined);
      });
      if (store.get().save === 'dirty') later(SETTLE_MS);
    },
    base: () => base,
    rebase: (saved) => {
      base = saved;
    },
    stop: () => {
      stopped = true;
      unsubscribe();
      clearTimeout(timer);
      globalThis.removeEventListener?.('online', online);
    },
  };
};

const sameIn = (conflicts: readonly Conflict[], { path }: Conflict): boolean =>
  conflicts.some((one) => one.path.join('\n') === path.join('\n'));

const renamedSteps = (steps: Steps, renamed: readonly { from: string; to: string }[]): Steps => {
  const follow = (patches: readonly Patch[]) =>
    patches.map((patch) => renamed.reduce((now, { from, to }) => renameInPatch(now, from, to), patch));
  return renamed.length === 0 ? steps : { past: follow(steps.past), future: follow(steps.future) };
};
