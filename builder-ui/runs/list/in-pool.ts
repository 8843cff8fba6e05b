interface Pool {
  /** How many at once. */
  size: number;
  /** Told how many are done, whatever came of them. */
  onDone: (done: number) => void;
  /** Nothing more is begun once it fires. */
  signal?: AbortSignal;
}

/** Does something to each, some at a time. Gives those that failed, with why. */
export const inPool = async <T>(
  items: readonly T[],
  work: (item: T) => Promise<unknown>,
  { size, onDone, signal }: Pool,
): Promise<{ item: T; error: unknown }[]> => {
  const failed: { item: T; error: unknown }[] = [];
  let [next, done] = [0, 0];
  const worker = async (): Promise<void> => {
    while (next < items.length && !signal?.aborted) {
      const item = items[next++] as T;
      await work(item).catch((error: unknown) => void failed.push({ item, error }));
      onDone(++done);
    }
  };
  await Promise.all(Array.from({ length: Math.min(size, items.length) }, worker));
  return failed;
};
