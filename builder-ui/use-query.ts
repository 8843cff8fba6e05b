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

/** Asks once a key; `null` asks nothing. A late answer to another key is dropped. */
export const useQuery = <T>(key: string | null, ask: () => Promise<T>): Query<T> => {
  const [held, setHeld] = useState<Held<T>>(() => firstOf(key));
  const [round, setRound] = useState(0);
  const asking = useRef(ask);
  asking.current = ask;
  const current = held.key === key ? held : firstOf<T>(key);

  useEffect(() => {
    if (key === null) return;
    let over = false;
    setHeld((now) => ({ ...(now.key === key ? now : firstOf<T>(key)), loading: true }));
    asking
      .current()
      .then((data) => {
        remember(key, data);
        if (!over) setHeld({ key, data, error: undefined, loading: false });
      })
      .catch((error: unknown) => {
        if (!over) setHeld((now) => ({ key, data: now.data, error, loading: false }));
      });
    return () => {
      over = true;
    };
    // `ask` is read when the key or the round changes, not when its identity does.
  }, [key, round]);

  const reload = useCallback(() => setRound((n) => n + 1), []);
  // What could not be had for want of a connection is asked for again once there is one.
  const lost = isStatus(current.error, 0) && !current.loading;
  useEffect(() => (lost ? whenReached((reached) => reached && reload()) : undefined), [lost, reload]);
  const set = useCallback(
    (data: T) => {
      if (key !== null) remember(key, data);
      setHeld({ key, data, error: undefined, loading: false });
    },
    [key],
  );
  return { data: current.data, error: current.error, loading: current.loading, reload, set };
};

/** Everything that was remembered belongs to who was signed in. */
export const forgetQueries = (): void => remembered.clear();
