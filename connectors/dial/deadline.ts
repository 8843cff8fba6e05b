/** Node fires a longer timer at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** One signal out of a caller's and a time limit. */
export interface Deadline {
  signal: AbortSignal;
  /** The work, or the signal's reason as soon as it fires: undici heeds no signal while it still connects. */
  race<T>(work: Promise<T>): Promise<T>;
  /** True when time ran out, by our clock or by a caller's signal that says so. */
  expired(): boolean;
  /** Lets go of timer and listener: the caller's signal may live for days. */
  clear(): void;
}

export const deadline = (timeoutMs: number, outer: AbortSignal | undefined): Deadline => {
  const controller = new AbortController();
  const expire = () => controller.abort(new DOMException('out of time', 'TimeoutError'));
  const timer = setTimeout(expire, Math.min(timeoutMs, LONGEST_TIMER_MS));
  const follow = () => controller.abort(outer?.reason);
  if (outer?.aborted) follow();
  else outer?.addEventListener('abort', follow, { once: true });
  const { signal } = controller;
  return {
    signal,
    race: (work) => {
      work.catch(() => {}); // what comes after the signal concerns nobody
      return new Promise((done, fail) => {
        const stop = () => fail(signal.reason);
        if (signal.aborted) stop();
        else signal.addEventListener('abort', stop, { once: true });
        work.then(done, fail);
      });
    },
    expired: () => (signal.reason as { name?: unknown } | undefined)?.name === 'TimeoutError',
    clear: () => {
      clearTimeout(timer);
      outer?.removeEventListener('abort', follow);
    },
  };
};
