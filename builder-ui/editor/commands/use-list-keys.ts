import { type KeyboardEvent, type RefObject, useEffect, useRef, useState } from 'react';

interface ListKeys<T, E extends HTMLElement> {
  current: T | undefined;
  /** For the element around the list: what is current is kept in sight. */
  list: RefObject<E | null>;
  setAt: (at: number) => void;
  /** Takes the keys that walk a list; false where it was none of them. */
  walk: (event: KeyboardEvent) => boolean;
}

const PAGE = 8;

/** A list that is walked from the field above it, which keeps the focus; round at both ends. */
export const useListKeys = <T, E extends HTMLElement>(all: readonly T[]): ListKeys<T, E> => {
  const [wanted, setAt] = useState(0);
  const list = useRef<E>(null);
  const last = all.length - 1;
  const at = Math.min(wanted, last);
  const current = all[at];
  useEffect(() => {
    if (current !== undefined)
      list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [current]);
  const walk = (event: KeyboardEvent): boolean => {
    const to: Record<string, number> = {
      ArrowDown: at >= last ? 0 : at + 1,
      ArrowUp: at <= 0 ? last : at - 1,
      PageDown: Math.min(last, at + PAGE),
      PageUp: Math.max(0, at - PAGE),
    };
    const next = to[event.key];
    if (next === undefined) return false;
    event.preventDefault();
    setAt(next);
    return true;
  };
  return { current, list, setAt, walk };
};
