import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ANSWERS } from './answers.ts';
import { keepCard, payPage } from './checkout.ts';
import { control } from './control.ts';
import { Deliveries } from './deliveries.ts';
import { expanded } from './expand.ts';
import { namesIn, readForm } from './form.ts';
import { KNOWN } from './known-parameters.ts';
import type { CardNumber } from './objects.ts';
import { pageAt } from './pages.ts';
import { passUntil } from './passing-time.ts';
import { invalid, Refusal } from './refusal.ts';
import { need, World, type WorldSettings } from './world.ts';

const VERSION = '2026-10-28.endive';

/** One call that was made of us. */
export interface StripeCall {
  /** `POST /v1/invoices/{id}/pay` */
  route: string;
  key: string | null;
  status: number;
  replayed: boolean;
}

/** What becomes of a call. `lost`: it is carried out, and its answer never arrives. */
export type Trouble = { status: number; headers?: Record<string, string> } | 'lost' | 'refused';

export interface SimulatorSettings extends Partial<WorldSettings> {
  port?: number;
  nowMs?: number;
  apiKey?: string;
}

interface Kept {
  fingerprint: string;
  status: number;
  body: string;
}

/** `/v1/invoices/in_1/pay` as the route that it is of, with its id. */
const routeOf = (method: string, path: string): { route: string; id: string } => {
  const [, v1 = '', id = '', rest = ''] =
    /^(\/v1\/(?:checkout\/|billing_portal\/)?\w+)(?:\/([^/]+))?(\/\w+)?$/.exec(path) ?? [];
  return { route: `${method} ${v1}${id === '' ? '' : '/{id}'}${rest}`, id };
};

/**
 * Stripe, as its documentation has it: a clock that tests move, cards that say no, pages that can be clicked, and a sharp eye on
 * our calls: a key on each POST, the same parameters under the same key, none that the reference does not know.
 */
export class StripeSimulator {
  readonly world: World;
  readonly deliveries = new Deliveries();
  readonly calls: StripeCall[] = [];
  /** Nothing is answered but 503. */
  isAway = false;
  /** What we did wrong; a test ends with none. */
  readonly wrong: string[] = [];
  readonly #kept = new Map<string, Kept>();
  readonly #troubles: { route: RegExp; trouble: Trouble }[] = [];
  readonly #apiKey: string;
  readonly #server: Server;

  private constructor({ nowMs, apiKey, ...settings }: SimulatorSettings) {
    this.world = new World(nowMs ?? Math.floor(Date.now() / 1_000) * 1_000, settings);
    this.world.onEvent = (event) => this.deliveries.take(event);
    this.#apiKey = apiKey ?? 'sk_test_simulator';
    this.#server = createServer((request, response) => void this.#take(request, response));
  }

  static async start(settings: SimulatorSettings = {}): Promise<StripeSimulator> {
    const simulator = new StripeSimulator(settings);
    await new Promise<void>((resolve) => simulator.#server.listen(settings.port ?? 0, '127.0.0.1', resolve));
    simulator.world.url = simulator.url;
    return simulator;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    await this.deliveries.idle();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** The next calls of such a route go wrong in this way, one each. */
  trouble(route: RegExp, ...troubles: Trouble[]): void {
    for (const trouble of troubles) this.#troubles.push({ route, trouble });
  }

  clearTroubles(): void {
    this.#troubles.length = 0;
  }

  /** Lets time pass, and all that falls due in it. */
  advance(ms: number): void {
    passUntil(this.world, this.world.nowMs + ms);
  }

  /** The payer puts this card into a page. @throws where it says no */
  pay(session: string, card: CardNumber = '4242424242424242'): void {
    payPage(this.world, session, card);
  }

  /** From now on a subscription's customer has this card. */
  changeCard(subscription: string, card: CardNumber): void {
    const one = need(this.world.subscriptions, subscription);
    one.default_payment_method = keepCard(this.world, one.customer, card);
  }

  /** The payer's bank takes the money back. */
  dispute(intent: string): void {
    const charged = need(this.world.charges, need(this.world.intents, intent).latest_charge);
    charged.disputed = true;
    const dispute = {
      id: this.world.id('dp'),
      object: 'dispute',
      charge: charged.id,
      payment_intent: intent,
      amount: charged.amount,
    };
    this.world.emit('charge.dispute.created', dispute);
  }

  /** Somebody deletes a customer in Stripe's dashboard. */
  deleteCustomer(id: string): void {
    this.world.customers.delete(id);
  }

  /** A day has passed: keys mean nothing any more. */
  forgetKeys(): void {
    this.#kept.clear();
  }

  /** From now on time here is that of the world, and what falls due is done then. @returns how it ends */
  followClock(everyMs = 200): () => void {
    const timer = setInterval(() => passUntil(this.world, Date.now()), everyMs);
    return () => clearInterval(timer);
  }

  /** How often a route was asked, repeats that were replayed not counted. */
  count(route: string): number {
    return this.calls.filter((call) => call.route === route && !call.replayed).length;
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const url = new URL(request.url ?? '/', 'http://localhost');
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const body = Buffer.concat(chunks).toString('utf8');
      if (url.pathname.startsWith('/v1/')) this.#call(request, response, url, body);
      else if (url.pathname.startsWith('/_control/')) await control(this, url.pathname, body, response);
      else this.#page(request, response, url, body);
    } catch (error) {
      response.writeHead(500, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ error: { type: 'api_error', message: String(error) } }));
    }
  }

  #page(request: IncomingMessage, response: ServerResponse, { pathname }: URL, body: string): void {
    const page = pageAt(this.world, pathname, request.method === 'POST' ? new URLSearchParams(body) : null);
    const headers = { 'content-type': 'text/html; charset=utf-8', ...(page?.location && { location: page.location }) };
    response.writeHead(page?.status ?? 404, headers).end(page?.html ?? '');
  }

  #call(request: IncomingMessage, response: ServerResponse, url: URL, body: string): void {
    const { method = '' } = request;
    const { route, id } = routeOf(method, url.pathname);
    const sent = request.headers['idempotency-key'];
    const key = typeof sent === 'string' ? sent : null;
    const at = this.#troubles.findIndex((one) => one.route.test(route));
    const own = at < 0 ? undefined : this.#troubles.splice(at, 1)[0]?.trouble;
    const trouble: Trouble | undefined = this.isAway ? { status: 503 } : own;
    if (trouble === 'refused') {
      request.socket.destroy();
      return;
    }
    if (trouble !== undefined && trouble !== 'lost') {
      this.calls.push({ route, key, status: trouble.status, replayed: false });
      response.writeHead(trouble.status, {
        'content-type': 'application/json',
        'stripe-should-retry': 'false',
        ...trouble.headers,
      });
      response.end(JSON.stringify({ error: { type: 'api_error', message: 'Trouble' } }));
      return;
    }
    const text = method === 'POST' ? body : url.search.slice(1) || body;
    const answer = this.#answer(request, { route, id, key, text, path: url.pathname });
    this.calls.push({ route, key, status: answer.status, replayed: answer.replayed });
    if (trouble === 'lost') {
      request.socket.destroy();
      return;
    }
    const replayed = answer.replayed ? { 'idempotent-replayed': 'true' } : {};
    response.writeHead(answer.status, {
      'content-type': 'application/json',
      'request-id': this.world.id('req'),
      ...replayed,
    });
    response.end(answer.body);
  }

  /** The same answer under the same key; another question under it is refused. */
  #answer(
    request: IncomingMessage,
    asked: { route: string; id: string; key: string | null; text: string; path: string },
  ): { status: number; body: string; replayed: boolean } {
    const fingerprint = createHash('sha256').update(`${asked.path}\n${asked.text}`).digest('hex');
    const before = asked.key === null ? undefined : this.#kept.get(asked.key);
    if (before && before.fingerprint === fingerprint) return { ...before, replayed: true };
    try {
      if (before) {
        this.wrong.push(`${asked.route}: another question under the key ${asked.key}`);
        const message = 'Keys for idempotent requests can only be used with the same parameters.';
        throw new Refusal(400, { type: 'idempotency_error', message });
      }
      const fields = readForm(asked.text);
      this.#check(request, asked, namesIn(fields));
      const found = ANSWERS[asked.route];
      if (!found) throw invalid(`Unrecognized request URL (${asked.route})`);
      const body = JSON.stringify(expanded(this.world, found(this.world, fields, asked.id), fields));
      return this.#keep(asked.key, { fingerprint, status: 200, body });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      // What was refused before it began is not kept.
      const kept = { fingerprint, status: error.status, body: JSON.stringify(error.body) };
      return before || error.status === 401 ? { ...kept, replayed: false } : this.#keep(asked.key, kept);
    }
  }

  #keep(key: string | null, kept: Kept): Kept & { replayed: false } {
    if (key !== null) this.#kept.set(key, kept);
    return { ...kept, replayed: false };
  }

  #check(
    { headers, method }: IncomingMessage,
    { route, key }: { route: string; key: string | null },
    names: string[],
  ): void {
    const complain = (what: string) => void this.wrong.push(`${route}: ${what}`);
    if (headers.authorization !== `Bearer ${this.#apiKey}`)
      throw new Refusal(401, { type: 'invalid_request_error', message: 'Invalid API Key provided' });
    if (headers['stripe-version'] !== VERSION) complain(`the version is ${String(headers['stripe-version'])}`);
    if (method === 'POST' && key === null) complain('no key');
    if (key !== null && key.length > 255) complain('the key is too long');
    for (const name of names) {
      if (KNOWN[route]?.has(name)) continue;
      complain(`the parameter ${name}`);
      throw invalid(`Received unknown parameter: ${name}`, 'parameter_unknown');
    }
  }
}
