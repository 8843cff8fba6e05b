import type { Flow } from '../api-types.ts';
import { patchOf } from '../document/patch.ts';
import type { Saved } from './autosave.ts';
import type { EditorState } from './editor-store.ts';
import { type DraftOwner, forgetDraft, type KeptDraft, keepDraft } from './kept-draft.ts';

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

interface KeeperSetup {
  owner: DraftOwner;
  window: { name: string; release: () => void };
  flow: Flow;
  /** Names of windows that are gone, whose work this one has taken over. */
  replaces: readonly string[];
}

export const createDraftKeeper = ({ owner, window, flow, replaces }: KeeperSetup): DraftKeeper => {
  let wanted: { state: EditorState; base: Saved } | null = null;
  let written: Saved | null = null;
  let toForget = replaces;
  let cancel = () => {};
  let busy = false;
  let closed = false;
  let tell: (kept: boolean) => void = () => {};

  const put = async ({ state, base }: { state: EditorState; base: Saved }, steps: boolean): Promise<void> => {
    const { document, board, conflicts } = state;
    const at = Date.now();
    const [past, future] = steps ? [state.past, state.future] : [[], []];
    const draft: KeptDraft = {
      window: window.name,
      base: { ...base, flow, at },
      work: { unsaved: patchOf(base.drawing, { document, board }), past, future, conflicts, at },
    };
    await keepDraft(owner, draft, written !== base);
    written = base;
    for (const name of toForget) void forgetDraft(owner, name);
    toForget = [];
  };
  const write = async (): Promise<void> => {
    cancel();
    if (busy || !wanted) return;
    busy = true;
    const now = wanted;
    wanted = null;
    try {
      // Where the browser's room is used up, the work matters more than the way back.
      await put(now, true).catch(() => put(now, false));
      tell(true);
    } catch {
      tell(false);
    }
    busy = false;
    if (wanted) void write();
    else if (closed) window.release();
  };
  // The page goes: what waits for the next frame waits no more.
  const leave = (): void => void write();
  globalThis.addEventListener('beforeunload', leave);
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
      globalThis.removeEventListener('beforeunload', leave);
      if (wanted) void write();
      else if (!busy) window.release();
    },
  };
};
