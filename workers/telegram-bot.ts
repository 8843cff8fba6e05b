import type { Logger } from 'pino';
import type { ActionServices } from '#connectors/action.ts';
import { type Bot, botOf, callBot } from '#connectors/telegram/bot.ts';
import { closePress } from '#connectors/telegram/close-press.ts';
import { ALLOWED_UPDATES, readUpdate, updateId } from '#connectors/telegram/read-update.ts';
import { openConnection } from '#domain/connections/read-connection.ts';
import {
  type HeldBot,
  hookSecrets,
  noteBotError,
  noteDelivery,
  passUpdate,
  readBot,
  setAside,
} from '#domain/conversations/bots.ts';
import { receiveMessage } from '#domain/conversations/receive-message.ts';
import type { Carrier } from '#domain/dispatch/carry-out.ts';
import { getTenant } from '#domain/tenants/get-tenant.ts';
import { readTrigger } from '#flow/admission.ts';
import { TramaError } from '#flow/errors.ts';
import { type Json, localeOf } from '#flow/json.ts';
import type { Database } from '#prisma/with-tenant.ts';
import { Repeating } from './repeating.ts';

export interface TelegramDeps {
  database: Database;
  services: Pick<ActionServices, 'dial' | 'telegram' | 'chats'>;
  carrier: Pick<Carrier, 'soon'>;
  log: Logger;
  /** Where Telegram reaches us; null: nowhere, and bots are polled. */
  publicUrl: string | null;
}

/** How long Telegram holds a question for updates; the answer may take some more. */
const POLL_S = 20;
const POLL_SLACK_MS = 15_000;
const CALL_MS = 15_000;
/** A server that answers at once with nothing does not know long polling. */
const EMPTY_PAUSE_MS = 400;
/** An update that fails so often is set aside. */
const TRIES = 4;
const WEBHOOK_LOOK_MS = 60_000;

/** How long to leave a bot alone after an error, ms. */
const pauseAfter = (error: unknown, inRow: number): number => {
  const growing = Math.min(500 * 2 ** inRow, 30_000);
  if (!(error instanceof TramaError)) return growing;
  if (error.waitUntil !== undefined) return Math.max(0, error.waitUntil - Date.now());
  // A wrong token stays wrong until somebody changes the connection, which begins anew.
  if (error.code === 'telegram_401' || error.code === 'telegram_404') return 60_000;
  // Somebody else polls the bot, or did a moment ago.
  return error.code === 'telegram_409' ? 3_000 : growing;
};

/** Receives for one bot, as long as this process holds it: asks for its updates, or has Telegram call us. */
export class TelegramBot {
  readonly #deps: TelegramDeps;
  readonly #held: HeldBot;
  readonly #owner: string;
  readonly #loop: Repeating;
  #failures = 0;
  #troublesome = { id: 0, tries: 0 };

  constructor(held: HeldBot, owner: string, deps: TelegramDeps) {
    this.#deps = deps;
    this.#held = held;
    this.#owner = owner;
    this.#loop = new Repeating(
      (signal) => this.#turn(signal),
      (error) => deps.log.warn({ err: error, connection: held.connection }, 'a Telegram bot cannot be read'),
    );
  }

  stop(): Promise<void> {
    return this.#loop.stop();
  }

  async #turn(signal: AbortSignal): Promise<number> {
    try {
      const pauseMs = await this.#work(signal);
      if (this.#failures > 0) await this.#note(null);
      this.#failures = 0;
      return pauseMs;
    } catch (error) {
      if (signal.aborted) return 0;
      const pauseMs = pauseAfter(error, this.#failures++);
      const message = error instanceof Error ? error.message : String(error);
      this.#deps.log.warn({ connection: this.#held.connection, error: message, pauseMs }, 'a Telegram bot has trouble');
      await this.#note(message);
      return pauseMs;
    }
  }

  /** What the bot's owner may want to know; losing it loses nothing else. */
  async #note(error: string | null): Promise<void> {
    const { tenantId, connection } = this.#held;
    await this.#deps.database
      .withTenant(tenantId, (db) => noteBotError(db, connection, error?.slice(0, 500) ?? null))
      .catch(() => undefined);
  }

  async #work(signal: AbortSignal): Promise<number> {
    const { tenantId, connection, receive } = this.#held;
    const { database, services } = this.#deps;
    const { opened, state, hook, locale } = await database.withTenant(tenantId, async (db) => ({
      opened: await openConnection(db, connection),
      state: await readBot(db, connection, this.#owner),
      hook: hookSecrets(db, connection),
      locale: localeOf(await getTenant(db)),
    }));
    if (!state) return POLL_S * 1_000; // Another process has it; ours is told to stop at the next look.
    const bot = botOf(opened, services);
    if (receive === 'webhook') return this.#register(bot, state.delivery, hook, signal);
    if (state.delivery !== 'polling') await this.#deliverBy(bot, 'polling', 'deleteWebhook', {}, signal);
    const began = Date.now();
    const asked = { offset: state.offset, timeout: POLL_S, limit: 100, allowed_updates: ALLOWED_UPDATES };
    const limits = { timeoutMs: POLL_S * 1_000 + POLL_SLACK_MS, signal };
    const updates = await callBot(bot, 'getUpdates', asked, limits);
    if (!Array.isArray(updates) || updates.length === 0) return Date.now() - began < 1_000 ? EMPTY_PAUSE_MS : 0;
    for (const update of updates) if (!(await this.#take(bot, opened.name, update, locale))) return 1_000;
    return 0;
  }

  async #register(
    bot: Bot,
    known: string | null,
    hook: { path: string; header: string },
    signal: AbortSignal,
  ): Promise<number> {
    const { publicUrl } = this.#deps;
    if (publicUrl === null) throw new Error('webhook: PUBLIC_URL is not set');
    const url = `${publicUrl}/telegram/${this.#held.connection}/${hook.path}`;
    const delivery = `webhook ${publicUrl} ${this.#held.stamp}`;
    if (known === delivery) return WEBHOOK_LOOK_MS;
    // One call at a time: Telegram keeps the order then.
    const params = { url, secret_token: hook.header, max_connections: 1, allowed_updates: ALLOWED_UPDATES };
    await this.#deliverBy(bot, delivery, 'setWebhook', params, signal);
    return WEBHOOK_LOOK_MS;
  }

  async #deliverBy(
    bot: Bot,
    delivery: string,
    method: 'setWebhook' | 'deleteWebhook',
    params: { [name: string]: Json },
    signal: AbortSignal,
  ): Promise<void> {
    await callBot(bot, method, params, { timeoutMs: CALL_MS, signal });
    const { tenantId, connection } = this.#held;
    await this.#deps.database.withTenant(tenantId, (db) => noteDelivery(db, connection, delivery));
  }

  /** One transaction: the update, and that it was passed. False: the bot is no longer ours. */
  async #take(bot: Bot, name: string, raw: Json, locale: 'pt-BR' | 'en'): Promise<boolean> {
    const id = updateId(raw);
    if (id === null) return true;
    const { database, carrier, services } = this.#deps;
    const { tenantId, connection } = this.#held;
    const account = { id: connection, name, channel: 'telegram' as const };
    const read = readUpdate(raw);
    try {
      const received = await database.withTenant(tenantId, async (db) => {
        if (!(await passUpdate(db, connection, this.#owner, id))) return null;
        return receiveMessage(db, account, read, readTrigger);
      });
      if (!received) return false;
      carrier.soon(received.outbox);
      if (read.moved) await services.chats.moved(tenantId, connection, read.moved.from, read.moved.to);
      if (read.callback !== null && (received.kind === 'answered' || received.kind === 'stale'))
        void closePress(bot, read.callback, { stale: received.kind === 'stale', locale });
      return true;
    } catch (error) {
      if (!this.#givesUpOn(id, error)) throw error;
      const said = error instanceof Error ? error.message : String(error);
      this.#deps.log.error({ err: error, connection, update: id }, 'an update was set aside');
      return database.withTenant(tenantId, async (db) => {
        await setAside(db, account, { externalId: read.externalId, raw, error: said });
        return passUpdate(db, connection, this.#owner, id);
      });
    }
  }

  /** A database that is away says nothing of the update. */
  #givesUpOn(id: number, error: unknown): boolean {
    if (error instanceof TramaError && error.code === 'unavailable') return false;
    this.#troublesome = this.#troublesome.id === id ? { id, tries: this.#troublesome.tries + 1 } : { id, tries: 1 };
    return this.#troublesome.tries >= TRIES;
  }
}
