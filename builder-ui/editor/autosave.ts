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
export const startAutosave = (setup: SaverSetup): Saver => new DraftSaver(setup);

class DraftSaver implements Saver {
  readonly #setup: SaverSetup;
  readonly #unsubscribe: () => void;
  readonly #online = (): void => void this.flush();
  #base: Saved;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #wait = FIRST_RETRY_MS;
  #running: Promise<unknown> | null = null;
  #stopped = false;

  constructor(setup: SaverSetup) {
    this.#setup = setup;
    this.#base = setup.base;
    this.#unsubscribe = setup.store.subscribe(() => {
      if (this.#isDirty() && !this.#running) this.#later(SETTLE_MS);
    });
    globalThis.addEventListener?.('online', this.#online);
  }

  base(): Saved {
    return this.#base;
  }

  rebase(saved: Saved): void {
    this.#base = saved;
  }

  async flush(): Promise<boolean> {
    clearTimeout(this.#timer);
    const done = await this.#alone(async () => {
      const state = this.#setup.store.get().save;
      return state === 'saved' || state === 'conflict' ? state === 'saved' : this.#once();
    });
    return this.#isDirty() ? this.flush() : done;
  }

  async hear(revision: number): Promise<void> {
    const isNews = () => revision > revisionOf(this.#base.etag);
    if (!isNews()) return;
    await this.#alone(async () => {
      if (isNews()) await this.#meet().catch(() => undefined);
    });
    if (this.#isDirty()) this.#later(SETTLE_MS);
  }

  stop(): void {
    this.#stopped = true;
    this.#unsubscribe();
    clearTimeout(this.#timer);
    globalThis.removeEventListener?.('online', this.#online);
  }

  #isDirty(): boolean {
    return this.#setup.store.get().save === 'dirty';
  }

  #later(ms: number): void {
    clearTimeout(this.#timer);
    if (!this.#stopped) this.#timer = setTimeout(() => void this.flush(), ms);
  }

  async #alone<T>(work: () => Promise<T>): Promise<T> {
    while (this.#running) await this.#running.catch(() => undefined);
    const mine = work();
    this.#running = mine;
    try {
      return await mine;
    } finally {
      if (this.#running === mine) this.#running = null;
    }
  }

  async #once(): Promise<boolean> {
    const { store, save } = this.#setup;
    const { document, board } = store.get();
    store.setSave('saving');
    try {
      const { etag } = await save({ document, board }, this.#base.etag);
      this.#base = { drawing: { document, board }, etag };
      this.#wait = FIRST_RETRY_MS;
      const now = store.get();
      store.setSave(now.document === document && now.board === board ? 'saved' : 'dirty');
      return true;
    } catch (error) {
      if (!isStatus(error, 412)) return this.#failed(error);
    }
    return this.#meet().then(
      () => store.get().save === 'saved',
      (error: unknown) => this.#failed(error),
    );
  }

  #failed(error: unknown): false {
    this.#setup.store.setSave(isOffline(error) ? 'offline' : 'failed');
    if (passes(error)) {
      this.#later(this.#wait);
      this.#wait = Math.min(this.#wait * 2, LONGEST_RETRY_MS);
    }
    return false;
  }

  /** Theirs becomes the ground that mine stands on. */
  async #meet(): Promise<void> {
    const { store, load, onMerged } = this.#setup;
    const theirs = await load();
    const { document, board, past, future, conflicts: before, save } = store.get();
    // Refused, though nobody saved: what the API sends is no newer, and trying again would not end.
    if (theirs.etag === this.#base.etag) return store.setSave(save === 'saving' ? 'failed' : save);
    const merged = merge(this.#base.drawing, { document, board }, theirs.drawing);
    const [earlier, found] = [this.#base.drawing, patchOf(this.#base.drawing, theirs.drawing)];
    this.#base = theirs;
    const conflicts = [...before.filter((one) => !sameIn(merged.conflicts, one)), ...merged.conflicts];
    store.adopt(merged.drawing, { ...renamedSteps({ past, future }, merged.renamed), conflicts });
    const unsaved = patchOf(theirs.drawing, merged.drawing).length > 0;
    store.setSave(conflicts.length > 0 ? 'conflict' : unsaved ? 'dirty' : 'saved');
    const told = { theirs: found, before: earlier, after: theirs.drawing, conflicts: merged.conflicts };
    if (found.length > 0) onMerged(told);
  }
}

const sameIn = (conflicts: readonly Conflict[], { path }: Conflict): boolean =>
  conflicts.some((one) => one.path.join('\n') === path.join('\n'));

const renamedSteps = (steps: Steps, renamed: readonly { from: string; to: string }[]): Steps => {
  const follow = (patches: readonly Patch[]) =>
    patches.map((patch) => renamed.reduce((now, { from, to }) => renameInPatch(now, from, to), patch));
  return renamed.length === 0 ? steps : { past: follow(steps.past), future: follow(steps.future) };
};
