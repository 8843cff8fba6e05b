/** A workflow task that waits longer holds up everything else that its run hears. */
const QUICK_MS = 500;
/** Whoever wants the answer comes within a task or two; an attempt that nobody waits for is ended. */
const UNWANTED_MS = 15_000;

interface Attempt<T> {
  result: Promise<T>;
  stop: AbortController;
  startedMs: number;
  unwanted?: NodeJS.Timeout;
}

/**
 * Attempts that local activities of this process began. One that takes long outlives its local activity; an ordinary one,
 * sent to this very process, then waits for it: the effect happens once, and the workflow's task ends in time.
 */
export class OpenAttempts<T> {
  /** The task queue that this process alone listens to. */
  readonly queue: string;
  readonly #open = new Map<string, Attempt<T>>();

  constructor(queue: string) {
    this.queue = queue;
  }

  /** Begins an attempt, and gives its answer, or null where it takes long. `cancelled` ends it while this waits. */
  async begin(key: string, cancelled: AbortSignal, work: (signal: AbortSignal) => Promise<T>): Promise<T | null> {
    const stop = new AbortController();
    const startedMs = Date.now();
    const result = work(stop.signal);
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<null>((resolve) => {
      timer = setTimeout(resolve, QUICK_MS, null);
    });
    try {
      const answer = await endedBy(stop, cancelled, () => Promise.race([result, late]));
      if (answer !== null) return answer;
    } finally {
      clearTimeout(timer);
    }
    result.catch(() => undefined);
    const unwanted = setTimeout(() => this.letGo(key), UNWANTED_MS).unref();
    this.#open.set(key, { result, stop, startedMs, unwanted });
    return null;
  }

  /** When an attempt that goes on here began; undefined: this process knows of none. */
  startedMs(key: string): number | undefined {
    return this.#open.get(key)?.startedMs;
  }

  /** Ends an attempt that goes on here and that nobody waits for; of any other nothing happens. */
  letGo(key: string): void {
    const attempt = this.#open.get(key);
    if (!attempt) return;
    this.#open.delete(key);
    clearTimeout(attempt.unwanted);
    attempt.stop.abort(new Error('nobody waits for this attempt'));
  }

  /** Waits for an attempt that goes on here; null: this process knows of none. */
  async join(key: string, cancelled: AbortSignal): Promise<T | null> {
    const attempt = this.#open.get(key);
    if (!attempt) return null;
    this.#open.delete(key);
    clearTimeout(attempt.unwanted);
    return await endedBy(attempt.stop, cancelled, () => attempt.result);
  }
}

/** Ends what `stop` stands for when `cancelled` fires, as long as `wait` waits. */
async function endedBy<T>(stop: AbortController, cancelled: AbortSignal, wait: () => Promise<T>): Promise<T> {
  const end = (): void => stop.abort(cancelled.reason);
  if (cancelled.aborted) end();
  cancelled.addEventListener('abort', end, { once: true });
  try {
    return await wait();
  } finally {
    cancelled.removeEventListener('abort', end);
  }
}
