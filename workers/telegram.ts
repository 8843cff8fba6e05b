import { randomUUID } from 'node:crypto';
import { type HeldBot, holdBots, releaseBots } from '#domain/conversations/bots.ts';
import { fireCollections } from '#domain/conversations/collections.ts';
import { readTrigger } from '#flow/admission.ts';
import { Repeating } from './repeating.ts';
import { TelegramBot, type TelegramDeps } from './telegram-bot.ts';

/** Well within the lease: others take what is not renewed. */
const LOOK_MS = 1_000;
const COLLECTIONS_LOOK_MS = 1_000;

const keyOf = ({ connection, stamp, receive }: HeldBot): string => `${connection} ${stamp} ${receive}`;

/**
 * Receives for the Telegram bots of all tenants. Of several processes one holds a bot at a time; what it does not renew
 * the others take over. And gives flows what they collect.
 */
export class Telegram {
  readonly #deps: TelegramDeps;
  readonly #owner = randomUUID();
  readonly #bots = new Map<string, TelegramBot>();
  readonly #holding: Repeating;
  readonly #collections: Repeating;

  constructor(deps: TelegramDeps) {
    this.#deps = deps;
    const { database, carrier, log } = deps;
    this.#holding = new Repeating(
      () => this.#look(),
      (error) => log.warn({ err: error }, 'the Telegram bots cannot be looked up'),
    );
    this.#collections = new Repeating(
      async () => {
        const { outbox, failed, nextMs } = await fireCollections(database, readTrigger);
        carrier.soon(outbox);
        for (const { flowId, error } of failed) log.error({ err: error, flowId }, 'collected messages failed');
        return failed.length > 0 ? COLLECTIONS_LOOK_MS : Math.min(nextMs ?? COLLECTIONS_LOOK_MS, COLLECTIONS_LOOK_MS);
      },
      (error) => log.warn({ err: error }, 'collected messages cannot be read'),
    );
  }

  async stop(): Promise<void> {
    await Promise.all([this.#holding.stop(), this.#collections.stop()]);
    await Promise.all([...this.#bots.values()].map((bot) => bot.stop()));
    await releaseBots(this.#deps.database.admin, this.#owner).catch(() => undefined);
  }

  async #look(): Promise<number> {
    const held = new Map((await holdBots(this.#deps.database.admin, this.#owner)).map((one) => [keyOf(one), one]));
    for (const [key, bot] of this.#bots) {
      if (held.has(key)) continue;
      this.#bots.delete(key);
      await bot.stop();
    }
    for (const [key, one] of held) {
      if (!this.#bots.has(key)) this.#bots.set(key, new TelegramBot(one, this.#owner, this.#deps));
    }
    return LOOK_MS;
  }
}
