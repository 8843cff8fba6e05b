import type { Flow } from '../api-types.ts';
import { patchOf } from '../document/patch.ts';
import { whenLeaving } from '../leaving.ts';
import type { Saved } from './autosave.ts';
import type { EditorState } from './editor-store.ts';
import { type DraftOwner, forgetDraft, type KeptDraft, keepDraft } from './kept-draft.ts';
import { forgetLeft, leaveDraft } from './left-draft.ts';

/** Writes what an editor holds into the browser's own store. */
export interface DraftKeeper {
  /** With the next frame; of many calls the last. */
  keep: (state: EditorState, base: Saved) => void;
  /** Told when the browser does not keep it (false), or does again. */
  whenKept: (listener: (kept: boolean) => void) => void;
  close: () => void;
}

/** Pages that are not seen get no frames. */
const LATEST_MS = 100;

const soon = (work: () => void): (() => void) => {
  const timer = setTimeout(work, LATEST_MS);
  const frame = requestAnimationFrame(work);
  return () => {
    clearTimeout(timer);
    cancelAnimationFrame(frame);
  };
};

/** What an editor holds, and what it was made from. */
interface Holding {
  state: EditorState;
  base: Saved;
}

interface KeeperSetup {
  owner: DraftOwner;
  window: { name: string; release: () => void };
  flow: Flow;
  /** Names of windows that are gone, whose work this one has taken over. */
  replaces: readonly string[];
}

/** With the way back (`steps`), or without. */
const draftOf = ({ window, flow }: KeeperSetup, { state, base }: Holding, steps = true): KeptDraft => {
  const { document, board, conflicts } = state;
  const at = Date.now();
  const [past, future] = steps ? [state.past, state.future] : [[], []];
  return {
    window: window.name,
    base: { ...base, flow, at },
    work: { unsaved: patchOf(base.drawing, { document, board }), past, future, conflicts, at },
  };
};

export const createDraftKeeper = (setup: KeeperSetup): DraftKeeper => {
  const { owner, window, replaces } = setup;
  let wanted: Holding | null = null;
  let writing: Holding | null = null;
  let written: Saved | null = null;
  let toForget = replaces;
  let cancel = () => {};
  let closed = false;
  let tell: (kept: boolean) => void = () => {};

  const put = async (now: Holding, steps: boolean): Promise<void> => {
    const { base } = now;
    await keepDraft(owner, draftOf(setup, now, steps), written !== base);
    written = base;
    for (const name of toForget) void forgetDraft(owner, name);
    toForget = [];
  };
  const write = async (): Promise<void> => {
    cancel();
    if (writing || !wanted) return;
    const now = wanted;
    writing = now;
    wanted = null;
    try {
      // Where the browser's room is used up, the work matters more than the way back.
      await put(now, true).catch(() => put(now, false));
      if (!wanted) forgetLeft(owner, window.name);
      tell(true);
    } catch {
      tell(false);
    }
    writing = null;
    if (wanted) void write();
    else if (closed) window.release();
  };
  // The page goes: what waits for the next frame waits no more, and what is being written may be broken off.
  const leave = (): void => {
    const last = wanted ?? writing;
    if (last) leaveDraft(owner, draftOf(setup, last));
    void write();
  };
  const stay = whenLeaving('keep', leave);
  return {
    keep: (state, base) => {
      wanted = { state, base };
      cancel();
      cancel = soon(() => void write());
    },
    whenKept: (listener) => {
      tell = listener;
    },
    close: () => {
      closed = true;
      stay();
      if (wanted) void write();
      else if (!writing) window.release();
    },
  };
};
