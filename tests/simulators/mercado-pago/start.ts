import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Answered, type Asked, notFound, refused } from './asked.ts';
import type { SimClock } from './clock.ts';
import { runDue } from './cycles.ts';
import { type Notice, postNotice, type Signing, signNotice } from './notices.ts';
import { checkoutDone, checkoutPage, controlDone, controlPage, type Shown } from './pages.ts';
import { createPayment, readPaymentOf, refundPayment, searchPayments, updatePayment } from './payments-api.ts';
import {
  createPreapproval,
  readInvoice,
  readPreapproval,
  searchInvoices,
  searchPreapprovals,
  updatePreapproval,
} from './subscriptions-api.ts';
import { newNumber, type SimRules, type World } from './world.ts';

/** A stand-in for Mercado Pago: its API, its page for payers, and a page that moves things (`/control`). */
export interface MercadoPagoSimulator {
  url: string;
  world: World;
  rules: SimRules;
  /** Time goes on by so much, and what becomes due on the way is done. */
  advance(ms: number): void;
  /** Tells every notice that was made since, as it is by default or as said. @returns the statuses of the answers */
  tellAll(signing?: Signing): Promise<number[]>;
  close(): Promise<void>;
}

export interface SimulatorSettings {
  clock: SimClock;
  /** 0: any free one. */
  port?: number;
  /** Where notices go; null: nowhere, the test takes them from `world.notices`. */
  notifyUrl?: string | null;
  /** Told as they are made, and again until they are taken; else only by `tellAll`. */
  tellsByItself?: boolean;
  signing?: Signing;
  rules?: Partial<SimRules>;
}

const TICK_MS = 100;
const AGAIN_MS = 1_000;

export const startMercadoPago = async (settings: SimulatorSettings): Promise<MercadoPagoSimulator> => {
  const { clock, notifyUrl = null, signing = { secret: null } } = settings;
  const server = createServer((request, response) => void answer(request, response));
  server.listen(settings.port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const ending = new AbortController();
  const world: World = {
    ...{ clock, url, preapprovals: new Map(), invoices: new Map(), payments: new Map(), answers: new Map() },
    ...{ calls: [], violations: [], notices: [] },
    rules: {
      ...{ accessToken: 'APP_USR-test', failsWith: null, troubles: [], delayMs: 0, firstChargeAfterMs: 0 },
      ...{ searchLagMs: 0, ...settings.rules },
    },
    tell: (topic, action, about) => {
      const notice: Notice = { id: newNumber(110_000_000_000), topic, action, about, atMs: clock.now() };
      world.notices.push(notice);
      if (settings.tellsByItself && notifyUrl !== null) void tellUntilTaken(notice, notifyUrl);
    },
  };

  const tellUntilTaken = async (notice: Notice, to: string): Promise<void> => {
    while (!ending.signal.aborted) {
      const status = await postNotice(to, signNotice(notice, signing));
      if (status >= 200 && status < 300) return;
      await sleep(AGAIN_MS, undefined, { signal: ending.signal }).catch(() => undefined);
    }
  };

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    let text = '';
    for await (const part of request) text += String(part);
    const { pathname, searchParams } = new URL(request.url ?? '/', url);
    const shown = shownBy(world, request.method ?? 'GET', pathname, searchParams, text);
    if (shown) return show(response, shown);
    await sleep(world.rules.delayMs);
    const key = request.headers['x-idempotency-key'];
    const asked: Asked = {
      ...{ method: request.method ?? 'GET', path: pathname, query: searchParams },
      body: text === '' ? undefined : JSON.parse(text),
      idempotencyKey: typeof key === 'string' ? key : null,
    };
    const trouble = asked.method === 'GET' ? undefined : world.rules.troubles.shift();
    const { status, body } = called(world, asked, request.headers.authorization, trouble);
    const { method, path, idempotencyKey } = asked;
    world.calls.push({
      method,
      path,
      query: Object.fromEntries(searchParams),
      idempotencyKey,
      body: asked.body,
      status,
    });
    if (trouble === 'lost') return void response.destroy();
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };

  const ticking = settings.tellsByItself ? setInterval(() => runDue(world, clock.now()), TICK_MS) : undefined;
  return {
    ...{ url, world, rules: world.rules },
    advance: (ms) => {
      const until = clock.now() + ms;
      runDue(world, until);
      clock.moveTo(until);
    },
    tellAll: async (as = signing) => {
      const told = world.notices.splice(0);
      return Promise.all(told.map((notice) => postNotice(notifyUrl ?? '', signNotice(notice, as))));
    },
    close: async () => {
      ending.abort();
      clearInterval(ticking);
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
};

const show = (response: ServerResponse, shown: Shown): void => {
  if ('location' in shown) response.writeHead(303, { location: shown.location }).end();
  else response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(shown.html);
};

const shownBy = (world: World, method: string, path: string, query: URLSearchParams, text: string): Shown | null => {
  if (path === '/subscriptions/checkout')
    return method === 'POST'
      ? checkoutDone(world, new URLSearchParams(text))
      : checkoutPage(world, query.get('preapproval_id') ?? '');
  if (!path.startsWith('/control')) return null;
  if (method === 'POST') controlDone(world, path, new URLSearchParams(text));
  return method === 'POST' ? { location: '/control' } : controlPage(world);
};

const called = (
  world: World,
  asked: Asked,
  authorization: string | undefined,
  trouble: SimRules['troubles'][number] | undefined,
): Answered => {
  const { rules } = world;
  const failing = rules.failsWith ?? (trouble === 'lost' ? null : trouble);
  if (failing != null) return refused(failing, 'internal_error', 'as the test wants it');
  if (authorization !== `Bearer ${rules.accessToken}`) return refused(401, 'unauthorized', 'invalid access token');
  const [, root, id, more] =
    /^(\/preapproval|\/authorized_payments|\/v1\/payments)(?:\/([^/]+))?(?:\/([^/]+))?$/.exec(asked.path) ?? [];
  const does =
    root === undefined ? undefined : ROUTES[`${asked.method} ${root}${routeOf(id)}${more ? `/${more}` : ''}`];
  return does ? does(world, asked, id ?? '') : notFound();
};

const routeOf = (id: string | undefined): string => {
  if (id === undefined) return '';
  return id === 'search' ? '/search' : '/:id';
};

const ROUTES: Readonly<Record<string, (world: World, asked: Asked, id: string) => Answered>> = {
  'POST /preapproval': createPreapproval,
  'GET /preapproval/search': (world, { query }) => searchPreapprovals(world, query),
  'GET /preapproval/:id': (world, _, id) => readPreapproval(world, id),
  'PUT /preapproval/:id': updatePreapproval,
  'GET /authorized_payments/search': (world, { query }) => searchInvoices(world, query),
  'GET /authorized_payments/:id': (world, _, id) => readInvoice(world, Number(id)),
  'POST /v1/payments': createPayment,
  'GET /v1/payments/search': (world, { query }) => searchPayments(world, query),
  'GET /v1/payments/:id': (world, _, id) => readPaymentOf(world, Number(id)),
  'PUT /v1/payments/:id': (world, asked, id) => updatePayment(world, asked, Number(id)),
  'POST /v1/payments/:id/refunds': (world, asked, id) => refundPayment(world, asked, Number(id)),
};
