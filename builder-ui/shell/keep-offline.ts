/** What this page has loaded of the build. */
const loaded = (): string[] =>
  performance
    .getEntriesByType('resource')
    .map(({ name }) => name)
    .filter((name) => name.startsWith(`${location.origin}/assets/`));

const TELL_AGAIN_MS = 20_000;

/**
 * Has the browser keep the page and its files, so that it opens without a connection. What was loaded before the worker
 * was there it is told of, soon and once more when the page has come to rest.
 */
export const keepOffline = async (): Promise<void> => {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  try {
    await navigator.serviceWorker.register('/worker.js');
    const { active } = await navigator.serviceWorker.ready;
    const tell = () => active?.postMessage({ loaded: loaded() });
    tell();
    setTimeout(tell, TELL_AGAIN_MS);
  } catch {
    // Private windows and strict settings have no workers: the builder is the same, but for this.
  }
};
