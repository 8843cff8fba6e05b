import { type RefObject, useCallback, useEffect, useRef, useState } from 'react';
import type { Problem } from '#flow/problem.ts';
import { api } from '../api-client.ts';
import type { Drawing } from '../document/drawing.ts';
import { type Saver, startAutosave } from './autosave.ts';
import type { EditorStore } from './editor-store.ts';

export interface DraftSaving {
  saver: RefObject<Saver | null>;
  /** Saves now what is not saved yet; false where it could not. */
  flush: () => Promise<boolean>;
  /** Problems of the saved draft that only the API can tell. */
  known: Problem[];
}

/** Keeps the draft saved for as long as the editor is open. */
export const useDraftSaving = (store: EditorStore, flowId: string, etag: string | null): DraftSaving => {
  const saver = useRef<Saver>(null);
  const [known, setKnown] = useState<Problem[]>([]);
  useEffect(() => {
    const save = async (drawing: Drawing, revision: string | null) => {
      const answer = await api.saveDraft(flowId, drawing, revision);
      setKnown(answer.flow.problems.filter(({ code }) => code === 'duplicate_path'));
      return answer;
    };
    saver.current = startAutosave(store, save, etag);
    // Whoever closes the tab in the moment before the draft is saved is asked; the save goes out meanwhile.
    const onLeave = (event: BeforeUnloadEvent) => {
      if (store.get().save === 'saved') return;
      event.preventDefault();
      void saver.current?.flush();
    };
    globalThis.addEventListener('beforeunload', onLeave);
    return () => {
      globalThis.removeEventListener('beforeunload', onLeave);
      void saver.current?.flush();
      saver.current?.stop();
    };
  }, [store, flowId, etag]);
  const flush = useCallback(async () => (await saver.current?.flush()) ?? true, []);
  return { saver, flush, known };
};
