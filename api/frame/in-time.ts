import { fail } from './fail.ts';

/** Of a route that names no time of its own. */
export const USUAL_MS = 30_000;
/** What was told to end may take so long to say how it ended: longer than PostgreSQL may keep a statement of ours. */
const GRACE_MS = 10_000;

const late = () =>
  fail(
    'timeout',
    'O pedido demorou demais e foi interrompido; nada dele ficou pela metade.',
    'The request took too long and was stopped; nothing of it was left half done.',
  );

/** A signal that costs nothing until it fires, which it hardly ever does. */
export class Stop {
  #reason: Error | undefined;
  readonly #heard: (reason: Error) => void;

  constructor(heard: (reason: Error) => void = () => {}) {
    this.#heard = heard;
  }

  get reason(): Error | undefined {
    return this.#reason;
  }

  fire(reason: Error): void {
    this.#reason = reason;
    this.#heard(reason);
  }

  throwIfAborted(): void {
    if (this.#reason) throw this.#reason;
  }
}

/**
 * What the work gives, or `timeout` where it has not ended in time. Then `stop` fires, and no transaction of the work commits any more
 * (`actingAs`). One that was committing at that moment is waited for: its caller hears that it is done. @throws `timeout`
 */
export async function inTime<T>(
  { timeoutMs = USUAL_MS, graceMs = GRACE_MS }: { timeoutMs?: number | undefined; graceMs?: number | undefined },
  stop: Stop,
  work: () => Promise<T>,
): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const error = late();
      stop.fire(error);
      timer = setTimeout(() => reject(error), graceMs);
    }, timeoutMs);
  });
  try {
    return await Promise.race([work(), over]);
  } catch (error) {
    // However the work took it that it was stopped.
    throw stop.reason ?? error;
  } finally {
    clearTimeout(timer);
  }
}
