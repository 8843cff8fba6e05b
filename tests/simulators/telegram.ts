import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Json, JsonObject } from '#flow/json.ts';

/** One call that a bot made. */
export interface BotCall {
  method: string;
  params: JsonObject;
  atMs: number;
}

/** What becomes of a call instead of an answer. `lost`: it is carried out, and its answer never arrives. */
export type Trouble = { status: number; body?: JsonObject } | 'lost';

interface BotState {
  /** Delivered again and again until a later offset confirms them, as Telegram does. */
  updates: JsonObject[];
  nextUpdate: number;
  webhook: JsonObject | null;
  waiting: Set<() => void>;
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/**
 * A Bot API server with what `telegram-test-api` leaves out: offsets that confirm, long polling, one poller at a time,
 * 429 with `retry_after`, answers that get lost, repeats, and the webhook's secret header.
 */
export class TelegramSimulator {
  readonly calls: BotCall[] = [];
  readonly #server: Server;
  readonly #bots = new Map<string, BotState>();
  readonly #troubles = new Map<string, Trouble[]>();
  #message = 100;

  private constructor() {
    this.#server = createServer((request, response) => void this.#take(request, response));
  }

  static async start(): Promise<TelegramSimulator> {
    const simulator = new TelegramSimulator();
    await new Promise<void>((resolve) => simulator.#server.listen(0, '127.0.0.1', resolve));
    return simulator;
  }

  get host(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get url(): string {
    return `http://${this.host}`;
  }

  async stop(): Promise<void> {
    for (const bot of this.#bots.values()) for (const wake of bot.waiting) wake();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** The next calls of a method go wrong in this way, one each. */
  trouble(method: string, ...troubles: Trouble[]): void {
    this.#troubles.set(method, [...(this.#troubles.get(method) ?? []), ...troubles]);
  }

  /** What bots said in a chat, in order. */
  said(chat: string | number): string[] {
    return this.calls
      .filter(({ method, params }) => method === 'sendMessage' && String(params.chat_id) === String(chat))
      .map(({ params }) => textOf(params.text));
  }

  of(method: string): JsonObject[] {
    return this.calls.filter((one) => one.method === method).map(({ params }) => params);
  }

  webhookOf(token: string): JsonObject | null {
    return this.bot(token).webhook;
  }

  bot(token: string): BotState {
    const known = this.#bots.get(token) ?? { updates: [], nextUpdate: 1, webhook: null, waiting: new Set() };
    this.#bots.set(token, known);
    return known;
  }

  /** Somebody writes to the bot. Gives the update. */
  says(token: string, chat: number, text: string, more: JsonObject = {}): JsonObject {
    return this.put(token, { message: { ...this.#head(chat), text, ...more } });
  }

  /** Somebody presses a button of the last message in the chat that has one with this text. */
  presses(token: string, chat: number, label: string): JsonObject {
    const found = this.calls.findLast(
      ({ params }) =>
        String(params.chat_id) === String(chat) && JSON.stringify(params.reply_markup ?? null).includes(label),
    );
    const markup = (found?.params.reply_markup ?? {}) as {
      inline_keyboard?: { text: string; callback_data: string }[][];
    };
    const button = markup.inline_keyboard?.flat().find(({ text }) => text === label);
    if (!button) throw new Error(`no button ${label}`);
    const { from, ...message } = this.#head(chat);
    const pressed = { ...message, reply_markup: markup as unknown as Json };
    return this.put(token, {
      callback_query: { id: `cb${this.#message}`, from: from ?? null, message: pressed, data: button.callback_data },
    });
  }

  put(token: string, content: JsonObject): JsonObject {
    const bot = this.bot(token);
    const update = { update_id: bot.nextUpdate++, ...content };
    bot.updates.push(update);
    for (const wake of bot.waiting) wake();
    return update;
  }

  /** Calls the webhook as Telegram does. */
  async deliver(token: string, update: JsonObject, secret?: string): Promise<number> {
    const webhook = this.bot(token).webhook;
    const header = secret ?? textOf(webhook?.secret_token);
    const answer = await fetch(textOf(webhook?.url), {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-telegram-bot-api-secret-token': header },
      body: JSON.stringify(update),
    });
    await answer.arrayBuffer();
    return answer.status;
  }

  #head(chat: number): JsonObject {
    return {
      message_id: this.#message++,
      date: Math.floor(Date.now() / 1_000),
      chat: { id: chat, type: chat < 0 ? 'group' : 'private', first_name: 'Ana' },
      from: { id: Math.abs(chat), is_bot: false, first_name: 'Ana', last_name: 'Lima', language_code: 'pt-br' },
    };
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.url?.startsWith('/file/bot')) {
      response.writeHead(200, { 'content-type': 'image/jpeg' }).end('bytes of a photo');
      return;
    }
    const [, token = '', method = ''] = /^\/bot([^/]+)\/(\w+)/.exec(request.url ?? '') ?? [];
    const params = await paramsOf(request);
    this.calls.push({ method, params, atMs: Date.now() });
    const answer = (status: number, body: JsonObject) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    const trouble = this.#troubles.get(method)?.shift();
    if (trouble && trouble !== 'lost') {
      answer(trouble.status, { ok: false, error_code: trouble.status, description: 'Trouble', ...trouble.body });
      return;
    }
    const result = await this.#carryOut(token, method, params);
    if (trouble === 'lost') request.socket.destroy();
    else answer(200, { ok: true, result });
  }

  async #carryOut(token: string, method: string, params: JsonObject): Promise<Json> {
    const bot = this.bot(token);
    switch (method) {
      case 'getMe':
        return { id: 7, is_bot: true, first_name: 'Bot', username: 'test_bot' };
      case 'getFile':
        return { file_id: params.file_id ?? null, file_path: textOf(params.file_id) };
      case 'getUpdates':
        return this.#updates(bot, params);
      case 'setWebhook':
        bot.webhook = params;
        return true;
      case 'deleteWebhook':
        bot.webhook = null;
        return true;
      default:
        return method.startsWith('send') ? { message_id: this.#message++, chat: { id: params.chat_id ?? null } } : true;
    }
  }

  async #updates(bot: BotState, { offset = 0, timeout = 0 }: JsonObject): Promise<Json> {
    bot.updates = bot.updates.filter(({ update_id }) => Number(update_id) >= Number(offset));
    if (bot.updates.length === 0 && Number(timeout) > 0) {
      await new Promise<void>((resolve) => {
        const wake = () => {
          clearTimeout(timer);
          bot.waiting.delete(wake);
          resolve();
        };
        const timer = setTimeout(wake, Number(timeout) * 1_000);
        bot.waiting.add(wake);
      });
    }
    return bot.updates.slice(0, 100);
  }
}

async function paramsOf(request: IncomingMessage): Promise<JsonObject> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const bytes = Buffer.concat(chunks);
  const type = request.headers['content-type'] ?? '';
  if (!type.startsWith('multipart/form-data'))
    return bytes.length === 0 ? {} : (JSON.parse(bytes.toString()) as JsonObject);
  const form = await new Response(new Uint8Array(bytes), { headers: { 'content-type': type } }).formData();
  const params: JsonObject = {};
  for (const [name, value] of form)
    params[name] = typeof value === 'string' ? value : { name: value.name, type: value.type, text: await value.text() };
  return params;
}
