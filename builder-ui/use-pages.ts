import { useCallback, useEffect, useState } from 'react';
import type { Page } from './api-types.ts';
import { useQuery } from './use-query.ts';

export interface Pages<T, Beside = unknown> {
  rows: T[] | undefined;
  /** The first page, where something beside its rows is said on it. */
  first: (Page<T> & Beside) | undefined;
  error: unknown;
  loading: boolean;
  /** Nothing where there is no more. */
  more: (() => void) | undefined;
  reload: () => void;
  /** Changes the rows that are there, for what is known before it is asked. */
  update: (change: (rows: T[]) => T[]) => void;
}

/** A list by pages: the first at once, others when they are asked for. */
export const usePages = <T, Beside = unknown>(
  key: string,
  ask: (cursor?: string) => Promise<Page<T> & Beside>,
): Pages<T, Beside> => {
  const first = useQuery(key, () => ask());
  const [later, setLater] = useState<{ of: Page<T>; pages: Page<T>[]; busy: boolean; error?: unknown } | null>(null);
  const data = first.data;
  const extra = data && later?.of === data ? later : null;
  const last = extra?.pages.at(-1) ?? data;
  useEffect(() => setLater(null), [key]);
  const { set } = first;
  const update = useCallback(
    (change: (rows: T[]) => T[]) => data && set({ ...data, data: change(data.data) }),
    [data, set],
  );
  const cursor = last?.nextCursor;
  const more = async () => {
    if (!data || !cursor || extra?.busy) return;
    const pages = extra?.pages ?? [];
    setLater({ of: data, pages, busy: true });
    try {
      const next = await ask(cursor);
      setLater({ of: data, pages: [...pages, next], busy: false });
    } catch (error) {
      setLater({ of: data, pages, busy: false, error });
    }
  };
  return {
    first: data,
    rows: data && [...data.data, ...(extra?.pages.flatMap((page) => page.data) ?? [])],
    error: first.error ?? extra?.error,
    loading: first.loading || (extra?.busy ?? false),
    more: cursor ? () => void more() : undefined,
    reload: first.reload,
    update,
  };
};
