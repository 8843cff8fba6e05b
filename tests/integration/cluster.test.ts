import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Demo } from '#scripts/run.ts';
import { clusterMember } from '../cluster-member.ts';
import { Client, until } from '../conformance/client.ts';
import { flowOf, post, set, stop, type TestFlow, wait } from '../conformance/flow-of.ts';
import { type Stub, startStub } from '../conformance/stub.ts';
import { type FreshDatabase, freshDatabase } from '../fresh-database.ts';
import { makeNamespace } from '../fresh-namespace.ts';
import type { Product } from '../running-product.ts';
import { secondPerson } from '../second-person.ts';

// API and workers as processes of their own over one PostgreSQL and one Temporal (docs/scaling.md).
const NAMESPACE = 'cluster';
const home = mkdtempSync(path.join(tmpdir(), 'trama-cluster-'));
let database: FreshDatabase;
let stub: Stub;
let apis: Client[];
let workers: Product[];

beforeAll(async () => {
  [database, stub] = await Promise.all([freshDatabase(), startStub(), makeNamespace(NAMESPACE)]);
  const first = await member('api', 'api-0');
  const others = await Promise.all([
    member('api', 'api-1'),
    member('worker', 'worker-0'),
    member('worker', 'worker-1'),
  ]);
  apis = [first, ...others].filter(({ role }) => role === 'api').map(({ client }) => client);
  workers = others.filter(({ role }) => role === 'worker').map(({ product }) => product);
});
afterAll(async () => {
  await Promise.all(members.map((one) => one.stop()));
  await database.drop();
  await stub.close();
  rmSync(home, { recursive: true, force: true });
});

const members: Product[] = [];
const demos: Demo[] = [];

async function member(role: 'api' | 'worker', name: string) {
  const product = await clusterMember({ role, folder: path.join(home, name), database, namespace: NAMESPACE });
  members.push(product);
  const demo = await product.start(undefined, '/healthz');
  demos.push(demo);
  return { role, product, client: new Client(demo) };
}

const apiAt = (n: number): Client => {
  const api = apis[n % apis.length];
  if (!api) throw new Error('no API runs');
  return api;
};

const hook = async (name: string, flow: TestFlow): Promise<string> => {
  await apiAt(0).deploy(flowOf({ ...flow, trigger: { type: 'webhook', config: { path: name, respond: 'atEnd' } } }));
  return name;
};

test('a caller hears the answer of a run that another process carried out, without waiting for a look', async () => {
  const name = await hook('soma', {
    nodes: { s: set({ n: '{{ trigger.data.n + 1 }}' }), r: { type: 'respond', config: { body: '{{ steps.s }}' } } },
    edges: 'trigger > s > r',
  });
  const times: number[] = [];
  for (let n = 0; n < 6; n++) {
    const began = Date.now();
    expect((await apiAt(n).hook(name, { n })).body).toEqual({ n: n + 1 });
    times.push(Date.now() - began);
  }
  expect(Math.min(...times)).toBeLessThan(400);
});

test('neither does it wait for the answer of a run that goes on', async () => {
  const name = await hook('segue', {
    nodes: { r: { type: 'respond', config: { body: '{{ trigger.data.n }}' } }, w: wait('PT20S') },
    edges: 'trigger > r > w',
  });
  const times: number[] = [];
  for (let n = 0; n < 6; n++) {
    const began = Date.now();
    expect((await apiAt(n).hook(name, { n })).body).toBe(n);
    times.push(Date.now() - began);
  }
  expect(Math.min(...times)).toBeLessThan(400);
});

/** Someone at a page: signed in at one of the processes, hearing who draws a flow. */
async function atPage(url: string, who: { email: string; password: string }) {
  const json = { 'content-type': 'application/json', origin: url };
  const { email, password } = who;
  const session = await fetch(`${url}/v1/session`, {
    ...{ method: 'POST', headers: json, body: JSON.stringify({ email, password }) },
  });
  expect(session.status).toBeLessThan(300);
  const cookie = (session.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  const call = async (method: string, route: string, body: object, headers: Record<string, string> = {}) => {
    const answer = await fetch(`${url}/v1${route}`, {
      ...{ method, headers: { ...json, cookie, ...headers }, body: JSON.stringify(body) },
    });
    return { status: answer.status, etag: answer.headers.get('etag') ?? '' };
  };
  const heard: { event: string; data: Record<string, unknown> }[] = [];
  const stop = new AbortController();
  const listen = async (flow: string): Promise<void> => {
    const stream = await fetch(`${url}/v1/flows/${flow}/stream`, { headers: { cookie }, signal: stop.signal });
    let text = '';
    for await (const piece of stream.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      const parts = (text + piece).split('\n\n');
      text = parts.pop() ?? '';
      for (const part of parts) {
        const [, event = ''] = /^event: ?(.*)$/m.exec(part) ?? [];
        const [, data] = /^data: ?(.*)$/m.exec(part) ?? [];
        if (data !== undefined) heard.push({ event, data: JSON.parse(data) });
      }
    }
  };
  return { call, heard, listen: (flow: string) => void listen(flow).catch(() => undefined), leave: () => stop.abort() };
}

test('two people at two processes see each other at once, and what each saves; none writes over the other', async () => {
  const [demo] = demos;
  if (!demo || apis.length < 2) throw new Error('no two APIs');
  const flow = await apiAt(0).create(flowOf({ nodes: { fim: stop(1) }, edges: 'trigger > fim' }));
  const ana = await secondPerson(database.urls.admin, demo.tenant, 'Ana');
  const [mine, hers] = [await atPage(apiAt(0).url, demo), await atPage(apiAt(1).url, ana)];
  for (const page of [mine, hers]) page.listen(flow.id);
  await until(async () => mine.heard.length >= 2 && hers.heard.length >= 2, 'both listen');

  const lastOf = (page: typeof mine, event: string) => page.heard.findLast((one) => one.event === event)?.data;
  const took: number[] = [];
  const soon = async (look: () => unknown, what: string) => {
    const began = Date.now();
    await until(async () => Boolean(look()), what);
    took.push(Date.now() - began);
  };
  const there = (page: typeof mine) =>
    ((lastOf(page, 'presence')?.editors ?? []) as { name: string; node: string | null; you: boolean }[]).map(
      ({ name, node, you }) => `${name} ${node} ${you}`,
    );
  await mine.call('POST', `/flows/${flow.id}/presence`, { client: 'p-mine', node: null });
  await hers.call('POST', `/flows/${flow.id}/presence`, { client: 'p-hers', node: 'fim' });
  await soon(() => there(mine).includes('Ana fim false'), 'she is seen where she is');
  await soon(() => there(hers).includes('Demo null false'), 'and sees who else is there');

  // Both begin at one revision: the first save counts, the second is told.
  const definition = flowOf({ nodes: { fim: stop(2) }, edges: 'trigger > fim' });
  const { etag } = await apiAt(0)
    .get(`/v1/flows/${flow.id}`)
    .then(({ headers }) => ({ etag: headers.get('etag') ?? '' }));
  const saves = await Promise.all(
    [mine, hers].map((page) => page.call('PUT', `/flows/${flow.id}/draft`, { definition }, { 'if-match': etag })),
  );
  expect(saves.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 412]);
  const winner = saves[0]?.status === 200 ? 'Demo' : 'Ana';
  const by = (page: typeof mine) => (lastOf(page, 'draft')?.by as { name: string; you: boolean } | null) ?? null;
  await soon(() => by(mine)?.name === winner && by(hers)?.name === winner, 'both hear who saved');
  expect([by(mine)?.you, by(hers)?.you]).toEqual([winner === 'Demo', winner === 'Ana']);

  await hers.call('POST', `/flows/${flow.id}/presence`, { client: 'p-hers', node: null, leaving: true });
  await soon(() => there(mine).join() === 'Demo null true', 'she is gone');
  // The look that needs nobody to tell comes each ten seconds: none of this waited for it.
  expect(Math.max(...took)).toBeLessThan(8_000);
  for (const page of [mine, hers]) page.leave();
});

test('a process of workers answers for its health alone', async () => {
  const { PORT } = workers[0]?.settings ?? {};
  const at = (where: string) => fetch(`http://127.0.0.1:${PORT}${where}`).then(({ status }) => status);
  expect(await Promise.all(['/healthz', '/metrics', '/v1/flows', '/hooks/demo/soma', '/'].map(at))).toEqual([
    200, 200, 404, 404, 404,
  ]);
});

test('a worker that is told to go lets short actions end, and its runs go on elsewhere', async () => {
  stub.on('/curto', { delayMs: 1_500 });
  const api = apiAt(0);
  const flow = await api.deploy(
    flowOf({ nodes: { h: post(`${stub.url}/curto`), fim: stop('{{ steps.h.status }}') }, edges: 'trigger > h > fim' }),
  );
  const runs = await Promise.all(Array.from({ length: 6 }, () => api.start(flow)));
  await until(async () => stub.hits('/curto').length >= 4, 'the calls are under way');
  await workers[0]?.stop();
  for (const run of runs) expect(await api.ended(run)).toMatchObject({ status: 'succeeded', output: 200 });
  expect(stub.hits('/curto').every(({ aborted }) => !aborted)).toBe(true);
  expect(stub.hits('/curto')).toHaveLength(6);
});

test('what waits for workers is told to whoever adds some, and a new one takes it', async () => {
  await Promise.all(workers.map((one) => one.stop()));
  const api = apiAt(0);
  const flow = await api.deploy(flowOf({ nodes: { fim: stop(1) }, edges: 'trigger > fim' }));
  const runs = await Promise.all(Array.from({ length: 20 }, () => api.start(flow)));
  const waiting = async () => {
    const text = await fetch(`${api.url}/metrics`).then((answer) => answer.text());
    return Number(/^trama_tasks_waiting\{type="workflow"\} (\d+)/m.exec(text)?.[1]);
  };
  await until(async () => (await waiting()) >= 20, 'the backlog is told');
  await member('worker', 'worker-2');
  for (const run of runs) expect(await api.ended(run)).toMatchObject({ status: 'succeeded' });
  await until(async () => (await waiting()) === 0, 'the backlog is gone');
});
