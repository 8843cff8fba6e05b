import { expect } from 'vitest';
import { demo, unique } from './client.ts';
import { flowOf, post, set, stop, waitFor } from './flow-of.ts';
import { test } from './stub.ts';

const byValue = (a: unknown, b: unknown): number => Number(a) - Number(b);

const api = demo();
const small = flowOf({ nodes: { fim: stop('{{ trigger.data.n }}') }, edges: 'trigger > fim' });
const key = (text = unique('chave')) => ({ 'idempotency-key': text });

test('the same key and body give the first answer again, and one run', async () => {
  const flow = await api.deploy(small);
  const mine = key();
  const [first, again] = [
    await api.post(`/v1/flows/${flow}/runs`, { data: { n: 1 } }, mine),
    await api.post(`/v1/flows/${flow}/runs`, { data: { n: 1 } }, mine),
  ];
  expect(first.headers.get('idempotency-replayed')).toBeNull();
  expect([again.status, again.headers.get('idempotency-replayed')]).toEqual([first.status, 'true']);
  expect(again.body).toEqual(first.body);
  expect(again.headers.get('location')).toBe(first.headers.get('location'));
  expect((await api.runsOf(flow)).length).toBe(1);
});

test('the same key with another body is 422, and starts nothing', async () => {
  const flow = await api.deploy(small);
  const mine = key();
  await api.post(`/v1/flows/${flow}/runs`, { data: { n: 1 } }, mine);
  const other = await api.post(`/v1/flows/${flow}/runs`, { data: { n: 2 } }, mine);
  expect([other.status, other.body.code]).toEqual([422, 'idempotency_mismatch']);
  expect((await api.runsOf(flow)).length).toBe(1);
});

test('a key is of one address: elsewhere it is another', async () => {
  const [one, two] = [await api.deploy(small), await api.deploy(small)];
  const mine = key();
  const runs = await Promise.all([one, two].map((flow) => api.post(`/v1/flows/${flow}/runs`, { data: {} }, mine)));
  for (const run of runs) expect([202, 422]).toContain(run.status);
});

test('of ten twins at once one run comes; each gets its answer, or 409 with Retry-After', async () => {
  const flow = await api.deploy(small);
  const mine = key();
  const answers = await Promise.all(
    Array.from({ length: 10 }, () => api.post(`/v1/flows/${flow}/runs`, { data: { n: 1 } }, mine)),
  );
  const ids = new Set<string>();
  for (const one of answers) {
    if (one.status === 202) ids.add(one.body.id);
    else {
      expect([one.status, one.body.code]).toEqual([409, 'idempotency_in_progress']);
      expect(one.headers.get('retry-after')).toBe('1');
    }
  }
  expect(ids.size).toBe(1);
  expect((await api.runsOf(flow)).length).toBe(1);
});

test('a twin of a call that waits (Prefer) is told so, or gets the same run', async () => {
  const flow = await api.deploy(flowOf({ nodes: { e: waitFor('vai'), fim: stop(1) }, edges: 'trigger > e.ok > fim' }));
  const mine = { ...key(), prefer: 'wait=3' };
  const [one, two] = await Promise.all([1, 2].map(() => api.post(`/v1/flows/${flow}/runs`, { data: {} }, mine)));
  expect([one?.status, two?.status].toSorted(byValue)).toEqual(one?.status === two?.status ? [202, 202] : [202, 409]);
  expect((await api.runsOf(flow)).length).toBe(1);
});

test('a refused call is replayed as well, or may be tried again once it is right', async () => {
  const flow = await api.create(small);
  const mine = key();
  expect((await api.post(`/v1/flows/${flow.id}/runs`, { data: {} }, mine)).status).toBe(409);
  await api.post(`/v1/flows/${flow.id}/publish`);
  expect([202, 409]).toContain((await api.post(`/v1/flows/${flow.id}/runs`, { data: {} }, mine)).status);
});

test('flows, publications, events, connections and retries are made once a key', async () => {
  const mine = key();
  const name = unique('uma');
  const make = () => api.post('/v1/flows', { definition: { ...small, name } }, mine);
  const [first, second] = [await make(), await make()];
  expect([second.status, second.body.id]).toEqual([first.status, first.body.id]);
  const { id } = first.body;
  const published = await api.post(`/v1/flows/${id}/publish`, { note: 'a' }, mine);
  const replay = await api.post(`/v1/flows/${id}/publish`, { note: 'a' }, mine);
  expect([published.body.version, replay.body.version]).toEqual([1, 1]);
  const run = await api.through(id, { n: 2 });
  const retries = [
    await api.post(`/v1/runs/${run.id}/retry`, {}, mine),
    await api.post(`/v1/runs/${run.id}/retry`, {}, mine),
  ];
  expect(retries[0]?.body.id).toBe(retries[1]?.body.id);
  const connection = { connector: 'secret', name: unique('s'), secret: 'x' };
  const made = [
    await api.post('/v1/connections', connection, mine),
    await api.post('/v1/connections', connection, mine),
  ];
  expect(made.map((answer) => answer.status)).toEqual([201, 201]);
  expect(made[0]?.body.id).toBe(made[1]?.body.id);
});

test('an API key is made once a key, and its text is the same in both answers and works', async () => {
  const ask = { name: unique('chave'), scopes: ['runs:read'] };
  const mine = key();
  const [first, again] = [await api.post('/v1/api-keys', ask, mine), await api.post('/v1/api-keys', ask, mine)];
  expect([first.status, again.status, again.headers.get('idempotency-replayed')]).toEqual([201, 201, 'true']);
  expect(again.body).toEqual(first.body);
  const { data } = await api.made('GET', '/v1/api-keys?limit=100');
  expect(data.filter((one: { name: string }) => one.name === ask.name).length).toBe(1);
  expect((await api.get('/v1/runs', { authorization: `Bearer ${again.body.key}` })).status).toBe(200);
  expect((await api.post('/v1/api-keys', { ...ask, name: 'outra' }, mine)).body.code).toBe('idempotency_mismatch');
});

test('a key that cannot be one is 400', async () => {
  const flow = await api.deploy(small);
  expect((await api.post(`/v1/flows/${flow}/runs`, {}, key('x'.repeat(300)))).status).toBe(400);
});

test('the keys of actions differ between runs and nodes, and hold over attempts', async ({ stub }) => {
  stub.on('/a', { first: { times: 2, status: 503 } });
  const flow = await api.deploy(
    flowOf({
      nodes: {
        a: post(`${stub.url}/a`, {}, { retry: { initialInterval: 'PT0.1S' } }),
        b: post(`${stub.url}/b`),
        cada: { type: 'forEach', config: { items: '{{ [1, 2] }}' } },
        c: post(`${stub.url}/c`, {}, { parent: 'cada' }),
      },
      edges: 'trigger > a > b > cada, cada.each > c',
    }),
  );
  await api.through(flow);
  await api.through(flow);
  const keys = (path: string) => stub.hits(path).map((hit) => hit.headers['idempotency-key']);
  expect(new Set(keys('/a').slice(0, 3)).size).toBe(1);
  expect(keys('/a').length).toBe(4);
  expect(new Set([...keys('/a'), ...keys('/b'), ...keys('/c')]).size).toBe(2 + 2 + 4);
});

test('Idempotency-Key goes with POST, PUT, PATCH and DELETE, unless the config sets it', async ({ stub }) => {
  const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];
  const nodes = Object.fromEntries(
    methods.map((method) => [
      `n${method.toLowerCase()}`,
      { type: 'http.request', config: { method, url: `${stub.url}/${method}` } },
    ]),
  );
  const edges = methods.map((method) => `trigger > n${method.toLowerCase()}`).join(', ');
  const own = {
    type: 'http.request',
    config: { method: 'POST', url: `${stub.url}/own`, headers: { 'idempotency-key': 'meu' } },
  };
  await api.runOnce(flowOf({ nodes: { ...nodes, own, s: set({}) }, edges: `${edges}, trigger > own, trigger > s` }));
  const sent = (path: string) => stub.hits(path)[0]?.headers['idempotency-key'];
  expect(methods.map((method) => sent(`/${method}`) !== undefined)).toEqual([false, false, true, true, true, true]);
  expect(sent('/own')).toBe('meu');
});
