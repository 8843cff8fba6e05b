/** A queue that serves its callers in turn: whoever sends much waits behind their own, not before others. */
export interface FairQueue<T> {
  push(caller: string, item: T): void;
  /** Takes the next item of a caller that may have one now; null where there is none. */
  take(mayRun: (caller: string) => boolean): T | null;
  /** Takes an item out of its place; false where it is no longer there. */
  remove(caller: string, item: T): boolean;
}

export const createFairQueue = <T>(): FairQueue<T> => {
  // Order of insertion is the order of turns: a caller that was served goes to the end.
  const waiting = new Map<string, T[]>();
  return {
    push(caller, item) {
      const list = waiting.get(caller);
      if (list) list.push(item);
      else waiting.set(caller, [item]);
    },
    take(mayRun) {
      for (const [caller, list] of waiting) {
        const item = list[0];
        if (item === undefined || !mayRun(caller)) continue;
        waiting.delete(caller);
        if (list.length > 1) waiting.set(caller, list.slice(1));
        return item;
      }
      return null;
    },
    remove(caller, item) {
      const list = waiting.get(caller) ?? [];
      const at = list.indexOf(item);
      if (at < 0) return false;
      list.splice(at, 1);
      if (list.length === 0) waiting.delete(caller);
      return true;
    },
  };
};
