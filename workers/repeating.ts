import { setTimeout as sleep } from 'node:timers/promises';

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 3_200;

/** Does work again and again, one turn at a time, until it is told to stop. After errors it pauses, longer each time. */
export class Repeating {
  readonly #stop = new AbortController();
  readonly #running: Promise<void>;

  /** @param turn does the work once; gives how long to wait before it is done again, ms */
  constructor(turn: (signal: AbortSignal) => Promise<number>, onError: (error: unknown) => void) {
    this.#running = this.#run(turn, onError);
  }

  /** Waits for the turn that is under way. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  async #run(turn: (signal: AbortSignal) => Promise<number>, onError: (error: unknown) => void): Promise<void> {
    const { signal } = this.#stop;
    let errorPauseMs = FIRST_PAUSE_MS;
    while (!signal.aborted) {
      let pauseMs: number;
      try {
        pauseMs = await turn(signal);
        errorPauseMs = FIRST_PAUSE_MS;
      } catch (error) {
        onError(error);
        pauseMs = errorPauseMs;
        errorPauseMs = Math.min(errorPauseMs * 2, LONGEST_PAUSE_MS);
      }
      if (pauseMs > 0) await sleep(pauseMs, undefined, { signal }).catch(() => undefined);
    }
  }
}
