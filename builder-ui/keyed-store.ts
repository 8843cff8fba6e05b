import { useSyncExternalStore } from 'react';

/** Values by key, each with its own listeners: a change of one node's state draws that node alone. */
export interface KeyedStore<V> {
  get(key: string): V | undefined;
  /** The whole new picture; only keys whose value differs are told. */
  replace(next: ReadonlyMap<string, V>): void;
  subscribe(key: string, listener: () => void): () => void;
}

export const createKeyedStore = <V>(same: (a: V, b: V) => boolean = Object.is): KeyedStore<V> => {
  let values: ReadonlyMap<string, V> = new Map();
  const listeners = new Map<string, Set<() => void>>();
  const unchanged = (key: string, next: V | undefined): boolean => {
    const before = values.get(key);
    return before === undefined || next === undefined ? before === next : same(before, next);
  };
  return {
    get: (key) => values.get(key),
    replace: (next) => {
      const keys = new Set([...values.keys(), ...next.keys()]);
      const changed = new Set([...keys].filter((key) => !unchanged(key, next.get(key))));
      // Values that mean the same keep their identity, so that nothing is drawn anew.
      values = new Map([...next].map(([key, value]) => [key, changed.has(key) ? value : (values.get(key) ?? value)]));
      for (const key of changed) for (const listener of listeners.get(key) ?? []) listener();
    },
    subscribe: (key, listener) => {
      const held = listeners.get(key) ?? new Set();
      listeners.set(key, held.add(listener));
      return () => {
        held.delete(listener);
        if (held.size === 0) listeners.delete(key);
      };
    },
  };
};

export const useKeyed = <V>(store: KeyedStore<V>, key: string): V | undefined =>
  useSyncExternalStore(
    (listener) => store.subscribe(key, listener),
    () => store.get(key),
  );
