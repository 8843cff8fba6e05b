import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Connection, Client as TemporalClient } from '@temporalio/client';
import proto from '@temporalio/proto';
import pg from 'pg';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { freePort } from '#scripts/embedded/ports.ts';
import { Client } from '../conformance/client.ts';
import { flowOf, get, once, post, stop, type TestNode } from '../conformance/flow-of.ts';
import { type FreshDatabase, freshDatabase } from '../fresh-database.ts';
import { makeNamespace } from '../fresh-namespace.ts';
import { Product } from '../running-product.ts';
import { type EchoServer, startEchoServer } from '../simulators/echo-server.ts';

// Secrets that nobody could mistake are planted in every kind of place, used, sent back, refused. Then everything that the
// product wrote or says is searched for them (docs/secrets.md).
const canaries = new Map<string, string>();
const canary = (kind: string): string => {
  const value = `CANARY-${kind}-${randomBytes(12).toString('hex')}`;
  canaries.set(kind, value);
  return value;
};

/** A secret as it may stand in a text: as it is, as part of something in base64 (at any of three places), or in hex. */
const formsOf = (secret: string): string[] => [
  secret,
  encodeURIComponent(secret),
  Buffer.from(secret).toString('hex'),
  ...['', 'a', 'aa'].map((before) =>
    Buffer.from(before + secret)
      .toString('base64')
      .replace(/=+$/, '')
      .slice(before.length === 0 ? 0 : 4, -4),
  ),
];

const found: string[] = [];
/** Notes what of the canaries stands there. */
const search = (where: string, text: string, but: readonly string[] = []): void => {
  for (const [kind, secret] of canaries) {
    if (but.includes(kind)) continue;
    const form = formsOf(secret).find((one) => text.includes(one));
    if (form)
      found.push(`${where}: ${kind} …${text.slice(Math.max(0, text.indexOf(form) - 120), text.indexOf(form) + 60)}`);
  }
};

const NAMESPACE = 'canary';
const home = mkdtempSync(path.join(tmpdir(), 'trama-canary-'));
const OPERATOR = canary('operator');
let database: FreshDatabase;
let echo: EchoServer;
let product: Product;
let api: Client;
/** What paths of the API are about. */
const ids: Record<string, string> = {};

beforeAll(async () => {
  [database, echo] = await Promise.all([
    freshDatabase(),
    startEchoServer(canary('access-token')),
    makeNamespace(NAMESPACE),
  ]);
  product = new Product(path.join(home, 'data'), {
    PORT: String(await freePort()),
    DATABASE_URL: database.urls.owner,
    DATABASE_APP_URL: database.urls.app,
    DATABASE_ADMIN_URL: database.urls.admin,
    TEMPORAL_ADDRESS: inject('temporalAddress'),
    TEMPORAL_NAMESPACE: NAMESPACE,
    TRAMA_SECRET: canary('master-secret'),
    TRAMA_SECRET_PREVIOUS: canary('former-master-secret'),
    TRAMA_OPERATOR_TOKEN: OPERATOR,
    TRAMA_ALLOW_PRIVATE_HOSTS: '127.0.0.1',
    TELEGRAM_API_ROOT: `http://${echo.host}`,
    AI_HELP_BASE_URL: `http://${echo.host}/ai`,
    AI_HELP_KEY: canary('ai-help-key'),
    AI_HELP_MODEL: 'm',
    LOG_LEVEL: 'trace',
  });
  const demo = await product.start();
  api = new Client(demo);
  canaries.set('demo-password', demo.password);
  canaries.set('demo-key', demo.apiKey);
}, 120_000);
afterAll(async () => {
  await product?.stop();
  await database?.drop();
  await echo?.close();
  rmSync(home, { recursive: true, force: true });
});

const connect = async (name: string, fields: Record<string, unknown>): Promise<string> => {
  const { id } = await api.made('POST', '/v1/connections', { name, ...fields });
  ids.connection = id;
  return name;
};

/** Every kind of connection, with a secret in each of its secret fields. */
const plant = async () => {
  const http = { connector: 'http', hosts: [echo.host] };
  const oauth = { auth: 'oauth2', tokenUrl: `http://${echo.host}/token`, clientId: 'loja' };
  const hosts = await Promise.all([
    connect('bearer', { ...http, auth: 'bearer', token: canary('bearer') }),
    connect('basic', { ...http, auth: 'basic', username: 'ana', password: canary('basic-password') }),
    connect('header', { ...http, auth: 'header', header: 'X-Key', value: canary('header-value') }),
    connect('oauth', {
      ...{ ...http, ...oauth, grant: 'refresh_token' },
      ...{ clientSecret: canary('client-secret'), refreshToken: canary('refresh-token') },
    }),
  ]);
  await connect('ai', {
    ...{ connector: 'ai', provider: 'compatible', model: 'm', structured: 'prompt' },
    ...{ baseUrl: `http://${echo.host}/ai`, apiKey: canary('ai-key') },
  });
  await connect('telegram', { connector: 'telegram', token: `123456:${canary('telegram-token')}` });
  const smtp = { connector: 'smtp', host: '127.0.0.1', port: await freePort(), from: 'a@example.com' };
  await connect('smtp', { ...smtp, user: 'ana', password: canary('smtp-password') });
  await connect('sign', { connector: 'secret', secret: canary('signing-secret') });
  await connect('hook', { connector: 'webhook', secret: canary('webhook-secret'), header: 'X-Hook' });
  const key = await api.made('POST', '/v1/api-keys', { name: 'k', scopes: ['runs:read'] });
  canaries.set('api-key', key.key);
  ids.key = key.id;
  const endpoint = await api.post('/v1/webhook-endpoints', {
    url: `http://${echo.host}/fail`,
    eventTypes: ['run.failed'],
  });
  if (endpoint.status === 201) canaries.set('endpoint-secret', String(endpoint.body.secret ?? canary('endpoint')));
  return hosts;
};

/** Flows that use all of it: it goes well, it fails, it takes too long, it comes back. */
const use = async (signing: readonly string[]) => {
  const base = `http://${echo.host}`;
  const short = { timeout: 'PT1S', ...once };
  const nodes: [string, TestNode][] = signing.flatMap((connection): [string, TestNode][] => [
    [`${connection}_echo`, post(`${base}/echo?of=${connection}`, { a: 1 }, { connection })],
    [`${connection}_fail`, get(`${base}/fail`, { connection, ...once })],
    [`${connection}_slow`, get(`${base}/slow`, { connection, ...short })],
  ]);
  const text = { prompt: 'Olá' };
  nodes.push(
    ['ai', { type: 'ai.generate', connection: 'ai', config: text, ...once }],
    [
      'mail',
      { type: 'email.send', connection: 'smtp', config: { to: 'b@example.com', subject: 's', text: 't' }, ...short },
    ],
    ['sign', { type: 'crypto.sign', connection: 'sign', config: { payload: 'x' }, ...once }],
    ['tg', { type: 'message.send', connection: 'telegram', config: { to: '42', text: 'x' }, ...short }],
  );
  // Each by itself: a node that fails ends its own run alone.
  const runs = await Promise.all(
    nodes.map(async ([id, node]) => {
      const flow = flowOf({ name: id, nodes: { n: node, fim: stop('{{ steps.n }}') }, edges: 'trigger > n > fim' });
      const made = await api.create(flow);
      ids.flow = made.id;
      const published = await api.post(`/v1/flows/${made.id}/publish`);
      expect(published.status, `${id} ${published.text.slice(0, 600)}`).toBe(200);
      return api.start(made.id);
    }),
  );
  for (const run of runs) await api.ended(run);
  return runs;
};

const knock = async () => {
  const trigger = { type: 'webhook', config: { path: 'in', auth: { type: 'header', connection: 'hook' } } };
  await api.deploy(flowOf({ trigger, nodes: { fim: stop('{{ trigger.headers }}') }, edges: 'trigger > fim' }));
  const right = { 'x-hook': canaries.get('webhook-secret') ?? '', authorization: `Bearer ${canary('sent-header')}` };
  expect((await api.hook('in', { a: 1 }, { ...right, cookie: `s=${canary('sent-cookie')}` })).status).toBeLessThan(300);
  expect((await api.hook('in', { a: 1 }, { 'x-hook': canary('wrong-hook-secret') })).status).toBe(401);
  await api.call('GET', '/v1/runs', undefined, { authorization: `Bearer trm_${canary('wrong-key')}` });
  await api.call('GET', `/v1/runs?token=${canary('query-token')}`);
  await api.call('GET', `/v1/nowhere?access_token=${canary('query-nowhere')}`);
  await api.post('/v1/session', { email: 'ana@example.com', password: canary('wrong-password') });
  for (const name of ['bearer', 'ai', 'smtp', 'telegram', 'oauth']) {
    const { data } = await api.made('GET', '/v1/connections?limit=100');
    const { id } = data.find((one: { name: string }) => one.name === name);
    await api.post(`/v1/connections/${id}/test`);
  }
  const config = { method: 'GET', url: `http://${echo.host}/echo` };
  await api.post('/v1/node-types/http.request/test', { config, connection: 'header' });
};

/** Every GET of the API that can be made with what is there, pages of operators, metrics, and pages of errors. */
const readEverything = async (runs: readonly string[]) => {
  const { paths } = await api.made('GET', '/v1/openapi.json');
  const params = (at: string) => [...at.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '');
  for (const [at, verbs] of Object.entries(paths as Record<string, object>)) {
    if (!('get' in verbs) || params(at).some((name) => name !== 'run' && !ids[name]) || /session$/.test(at)) continue;
    for (const run of params(at).includes('run') ? runs : ['']) {
      const filled = at.replaceAll(/\{(\w+)\}/g, (_, name: string) => (name === 'run' ? run : (ids[name] ?? '')));
      const address = `${api.url}${filled.startsWith('/v1') ? '' : '/v1'}${filled}`;
      const signal = AbortSignal.timeout(/stream|listening/.test(at) ? 700 : 10_000);
      const headers = { authorization: `Bearer ${api.key}` };
      let text = '';
      try {
        const answer = await fetch(address, { headers, signal });
        for await (const chunk of answer.body ?? []) text += Buffer.from(chunk).toString();
      } catch {
        // A stream has no end of its own.
      }
      search(`GET ${at}`, text);
    }
  }
  for (const [at, headers] of [
    ['/metrics', {}],
    ['/nowhere', { authorization: `Bearer ${api.key}` }],
    ['/operator/keys', { authorization: `Bearer ${OPERATOR}` }],
  ] as const)
    search(at, await (await fetch(api.url + at, { headers })).text());
};

const everyRow = async () => {
  const url = new URL(inject('templateDatabase').superuser);
  url.pathname = new URL(database.urls.owner).pathname;
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  const { rows } = await client.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema')`,
  );
  expect(rows.length).toBeGreaterThan(40);
  for (const { name } of rows) {
    const kept = await client.query<{ row: string }>(`select t::text as row from ${name} t`);
    search(name, kept.rows.map(({ row }) => row).join('\n'));
  }
  await client.end();
};

/** As they are kept, and as operators read them. */
const everyHistory = async () => {
  const connection = await Connection.connect({ address: inject('temporalAddress') });
  const client = new TemporalClient({ connection, namespace: NAMESPACE });
  let closed = 0;
  for await (const { workflowId } of client.workflow.list()) {
    const history = await client.workflow.getHandle(workflowId).fetchHistory();
    const bytes = Buffer.from(proto.temporal.api.history.v1.History.encode(history).finish());
    search(`history of ${workflowId}`, bytes.toString('latin1'));
    const payloads: { metadata: Record<string, string>; data: string }[] = [];
    JSON.stringify(history, (_key, value: unknown) => {
      const one = value as { metadata?: Record<string, Uint8Array>; data?: Uint8Array } | null;
      if (one?.metadata?.encoding && one.data) {
        const text = (part: Uint8Array) => Buffer.from(part).toString('base64');
        const metadata = Object.fromEntries(Object.entries(one.metadata).map(([name, part]) => [name, text(part)]));
        payloads.push({ metadata, data: text(one.data) });
      }
      return value;
    });
    const answer = await fetch(`${api.url}/codec/decode`, {
      method: 'POST',
      headers: { authorization: `Bearer ${OPERATOR}`, 'content-type': 'application/json' },
      body: JSON.stringify({ payloads }),
    });
    expect(answer.status).toBe(200);
    const opened = (await answer.json()) as { payloads: { data: string }[] };
    for (const { data } of opened.payloads)
      search(`opened history of ${workflowId}`, Buffer.from(data, 'base64').toString());
    closed += opened.payloads.length;
  }
  expect(closed).toBeGreaterThan(50);
  await connection.close();
};

test('no secret that was planted stands in a log, a table, a history, an answer or a page, whatever became of it', async () => {
  const runs = await use(await plant());
  await knock();
  // They were sent where they belong: else nothing would be shown by their absence.
  const heard = echo.heard.join('\n');
  for (const kind of ['bearer', 'basic-password', 'header-value', 'refresh-token', 'access-token', 'ai-key'])
    expect(
      formsOf(canaries.get(kind) ?? '').some((form) => heard.includes(form)),
      kind,
    ).toBe(true);
  await readEverything(runs);
  await everyRow();
  await everyHistory();
  await product.stop();
  // Who starts a demo is told how to sign in to it, at the terminal.
  search('log', product.log, ['demo-password', 'demo-key']);
  expect(product.log).toContain('"msg":"request"');
  expect(found).toEqual([]);
}, 120_000);
