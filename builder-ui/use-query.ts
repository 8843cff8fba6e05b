import { useCallback, useEffect, useRef, useState } from 'react';
import { whenReached } from './api-client.ts';
import { isStatus } from './api-error.ts';

export interface Query<T> {
  data: T | undefined;
  error: unknown;
  loading: boolean;
  /** Asks again; what is there stays until the answer comes. */
  reload: () => void;
  /** Writes an answer that is already known. */
  set: (data: T) => void;
}

interface Held<T> {
  key: string | null;
  data: T | undefined;
  error: unknown;
  loading: boolean;
}

/** Last answers by key, so that going back shows what was there while it is asked for again; those that came last last. */
const remembered = new Map<string, unknown>();
const MOST_REMEMBERED = 100;

const remember = (key: string, answer: unknown): void => {
  remembered.delete(key);
  remembered.set(key, answer);
  const [oldest] = remembered.keys();
  if (remembered.size > MOST_REMEMBERED && oldest !== undefined) remembered.delete(oldest);
};

/** What is known of a key before it is asked. */
const firstOf = <T>(key: string | null): Held<T> => ({
  key,
  data: key === null ? undefined : (remembered.get(key) as T | undefined),
  error: undefined,
  loading: key !== null,
});

/** What is asked about one key: requests are numbered, and an answer counts unless a later one came before it. */
interface Asked {
  key: string | null;
  asked: number;
  answered: number;
}

const nothingAsked = (key: string | null): Asked => ({ key, asked: 0, answered: 0 });

/** Asks once a key; `null` asks nothing. A late answer to another key is dropped, as is one that a newer has overtaken. */
export const useQuery = <T>(key: string | null, ask: () => Promise<T>): Query<T> => {
  const [held, setHeld] = useState<Held<T>>(() => firstOf(key));
  const [round, setRound] = useState(0);
  const asking = useRef(ask);
  asking.current = ask;
  const now = useRef(nothingAsked(null));
  const current = held.key === key ? held : firstOf<T>(key);

  useEffect(() => {
    if (now.current.key !== key) now.current = nothingAsked(key);
    if (key === null) return;
    const asked = now.current;
    const n = ++asked.asked;
    // Where pages ask again faster than they are answered, each answer is still worth showing.
    const counts = () => now.current === asked && n > asked.answered;
    setHeld((before) => ({ ...(before.key === key ? before : firstOf<T>(key)), loading: true }));
    asking
      .current()
      .then((data) => {
        if (n > asked.answered) remember(key, data);
        if (!counts()) return;
        asked.answered = n;
        setHeld({ key, data, error: undefined, loading: n < asked.asked });
      })
      .catch((error: unknown) => {
        if (counts()) setHeld((before) => ({ key, data: before.data, error, loading: n < asked.asked }));
      });
    // `ask` is read when the key or the round changes, not when its identity does.
  }, [key, round]);
  useEffect(
    () => () => {
      now.current = nothingAsked(null);
    },
    [],
  );

  const reload = useCallback(() => setRound((n) => n + 1), []);
  // What could not be had for want of a connection is asked for again once there is one.
  const lost = isStatus(current.error, 0) && !current.loading;
  useEffect(() => (lost ? whenReached((reached) => reached && reload()) : undefined), [lost, reload]);
  const set = useCallback(
    (data: T) => {
      if (key !== null) remember(key, data);
      // What is still on its way was asked before this was known.
      now.current.answered = now.current.asked;
      setHeld({ key, data, error: undefined, loading: false });
    },
    [key],
  );
  return { data: current.data, error: current.error, loading: current.loading, reload, set };
};

/** Everything that was remembered belongs to who was signed in. */
export const forgetQueries = (): void => remembered.clear();
