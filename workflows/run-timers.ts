import { CancellationScope, isCancellation, sleep } from '@temporalio/workflow';

/** The machine's timers in this execution, by number. */
export class RunTimers {
  readonly #fire: (timer: number) => void;
  readonly #armed = new Map<number, CancellationScope>();

  constructor(fire: (timer: number) => void) {
    this.#fire = fire;
  }

  /** @param at epoch ms of the workflow's clock */
  arm(timer: number, at: number, label: string): void {
    const scope = new CancellationScope();
    this.#armed.set(timer, scope);
    void scope
      .run(() => sleep(Math.max(1, at - Date.now()), { summary: label.slice(0, 200) }))
      .then(() => {
        this.#armed.delete(timer);
        this.#fire(timer);
      }, ignoreCancellation);
  }

  cancel(timer: number): void {
    this.#armed.get(timer)?.cancel();
    this.#armed.delete(timer);
  }

  cancelAll(): void {
    for (const timer of this.#armed.keys()) this.cancel(timer);
  }
}

export function ignoreCancellation(error: unknown): void {
  if (!isCancellation(error)) throw error;
}
