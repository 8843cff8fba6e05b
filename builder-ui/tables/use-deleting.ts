import { useEffect, useRef, useState } from 'react';
import { toastError, toastUndo } from '../shell/toasts.tsx';
import { tablesApi } from './tables-api.ts';
import { useTablesTexts } from './tables-texts.ts';

const UNDO_MS = 8000;

/** Rows go out of sight at once, and for good when there was time to take it back. */
export const useDeleting = (table: string, drop: (ids: ReadonlySet<string>) => void) => {
  const t = useTablesTexts();
  const [gone, setGone] = useState<ReadonlySet<string>>(new Set());
  const waiting = useRef(new Map<symbol, { timer: ReturnType<typeof setTimeout>; ids: string[] }>());
  const show = (ids: readonly string[]) => setGone((now) => new Set([...now].filter((id) => !ids.includes(id))));
  const carryOut = async (key: symbol, ids: string[]) => {
    waiting.current.delete(key);
    try {
      await tablesApi.deleteRows(table, ids);
      drop(new Set(ids));
    } catch (error) {
      toastError(error);
    }
    show(ids);
  };
  useEffect(() => {
    const held = waiting.current;
    // Whoever leaves the page meant it.
    const now = () => {
      for (const { timer, ids } of held.values()) {
        clearTimeout(timer);
        void tablesApi.deleteRows(table, ids).catch(toastError);
      }
      held.clear();
    };
    return now;
  }, [table]);
  const remove = (ids: string[]) => {
    const key = Symbol('deletion');
    setGone((now) => new Set([...now, ...ids]));
    waiting.current.set(key, { ids, timer: setTimeout(() => void carryOut(key, ids), UNDO_MS) });
    toastUndo(t.rowsDeleted(ids.length), () => {
      clearTimeout(waiting.current.get(key)?.timer);
      waiting.current.delete(key);
      show(ids);
    });
  };
  return { gone, remove };
};
