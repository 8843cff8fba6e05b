/** What this page has loaded of the build. */
const loaded = (): string[] =>
  performance
    .getEntriesByType('resource')
    .map(({ name }) => name)
    .filter((name) => name.startsWith(`${location.origin}/assets/`));

const AT_REST_MS = 20_000;

/** Who pays for each megabyte fetches what is opened, and no more. */
const isSparing = (): boolean => {
  const { connection } = navigator as Navigator & { connection?: { saveData?: boolean } };
  return connection?.saveData === true;
};

/**
 * Has the browser keep the page and its files, so that it opens without a connection. What was loaded before the worker
 * was there it is told of; once the page has come to rest, all of the build is kept.
 */
export const keepOffline = async (): Promise<void> => {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  try {
    await navigator.serviceWorker.register('/worker.js');
    const { active } = await navigator.serviceWorker.ready;
    const tell = (all: boolean) => active?.postMessage({ loaded: loaded(), all });
    tell(false);
    setTimeout(() => tell(!isSparing()), AT_REST_MS);
  } catch {
    // Private windows and strict settings have no workers: the builder is the same, but for this.
  }
};
