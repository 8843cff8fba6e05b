import type { Logger } from 'pino';
import type { Carrier } from '#domain/dispatch/carry-out.ts';
import { beginMissingLifecycles } from '#domain/platform/begin-missing-lifecycles.ts';
import { carryPlatformEvents } from '#domain/platform/carry-platform-events.ts';
import { handOverLifecycles } from '#domain/platform/hand-over-lifecycles.ts';
import { PLATFORM_CHANNEL } from '#domain/platform/publish-platform-event.ts';
import { type Listener, listenTo } from '#prisma/listener.ts';
import type { Database } from '#prisma/with-tenant.ts';
import { Repeating } from './repeating.ts';

/** Looked at by itself so often; facts say at once that there is something. */
const LOOK_MS = 1_000;
/** A lifecycle without a run is rare: one that failed, or that somebody ended by hand. */
const MISSING_MS = 15 * 60_000;
/** Those that go over to a new document have no run for so long. */
const HANDED_MS = 5_000;
/** And are looked for so often behind the last that was asked to end: a run takes its time to. */
const LOOKS_BEHIND = 12;

interface Deps {
  database: Database;
  carrier: Pick<Carrier, 'soon'>;
  /** PostgreSQL, where facts say that something is due. */
  noticesUrl: string;
  log: Logger;
}

/** Carries what happened to tenants into the lifecycles that the platform runs for them. */
export class PlatformWork {
  readonly #loop: Repeating;
  readonly #missing: Repeating;
  readonly #notices: Listener;
  #called = false;
  #call: () => void = () => {};

  constructor({ database, carrier, noticesUrl, log }: Deps) {
    const look = (): void => {
      this.#called = true;
      this.#call();
    };
    this.#notices = listenTo(
      { url: noticesUrl, channel: PLATFORM_CHANNEL },
      { heard: look, onBack: look, onError: (err) => log.warn({ err }, 'PostgreSQL, notices of lifecycles') },
    );
    this.#loop = new Repeating(
      async (stopped) => {
        await this.#rest(stopped);
        const { outbox, carried, failed } = await carryPlatformEvents(database);
        carrier.soon(outbox);
        for (const { tenantId, error } of failed) log.warn({ err: error, tenantId }, 'a lifecycle cannot be told now');
        if (carried > 0) this.#called = true;
        return 0;
      },
      (error) => log.warn({ err: error }, 'what lifecycles are to hear cannot be read'),
    );
    let looks = 0;
    this.#missing = new Repeating(
      async () => {
        const { outbox, begun } = await beginMissingLifecycles(database);
        carrier.soon(outbox);
        for (const tenantId of begun)
          log[looks > 0 ? 'info' : 'warn']({ tenantId }, 'a lifecycle had no run, and began again');
        const handed = await handOverLifecycles(database);
        carrier.soon(handed);
        looks = handed.length > 0 ? LOOKS_BEHIND : Math.max(0, looks - 1);
        return looks > 0 ? HANDED_MS : MISSING_MS;
      },
      (error) => log.warn({ err: error }, 'lifecycles without a run cannot be looked for now'),
    );
  }

  async stop(): Promise<void> {
    const stopping = Promise.all([this.#loop.stop(), this.#missing.stop()]);
    this.#call();
    await this.#notices.close();
    await stopping;
  }

  /** Until somebody calls, and for so long at most. */
  async #rest(stopped: AbortSignal): Promise<void> {
    if (!this.#called && !stopped.aborted)
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, LOOK_MS);
        this.#call = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    this.#called = false;
  }
}
