import { beforeAll, expect } from 'vitest';
import { sleep } from '#scripts/embedded/processes.ts';
import { demo, send, unique, until } from './client.ts';
import { flowOf, stop, waitFor } from './flow-of.ts';
import { type Neighbour, secondTenant } from './second-tenant.ts';
import { test } from './stub.ts';

const api = demo();
let other: Neighbour;
beforeAll(async () => {
  other = await secondTenant(['flows:read', 'runs:read']);
});

test('nothing of another tenant is there: each id is 404, whatever is asked of it', async () => {
  const flow = await api.deploy(
    flowOf({ nodes: { ok: { type: 'approval', config: { title: 'x' } } }, edges: 'trigger > ok' }),
  );
  const { slug } = (await api.get(`/v1/flows/${flow}`)).body;
  const run = await api.start(flow);
  const approval = await until(async () => (await api.made('GET', `/v1/approvals?run=${run}`)).data[0], 'the approval');
  const connection = await api.made('POST', '/v1/connections', { connector: 'secret', name: unique('s'), secret: 'x' });
  const table = await api.made('POST', '/v1/data-tables', {
    name: unique('tabela'),
    columns: [{ name: 'a', type: 'text', unique: true }],
  });
  const row = (await api.made('POST', `/v1/data-tables/${table.id}/rows`, { values: { a: 'x' } })).rows[0].id;
  const made = await api.made('POST', '/v1/api-keys', { name: 'x', scopes: ['runs:read'] });
  const definition = flowOf({ nodes: { fim: stop(1) }, edges: 'trigger > fim' });
  const calls: [string, string, unknown?][] = [
    ...[flow, slug].flatMap((id): [string, string, unknown?][] => [
      ['GET', `/v1/flows/${id}`],
      ['PUT', `/v1/flows/${id}/draft`, { definition }],
      ['DELETE', `/v1/flows/${id}`],
      ['POST', `/v1/flows/${id}/publish`, {}],
      ['POST', `/v1/flows/${id}/rollback`, { version: 1 }],
      ['POST', `/v1/flows/${id}/runs`, { data: {} }],
      ['GET', `/v1/flows/${id}/schedule`],
      ['POST', `/v1/flows/${id}/schedule/pause`],
      ['POST', `/v1/flows/${id}/schedule/resume`],
      ['GET', `/v1/flows/${id}/versions`],
      ['GET', `/v1/flows/${id}/versions/1`],
      ['GET', `/v1/flows/${id}/diff?from=1`],
      ['GET', `/v1/flows/${id}/code`],
      ['GET', `/v1/runs/stream?flow=${id}`],
    ]),
    ...['', '/trace', '/stream', '/steps/1/output'].map((part): [string, string] => ['GET', `/v1/runs/${run}${part}`]),
    ...['cancel', 'retry', 'pause', 'resume'].map((part): [string, string, unknown] => [
      'POST',
      `/v1/runs/${run}/${part}`,
      {},
    ]),
    ['POST', `/v1/runs/${run}/events`, { name: 'x', data: {} }],
    ['GET', `/v1/approvals/${approval.id}`],
    ['POST', `/v1/approvals/${approval.id}`, { decision: 'approved' }],
    ['GET', `/v1/connections/${connection.id}`],
    ['PATCH', `/v1/connections/${connection.id}`, { name: 'minha' }],
    ['DELETE', `/v1/connections/${connection.id}`],
    ['POST', `/v1/connections/${connection.id}/test`, {}],
    ...[table.id, table.name].flatMap((id): [string, string, unknown?][] => [
      ['GET', `/v1/data-tables/${id}`],
      ['PATCH', `/v1/data-tables/${id}`, { description: 'minha' }],
      ['DELETE', `/v1/data-tables/${id}`],
      ['GET', `/v1/data-tables/${id}/export`],
      ['GET', `/v1/data-tables/${id}/rows`],
      ['POST', `/v1/data-tables/${id}/rows`, { values: { a: 'y' } }],
      ['POST', `/v1/data-tables/${id}/rows/delete`, { ids: [row] }],
      ['GET', `/v1/data-tables/${id}/rows/${row}`],
      ['PATCH', `/v1/data-tables/${id}/rows/${row}`, { values: { a: 'y' } }],
      ['DELETE', `/v1/data-tables/${id}/rows/${row}`],
    ]),
    ['DELETE', `/v1/api-keys/${made.id}`],
  ];
  for (const [method, path, body] of calls) {
    const answer = await other.client.call(method, path, body);
    expect([method, path, answer.status]).toEqual([method, path, 404]);
    expect(answer.body.code).toBe('not_found');
  }
  expect((await api.run(run)).status).toBe('waiting');
  expect((await api.get(`/v1/connections/${connection.id}`)).body.name).toBe(connection.name);
  await api.post(`/v1/runs/${run}/cancel`);
});

test('its lists are its own', async () => {
  for (const path of ['flows', 'runs', 'approvals', 'connections', 'data-tables', 'conversations'])
    for (const one of (await other.client.made('GET', `/v1/${path}?limit=100`)).data)
      expect((await api.get(`/v1/${path}/${one.id}`)).status).toBe(404);
  const mine = await api.deploy(flowOf({ nodes: { fim: stop(1) }, edges: 'trigger > fim' }));
  expect((await other.client.made('GET', `/v1/runs?flow=${mine}`)).data).toEqual([]);
  const none = await other.client.post('/v1/runs/bulk', { filter: { flow: mine }, action: 'cancel' });
  expect([none.status, none.body.matched]).toEqual([202, 0]);
});

test("events, keys, stores, paths and idempotency keys of one are not the other's", async () => {
  const name = unique('pago');
  const doc = flowOf({
    nodes: {
      n: { type: 'store.add', config: { key: 'contador', by: 1 } },
      e: waitFor(name),
      fim: stop('{{ steps.n.value }}'),
    },
    edges: 'trigger > n > e.ok > fim',
    settings: { key: 'mesma', whenBusy: 'skip' },
  });
  const [a, b] = [await api.deploy(doc), await other.client.deploy(doc)];
  const runs = [
    await api.post(`/v1/flows/${a}/runs`, {}, { 'idempotency-key': name }),
    await other.client.post(`/v1/flows/${b}/runs`, {}, { 'idempotency-key': name }),
  ];
  expect(runs.map((run) => run.body.status)).toEqual(['running', 'running']);
  const [mine, theirs] = runs.map((run) => run.body.runId);
  await Promise.all([api.waiting(mine), other.client.waiting(theirs)]);
  await api.publishEvent(name, {}, { id: 'e1' });
  await api.ended(mine);
  await sleep(300);
  expect((await other.client.run(theirs)).status).toBe('waiting');
  await other.client.publishEvent(name, {}, { id: 'e1' });
  expect((await other.client.ended(theirs)).output).toBe(1);
  const path = unique('mesmo');
  const hook = (v: string) =>
    flowOf({
      trigger: { type: 'webhook', config: { path, respond: 'atEnd' } },
      nodes: { fim: stop(v) },
      edges: 'trigger > fim',
    });
  await api.deploy(hook('meu'));
  await other.client.deploy(hook('dele'));
  expect([(await api.hook(path)).body, (await other.client.hook(path)).body]).toEqual(['meu', 'dele']);
});

test('a connection or a flow of another tenant cannot be named', async () => {
  const connection = await api.made('POST', '/v1/connections', {
    connector: 'http',
    name: unique('c'),
    auth: 'bearer',
    token: 't',
    hosts: ['127.0.0.1'],
  });
  const named = flowOf({
    nodes: {
      h: { type: 'http.request', config: { method: 'GET', url: 'http://127.0.0.1:1' }, connection: connection.id },
    },
    edges: 'trigger > h',
  });
  expect((await other.client.create(named)).problems).toMatchObject([{ code: 'missing_connection' }]);
  const mine = await api.deploy(flowOf({ nodes: { fim: stop('segredo') }, edges: 'trigger > fim' }));
  const run = await other.client.runOnce(
    flowOf({ nodes: { f: { type: 'flow', config: { flow: mine } } }, edges: 'trigger > f' }),
  );
  expect([run.status, await api.runsOf(mine)]).toEqual(['failed', []]);
});

test('a header that names another tenant is 403; the own one may be said', async () => {
  for (const header of ['x-tenant', 'x-tenant-id', 'x-trama-tenant', 'tenant'])
    for (const value of [other.client.tenant, other.tenantId, 'ninguem']) {
      const answer = await api.get('/v1/flows', { [header]: value });
      expect([header, answer.status, answer.body.code]).toEqual([header, 403, 'forbidden']);
    }
  expect((await api.get('/v1/flows', { 'x-tenant-id': 'demo' })).status).toBe(200);
});

test('a body cannot choose a tenant', async () => {
  const answer = await other.client.post('/v1/flows', {
    tenantId: 'demo',
    tenant_id: 'demo',
    definition: flowOf({ nodes: { fim: stop(1) }, edges: 'trigger > fim' }),
  });
  if (answer.status === 201) expect((await api.get(`/v1/flows/${answer.body.id}`)).status).toBe(404);
  else expect(answer.status).toBe(422);
});

test('a key does what its scopes say, and nothing more', async () => {
  const { withScopes, client } = other;
  const flow = await client.deploy(flowOf({ nodes: { fim: stop(1) }, edges: 'trigger > fim' }));
  expect((await withScopes.get(`/v1/flows/${flow}`)).status).toBe(200);
  const refused: [string, string, unknown][] = [
    ['POST', '/v1/flows', { definition: {} }],
    ['POST', `/v1/flows/${flow}/runs`, {}],
    ['POST', '/v1/events', { name: 'x' }],
    ['POST', '/v1/connections', { connector: 'secret', name: 'x', secret: 'y' }],
    ['POST', '/v1/api-keys', { name: 'mais' }],
  ];
  for (const [method, path, body] of refused) {
    const answer = await withScopes.call(method, path, body);
    expect([path, answer.status, answer.body.code]).toEqual([path, 403, 'forbidden']);
  }
});

test('a key can be made, used, seen by its first letters alone, and revoked at once', async () => {
  const made = await api.made('POST', '/v1/api-keys', { name: unique('chave'), scopes: ['runs:read'] });
  const bearer = { authorization: `Bearer ${made.key}` };
  expect((await send(`${api.url}/v1/runs`, 'GET', undefined, bearer)).status).toBe(200);
  expect((await send(`${api.url}/v1/flows`, 'GET', undefined, bearer)).status).toBe(403);
  const list = await api.get('/v1/api-keys');
  expect(list.text).not.toContain(made.key);
  expect((await api.delete(`/v1/api-keys/${made.id}`)).status).toBe(204);
  expect((await send(`${api.url}/v1/runs`, 'GET', undefined, bearer)).status).toBe(401);
  const old = await api.post('/v1/api-keys', {
    name: 'velha',
    scopes: ['*'],
    expiresAt: new Date(Date.now() + 1_000).toISOString(),
  });
  await sleep(1_200);
  expect((await send(`${api.url}/v1/runs`, 'GET', undefined, { authorization: `Bearer ${old.body.key}` })).status).toBe(
    401,
  );
});
