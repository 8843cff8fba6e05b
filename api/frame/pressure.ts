import { monitorEventLoopDelay } from 'node:perf_hooks';
import { fail } from './fail.ts';

/** Milliseconds that a process is late, from which on calls of a plan are turned away. */
const BEARABLE_MS: Readonly<Record<string, number>> = { FREE: 1_000, STARTER: 2_000, BUSINESS: 4_000 };
const LOOK_MS = 1_000;
const RETRY_SECONDS = { least: 2, most: 10 };

/** How late a process is now: what its event loop is behind, and how long work waits for a connection. */
export interface Signals {
  /** Median of the last second. */
  loopDelayMs(): number;
  /** Work that waits for a connection to PostgreSQL, and how many connections there are. */
  pool(): { waiting: number; size: number };
}

/** A connection is held for some milliseconds: so many rounds of waiting come before a new one's turn. */
const ROUND_MS = 50;

/**
 * Turns callers away before the process breaks down, those of small plans first: of two seconds' work in front of it, somebody
 * who pays gets theirs. Two looks in a row have to agree, so that one long pause (a collection of memory, a plan that
 * is compiled) turns nobody away. Plans that are not named are never turned away.
 */
export class Pressure {
  readonly #signals: Signals;
  readonly #timer: NodeJS.Timeout;
  #before = 0;
  #late = 0;

  constructor(signals: Signals, everyMs = LOOK_MS) {
    this.#signals = signals;
    this.#timer = setInterval(() => this.look(), everyMs);
    this.#timer.unref();
  }

  look(): void {
    const { waiting, size } = this.#signals.pool();
    const now = Math.max(this.#signals.loopDelayMs(), size === 0 ? 0 : (waiting / size) * ROUND_MS);
    this.#late = Math.min(now, this.#before);
    this.#before = now;
  }

  /** For `/metrics`. */
  get lateMs(): number {
    return this.#late;
  }

  /** @throws `unavailable`, with a time to come back that grows with how late we are */
  refuse(plan: string, nowMs: number): void {
    const bearable = BEARABLE_MS[plan];
    if (bearable === undefined || this.#late < bearable) return;
    const seconds = Math.min(RETRY_SECONDS.most, Math.max(RETRY_SECONDS.least, Math.ceil(this.#late / 500)));
    throw fail(
      'unavailable',
      'Há pedidos demais agora. Tente de novo em alguns segundos.',
      'There is too much to do right now. Try again in a few seconds.',
      { waitUntil: nowMs + seconds * 1_000 },
    );
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}

/** The event loop of this process. The histogram begins anew with each look: it tells of the time since the last. */
export function eventLoopDelay(): () => number {
  const histogram = monitorEventLoopDelay({ resolution: 20 });
  histogram.enable();
  return () => {
    const median = histogram.percentile(50) / 1e6;
    histogram.reset();
    return Number.isFinite(median) ? median : 0;
  };
}
