import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { Page, Run } from '../../api-types.ts';
import { followRuns } from '../../follow-runs.ts';
import { type RunListFilter, runsApi } from '../runs-api.ts';
import { type ListFilter, withNews } from './filter.ts';

interface Held {
  key: string;
  rows: Run[];
  cursor: string | null;
}

/** Lists as they were left, by whose they are and their filter: who comes back finds the place. */
const left = new Map<string, Held>();
/** How far each was scrolled. */
const places = new Map<string, number>();
const MOST_LEFT = 12;

const leave = (held: Held): void => {
  left.delete(held.key);
  left.set(held.key, held);
  const [oldest] = left.keys();
  if (left.size > MOST_LEFT && oldest !== undefined) left.delete(oldest);
};

const PAGE = 50;
/** What comes together is drawn together. */
const SETTLE_MS = 80;
/** Who has scrolled further reads: new rows wait for them. */
const AT_TOP = 160;

export interface RunList {
  rows: Run[] | undefined;
  error: unknown;
  loading: boolean;
  more: (() => void) | undefined;
  reload: () => void;
  /** New rows that wait above, and the way to let them in. */
  waiting: number;
  letIn: () => void;
  /** Counts changes, for what is drawn beside the list. */
  changes: number;
}

/** Runs that a filter means, page by page, as they change. `key`: whose list it is and its filter. */
export const useRunList = (key: string, ask: RunListFilter, filter: ListFilter): RunList => {
  const [last, setHeld] = useState<Held | undefined>(() => left.get(key));
  const held = last?.key === key ? last : left.get(key);
  const [error, setError] = useState<unknown>();
  const [loading, setLoading] = useState(true);
  const [round, setRound] = useState(0);
  const now = useRef({ ask, held });
  now.current = { ask, held };
  const keep = useCallback((next: Held) => {
    leave(next);
    setHeld(next);
  }, []);
  useEffect(() => {
    let gone = false;
    setError(undefined);
    setLoading(true);
    runsApi
      .list({ ...now.current.ask, limit: PAGE })
      .then((page) => gone || keep(over(key, page, now.current.held)))
      .catch((failure: unknown) => gone || setError(failure))
      .finally(() => gone || setLoading(false));
    return () => {
      gone = true;
    };
  }, [key, round, keep]);
  const reload = useCallback(() => setRound((n) => n + 1), []);
  const news = useNews({ filter, held: () => now.current.held, keep, reload });
  useScrollPlace(key, held !== undefined);
  const cursor = held?.cursor ?? null;
  const more = async () => {
    if (cursor === null) return;
    setLoading(true);
    try {
      const page = await runsApi.list({ ...ask, limit: PAGE, cursor });
      const { held: before } = now.current;
      if (before?.key === key) keep({ key, rows: [...before.rows, ...page.data], cursor: page.nextCursor });
    } catch (failure) {
      setError(failure);
    }
    setLoading(false);
  };
  return {
    ...{ rows: held?.rows, error, loading, reload, ...news },
    more: cursor === null || loading ? undefined : () => void more(),
  };
};

/** A page that overlaps what is there goes over it; else what is there is too old to keep. */
const over = (key: string, page: Page<Run>, before: Held | undefined): Held => {
  const last = page.data.at(-1)?.id;
  const at = before?.key === key && last !== undefined ? before.rows.findIndex(({ id }) => id === last) : -1;
  if (!before || at < 0) return { key, rows: page.data, cursor: page.nextCursor };
  return { ...before, rows: [...page.data, ...before.rows.slice(at + 1)] };
};

interface News {
  filter: ListFilter;
  held: () => Held | undefined;
  keep: (next: Held) => void;
  reload: () => void;
}

/** What is told of runs goes into the rows; new ones wait while somebody reads further down. */
const useNews = (news: News): Pick<RunList, 'waiting' | 'letIn' | 'changes'> => {
  const [waiting, setWaiting] = useState(0);
  const [changes, setChanges] = useState(0);
  const latest = useRef(news);
  latest.current = news;
  const queue = useRef(new Map<string, Run>());
  const take = useCallback((all: boolean) => {
    const { held, filter, keep } = latest.current;
    const before = held();
    if (!before) return;
    const known = new Set(before.rows.map(({ id }) => id));
    const taken = [...queue.current.values()].filter(({ id }) => all || known.has(id));
    for (const { id } of taken) queue.current.delete(id);
    if (taken.length > 0) keep({ ...before, rows: withNews(before.rows, taken, filter) });
    setWaiting(withNews(before.rows, [...queue.current.values()], filter).length - before.rows.length);
    setChanges((n) => n + 1);
  }, []);
  const { flow } = news.filter;
  useEffect(() => {
    queue.current.clear();
    setWaiting(0);
    return hearRuns(flow, {
      tell: (runs) => {
        for (const run of runs) queue.current.set(run.id, run);
        take(scrollY < AT_TOP);
      },
      missed: () => latest.current.reload(),
    });
  }, [flow, take]);
  const letIn = useCallback(() => {
    scrollTo({ top: 0 });
    take(true);
  }, [take]);
  return { waiting, letIn, changes };
};

/** Runs as they change, those that come together at once; `missed`: some may not have been told. */
const hearRuns = (
  flow: string | null,
  { tell, missed }: { tell: (runs: Run[]) => void; missed: () => void },
): (() => void) => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let heard: Run[] = [];
  const run = (one: Run) => {
    heard.push(one);
    timer ??= setTimeout(() => {
      timer = undefined;
      const runs = heard;
      heard = [];
      tell(runs);
    }, SETTLE_MS);
  };
  const stop = followRuns(flow, { run, missed });
  return () => {
    clearTimeout(timer);
    stop();
  };
};

/** Keeps where one was, and goes there again. */
const useScrollPlace = (key: string, ready: boolean): void => {
  const restored = useRef<string | null>(null);
  useLayoutEffect(() => {
    if (!ready || restored.current === key) return;
    restored.current = key;
    scrollTo({ top: places.get(key) ?? 0 });
  }, [key, ready]);
  useEffect(() => {
    const keep = () => restored.current === key && places.set(key, scrollY);
    addEventListener('scroll', keep, { passive: true });
    return () => removeEventListener('scroll', keep);
  }, [key]);
};
