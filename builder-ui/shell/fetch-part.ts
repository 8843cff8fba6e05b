/** What browsers and Vite say where code, or its styles, could not be fetched; anything else is thrown by the code. */
const NOT_FETCHED = /dynamically imported module|module script failed|preload CSS/i;

/** A part of the build that did not come: no connection, a server that starts, or one that has another build. */
export const isMissingPart = (error: unknown): boolean => error instanceof Error && NOT_FETCHED.test(error.message);

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 8_000;

/** Until the time is over, or a connection is back. */
const pause = (ms: number): Promise<void> =>
  new Promise((done) => {
    const finish = () => {
      clearTimeout(timer);
      globalThis.removeEventListener?.('online', finish);
      done();
    };
    const timer = setTimeout(finish, ms);
    globalThis.addEventListener?.('online', finish);
  });

interface Fetching {
  /** After so many it is given up. */
  tries?: number;
  /** Told each time that it did not come. */
  onMissing?: () => void;
  wait?: (ms: number) => Promise<void>;
}

/**
 * Fetches code of its own. What does not come is asked for again, later each time: browsers forget a module that could not
 * be fetched, but a promise that failed would be a part that is gone for as long as the page is open.
 * @throws what the code itself throws, and at the last of `tries` what the browser says
 */
export const fetchPart = async <T>(load: () => Promise<T>, more: Fetching = {}): Promise<T> => {
  const { tries = Number.POSITIVE_INFINITY, onMissing, wait = pause } = more;
  for (let n = 1, ms = FIRST_WAIT_MS; ; n++, ms = Math.min(ms * 2, LONGEST_WAIT_MS)) {
    try {
      return await load();
    } catch (error) {
      if (!isMissingPart(error)) throw error;
      onMissing?.();
      if (n >= tries) throw error;
    }
    await wait(ms);
  }
};
