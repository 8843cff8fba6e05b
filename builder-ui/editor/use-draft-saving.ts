import { type RefObject, useCallback, useEffect, useRef, useState } from 'react';
import type { Catalogue } from '#flow/node-type.ts';
import type { Problem } from '#flow/problem.ts';
import { api } from '../api-client.ts';
import type { Drawing } from '../document/drawing.ts';
import { asDrawable } from '../document/read-document.ts';
import type { DraftNews, Editor } from '../presence/presence-api.ts';
import { usePresence } from '../presence/use-presence.ts';
import { type Merging, type Saver, startAutosave } from './autosave.ts';
import type { EditorStore } from './editor-store.ts';
import { type OpenedDraft, savedOf } from './open-draft.ts';

export interface DraftSaving {
  saver: RefObject<Saver | null>;
  /** Saves now what is not saved yet; false where it could not. */
  flush: () => Promise<boolean>;
  /** Problems of the saved draft that only the API can tell. */
  known: Problem[];
  /** This browser keeps what is not saved yet; false in private windows. */
  kept: boolean;
  /** What others changed last, and who, as far as that is known. */
  merging: (Merging & { by: DraftNews['by'] }) | null;
  /** The draft is not what is published. */
  unpublished: boolean;
  setUnpublished: (unpublished: boolean) => void;
  /** Who else has the flow open. */
  editors: Editor[];
  /** The author is asked what stays of what both changed. */
  resolving: boolean;
  setResolving: (resolving: boolean) => void;
}

interface Setup {
  store: EditorStore;
  opened: OpenedDraft;
  catalogue: Catalogue;
}

/** Keeps the draft for as long as the editor is open: in this browser with each edit, then in the API. */
export const useDraftSaving = ({ store, opened, catalogue }: Setup): DraftSaving => {
  const saver = useRef<Saver>(null);
  const [known, setKnown] = useState<Problem[]>([]);
  const [kept, setKept] = useState(opened.keeper !== null);
  const [merging, setMerging] = useState<DraftSaving['merging']>(null);
  const [unpublished, setUnpublished] = useState(opened.flow.unpublishedChanges);
  const by = useRef<DraftNews['by']>(null);
  const [resolving, setResolving] = useState((opened.start.conflicts ?? []).length > 0);
  const types = useRef(catalogue);
  types.current = catalogue;
  useEffect(() => {
    const { base, keeper, flow } = opened;
    const load = async () => {
      const loaded = await api.flow(flow.id);
      const draft = asDrawable(loaded.flow.draft);
      if ('fault' in draft) throw new Error('The draft cannot be drawn any more');
      return savedOf(draft.document, loaded, types.current);
    };
    const save = async (drawing: Drawing, revision: string | null) => {
      const answer = await api.saveDraft(flow.id, drawing, revision);
      setKnown(answer.flow.problems.filter(({ code }) => code === 'duplicate_path'));
      setUnpublished(answer.flow.unpublishedChanges);
      return answer;
    };
    const onMerged = (merged: Merging) => {
      setMerging({ ...merged, by: by.current });
      if (merged.conflicts.length > 0) setResolving(true);
    };
    const saving = startAutosave({ store, base, save, load, onMerged });
    saver.current = saving;
    let safe = keeper !== null;
    keeper?.whenKept((now) => {
      safe = now;
      setKept(now);
    });
    const keep = whenDrawn(store, saving, () => keeper?.keep(store.get(), saving.base()));
    if (store.get().save === 'dirty') void saving.flush();
    const onLeave = (event: BeforeUnloadEvent) => askBeforeLoss(event, store, { saving, kept: safe });
    globalThis.addEventListener('beforeunload', onLeave);
    return () => {
      globalThis.removeEventListener('beforeunload', onLeave);
      const last = saving.flush();
      saving.stop();
      void last.finally(() => {
        keep();
        keeper?.close();
      });
    };
  }, [store, opened]);
  const flush = useCallback(async () => {
    const done = (await saver.current?.flush()) ?? true;
    if (store.get().conflicts.length > 0) setResolving(true);
    return done;
  }, [store]);
  const editors = usePresence(store, opened.flow.id, (news) => {
    by.current = news.by;
    void saver.current?.hear(news.revision);
  });
  return { saver, flush, known, kept, merging, resolving, setResolving, unpublished, setUnpublished, editors };
};

/** What is only looked at opens without a connection, too; the canvas goes first. */
const LOOKED_AT_MS = 1_000;

/** Calls once it was looked at, and with each change of what is drawn, of its history, or of what it stands on; not of what is selected. */
const whenDrawn = (store: EditorStore, saving: Saver, tell: () => void): (() => void) => {
  const parts = () => {
    const { document, board, past, future, conflicts } = store.get();
    return [document, board, past, future, conflicts, saving.base()];
  };
  let before = parts();
  if (store.get().save !== 'saved') tell();
  const looked = setTimeout(tell, LOOKED_AT_MS);
  const stop = store.subscribe(() => {
    const now = parts();
    if (now.every((one, n) => one === before[n])) return;
    before = now;
    tell();
  });
  return () => {
    clearTimeout(looked);
    stop();
  };
};

/** Whoever closes the window in the moment before the draft is saved is asked where nothing else keeps it. */
const askBeforeLoss = (
  event: BeforeUnloadEvent,
  store: EditorStore,
  { saving, kept }: { saving: Saver; kept: boolean },
): void => {
  if (store.get().save === 'saved') return;
  void saving.flush();
  if (!kept) event.preventDefault();
};
