import { useCallback, useEffect, useRef, useState } from 'react';
import type { Row, RowsView } from './table-types.ts';
import { tablesApi } from './tables-api.ts';

interface Held {
  key: string;
  rows: Row[];
  cursor: string | null;
  /** How many the filter means. */
  total: number;
}

export interface Rows {
  /** As far as they are loaded; undefined: nothing is known yet. */
  rows: Row[] | undefined;
  total: number;
  error: unknown;
  loading: boolean;
  /** Nothing where there is no more. */
  more: (() => void) | undefined;
  reload: () => void;
  put: (row: Row) => void;
  /** At the end: where who adds looks. */
  append: (rows: Row[]) => void;
  drop: (ids: ReadonlySet<string>) => void;
}

const withPage = (now: Held, asked: string, next: { data: Row[]; nextCursor: string | null }): Held => {
  if (now.cursor !== asked) return now;
  const known = new Set(now.rows.map(({ id }) => id));
  return { ...now, rows: [...now.rows, ...next.data.filter(({ id }) => !known.has(id))], cursor: next.nextCursor };
};

/** What is done to rows that are loaded. */
const useChanges = (change: (work: (now: Held) => Held) => void) => ({
  put: useCallback(
    (row: Row) => change((now) => ({ ...now, rows: now.rows.map((one) => (one.id === row.id ? row : one)) })),
    [change],
  ),
  append: useCallback(
    (rows: Row[]) => change((now) => ({ ...now, rows: [...now.rows, ...rows], total: now.total + rows.length })),
    [change],
  ),
  drop: useCallback(
    (ids: ReadonlySet<string>) =>
      change((now) => {
        const rows = now.rows.filter(({ id }) => !ids.has(id));
        return { ...now, rows, total: now.total - (now.rows.length - rows.length) };
      }),
    [change],
  ),
});

/** The rows of a view, page by page; what is changed here is changed in place, until the view is asked for anew. */
export const useRows = (table: string, view: RowsView, revision: number): Rows => {
  const key = JSON.stringify([table, view, revision]);
  const [held, setHeld] = useState<Held | null>(null);
  const [error, setError] = useState<unknown>();
  const [loading, setLoading] = useState(true);
  const [round, setRound] = useState(0);
  const asking = useRef({ table, view });
  asking.current = { table, view };
  const busy = useRef(false);

  useEffect(() => {
    let over = false;
    setLoading(true);
    setError(undefined);
    tablesApi
      .rows(asking.current.table, asking.current.view, { total: true })
      .then(({ data, nextCursor, total }) => {
        if (!over) setHeld({ key, rows: data, cursor: nextCursor, total: total ?? data.length });
      })
      .catch((failure: unknown) => !over && setError(failure))
      .finally(() => !over && setLoading(false));
    return () => {
      over = true;
    };
    // The view is read when its key or the round changes.
  }, [key, round]);

  const current = held?.key === key ? held : null;
  const changes = useChanges(useCallback((work) => setHeld((now) => now && work(now)), []));
  const more = async (cursor: string) => {
    if (busy.current) return;
    busy.current = true;
    setLoading(true);
    try {
      const next = await tablesApi.rows(table, view, { cursor });
      setHeld((now) => (now?.key === key ? withPage(now, cursor, next) : now));
    } catch (failure) {
      setError(failure);
    } finally {
      busy.current = false;
      setLoading(false);
    }
  };
  const cursor = current?.cursor ?? null;
  return {
    ...changes,
    rows: current?.rows,
    total: current?.total ?? 0,
    error,
    loading,
    more: cursor === null || error !== undefined ? undefined : () => void more(cursor),
    reload: () => setRound((n) => n + 1),
  };
};
