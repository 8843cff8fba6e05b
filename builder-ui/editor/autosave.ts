import { isStatus } from '../api-error.ts';
import type { Drawing } from '../document/drawing.ts';
import type { EditorStore } from './editor-store.ts';

export interface Saver {
  /** Saves what is not saved yet, now; false where it could not. */
  flush: () => Promise<boolean>;
  /** The draft that this editor builds upon; nothing overwrites what it does not name. */
  etag: () => string | null;
  setEtag: (etag: string | null) => void;
  stop: () => void;
}

type Save = (drawing: Drawing, etag: string | null) => Promise<{ etag: string | null }>;

const SETTLE_MS = 900;

/** Saves the draft a moment after the last change, one save at a time, until someone else has changed it (412). */
export const startAutosave = (store: EditorStore, save: Save, first: string | null): Saver => {
  let etag = first;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running: Promise<boolean> | null = null;

  const once = async (): Promise<boolean> => {
    const { document, board } = store.get();
    store.setSave('saving');
    try {
      etag = (await save({ document, board }, etag)).etag;
      const now = store.get();
      store.setSave(now.document === document && now.board === board ? 'saved' : 'dirty');
      return true;
    } catch (error) {
      store.setSave(isStatus(error, 412) ? 'conflict' : 'failed');
      return false;
    }
  };
  const flush = async (): Promise<boolean> => {
    clearTimeout(timer);
    if (running) await running;
    const state = store.get().save;
    if (state === 'saved') return true;
    if (state === 'conflict') return false;
    running = once();
    const done = await running;
    running = null;
    return done && store.get().save === 'dirty' ? flush() : done;
  };
  const unsubscribe = store.subscribe(() => {
    if (store.get().save !== 'dirty' || running) return;
    clearTimeout(timer);
    timer = setTimeout(() => void flush(), SETTLE_MS);
  });
  return {
    flush,
    etag: () => etag,
    setEtag: (next) => {
      etag = next;
    },
    stop: () => {
      unsubscribe();
      clearTimeout(timer);
    },
  };
};
