import { connect } from 'node:net';
import { expect, inject } from 'vitest';
import { demo, send, unique } from './client.ts';
import { flowOf, stop } from './flow-of.ts';
import { test } from './stub.ts';

const api = demo();
const problem = (
  answer: { status: number; headers: Headers; body: Record<string, unknown> },
  status: number,
  code: string,
) => {
  expect([answer.status, answer.body?.code]).toEqual([status, code]);
  expect(answer.headers.get('content-type')).toContain('application/problem+json');
  expect(answer.body).toMatchObject({
    type: expect.any(String),
    title: expect.any(String),
    status,
    detail: expect.any(String),
    instance: expect.any(String),
    traceId: expect.any(String),
  });
};

test('every error is a problem document: 400, 401, 404, 405, 413, 415, 422', async () => {
  problem(await api.call('POST', '/v1/flows', '{"definition":'), 400, 'malformed');
  problem(await send(`${api.url}/v1/flows`, 'GET'), 401, 'unauthorized');
  problem(
    await send(`${api.url}/v1/flows`, 'GET', undefined, { authorization: 'Bearer trm_errada' }),
    401,
    'unauthorized',
  );
  problem(await send(`${api.url}/v1/flows`, 'GET', undefined, { authorization: 'Basic eA==' }), 401, 'unauthorized');
  problem(await api.get('/v1/nada'), 404, 'not_found');
  problem(await api.get('/v1/flows/flw_x'), 404, 'not_found');
  problem(await api.get('/v1/runs/%00'), 404, 'not_found');
  problem(await api.get('/v1/runs/%E0%A4%A'), 400, 'malformed');
  problem(await api.call('PATCH', '/v1/flows', {}), 405, 'method_not_allowed');
  problem(await api.post('/v1/flows', { definition: { x: 'a'.repeat(9_000_000) } }), 413, 'too_large');
  problem(
    await api.call('POST', '/v1/flows', 'a=1', { 'content-type': 'application/x-www-form-urlencoded' }),
    415,
    'unsupported_media_type',
  );
  problem(await api.call('POST', '/v1/flows', '{}', { 'content-type': 'text/plain' }), 415, 'unsupported_media_type');
  problem(await api.post('/v1/flows', {}), 422, 'invalid');
  problem(await api.post('/v1/flows', { definition: [] }), 422, 'invalid');
  expect((await api.call('PATCH', '/v1/flows', {})).headers.get('allow')).toMatch(/GET/);
});

test('a body that nests too deep, or no UTF-8, is 400', async () => {
  problem(
    await api.call('POST', '/v1/flows', `{"definition":${'['.repeat(100_000)}${']'.repeat(100_000)}}`),
    400,
    'malformed',
  );
  const bytes = new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]);
  const answer = await send(`${api.url}/v1/flows`, 'POST', bytes, {
    authorization: `Bearer ${api.key}`,
    'content-type': 'application/json',
  });
  problem(answer, 400, 'malformed');
  expect(
    (await api.call('POST', '/v1/flows/validate', `{"definition":${'['.repeat(100_000)}${']'.repeat(100_000)}}`))
      .status,
  ).toBe(200);
});

test('what never becomes a request is answered with a problem, too', async () => {
  const { hostname, port } = new URL(api.url);
  const sent = (text: string) =>
    new Promise<string>((done, failed) => {
      let heard = '';
      const socket = connect(Number(port), hostname, () => socket.write(text));
      socket.on('data', (bytes) => (heard += bytes));
      socket.on('close', () => done(heard));
      socket.on('error', failed);
    });
  for (const [text, status, code] of [
    [`GET /v1/me HTTP/1.1\r\nHost: x\r\nX-A: ${'a'.repeat(20_000)}\r\n\r\n`, 431, 'headers_too_large'],
    ['POST /v1/flows HTTP/1.1\r\nHost: x\r\nContent-Length: dez\r\n\r\n', 400, 'malformed'],
    ['isto não é HTTP\r\n\r\n', 400, 'malformed'],
  ] as const) {
    const [head = '', body = ''] = (await sent(text)).split('\r\n\r\n');
    const headers = head.split('\r\n').slice(1);
    problem(
      {
        status: Number(head.split(' ')[1]),
        headers: new Headers(headers.map((line) => line.split(': ', 2) as [string, string])),
        body: JSON.parse(body),
      },
      status,
      code,
    );
  }
});

test('`errors` points at each fault', async () => {
  const answer = await api.post('/v1/runs/bulk', { filter: { from: 'ontem' }, action: 'voar' });
  problem(answer, 422, 'invalid');
  expect(answer.body.errors.map((one: { pointer: string }) => one.pointer).sort()).toEqual(['/action', '/filter/from']);
  for (const one of answer.body.errors)
    expect(one).toMatchObject({ code: expect.any(String), message: expect.any(String) });
});

test('messages are in the language of the caller; codes never change', async () => {
  const ask = (language: string) => api.get('/v1/nada', { 'accept-language': language });
  const [pt, en, other] = [await ask('pt-BR,pt;q=0.9'), await ask('en-US,en;q=0.8'), await ask('de, en;q=0.5')];
  expect([pt.body.code, en.body.code]).toEqual(['not_found', 'not_found']);
  expect([pt.body.title, en.body.title, other.body.title]).toEqual(['Não encontrado', 'Not found', 'Not found']);
  const problems = async (language: string) =>
    (await api.call('POST', '/v1/flows/validate', { definition: { nodes: 1 } }, { 'accept-language': language })).body
      .problems[0];
  const faults = async (language: string) =>
    (await api.call('POST', '/v1/connections', { connector: 'secret', name: 'x' }, { 'accept-language': language }))
      .body.errors[0].message;
  expect(await faults('pt-BR')).not.toBe(await faults('en'));
  const [um, one] = [await problems('pt-BR'), await problems('en')];
  expect(um.code).toBe(one.code);
  expect(um.message).not.toBe(one.message);
});

test('headers of a limit are on every answer', async () => {
  const { headers } = await api.get('/v1/me');
  expect(headers.get('ratelimit-policy')).toMatch(/^"[\w-]+";q=\d+;w=\d+/);
  expect(headers.get('ratelimit')).toMatch(/^"[\w-]+";r=\d+;t=\d+/);
});

test('whoever guesses passwords hears when to come back, and what the rule is', async () => {
  const guess = () => send(`${api.url}/v1/session`, 'POST', { email: `${unique('quem')}@x.example`, password: 'x' });
  const same = { email: `${unique('quem')}@x.example`, password: 'errada' };
  for (let n = 0; n < 10; n++) problem(await send(`${api.url}/v1/session`, 'POST', same), 401, 'unauthorized');
  const refused = await send(`${api.url}/v1/session`, 'POST', same);
  problem(refused, 429, 'rate_limited');
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(refused.headers.get('ratelimit-policy')).toMatch(/^"[\w-]+";q=10;w=\d+/);
  expect(refused.headers.get('ratelimit')).toMatch(/^"[\w-]+";r=0;t=\d+/);
  problem(await guess(), 401, 'unauthorized');
});

test('If-Match holds where something is deleted, too', async () => {
  const flow = await api.post('/v1/flows', { definition: {} });
  const connection = await api.post('/v1/connections', { connector: 'secret', name: unique('s'), secret: 'x' });
  const table = await api.post('/v1/data-tables', { name: unique('t'), columns: [{ name: 'a', type: 'text' }] });
  for (const made of [flow, connection, table]) {
    const path = made.headers.get('location') ?? '';
    const remove = (tag: string) => api.call('DELETE', path, undefined, { 'if-match': tag });
    problem(await remove('"99999"'), 412, 'stale');
    expect((await api.get(path)).status).toBe(200);
    expect((await remove(made.headers.get('etag') ?? '')).status, path).toBeLessThan(300);
  }
});

test('lists: newest first, a cursor that holds while rows are added and deleted', async () => {
  const word = unique('lista');
  const make = (n: number) =>
    api.create(flowOf({ name: `${word} ${n}`, nodes: { fim: stop(n) }, edges: 'trigger > fim' }));
  const made: string[] = [];
  for (let n = 0; n < 7; n++) made.push((await make(n)).id);
  const page = async (query: string) => api.made('GET', `/v1/flows?q=${word}&${query}`);
  const first = await page('limit=3');
  expect(first.data.map((one: { id: string }) => one.id)).toEqual(made.slice(4).reverse());
  await make(99);
  await api.delete(`/v1/flows/${made[4]}`);
  await api.delete(`/v1/flows/${made[3]}`);
  const second = await page(`limit=3&cursor=${first.nextCursor}`);
  expect(second.data.map((one: { id: string }) => one.id)).toEqual(made.slice(0, 3).reverse());
  expect(second.nextCursor).toBeNull();
});

test('a cursor with other filters, or one that we never gave, is 400; a limit has bounds', async () => {
  const first = await api.made('GET', '/v1/flows?limit=1');
  for (const query of [
    `q=x&cursor=${first.nextCursor}`,
    'cursor=nada',
    `cursor=${first.nextCursor}x`,
    'cursor=eyJ9.aaa',
  ])
    problem(await api.get(`/v1/flows?${query}`), 400, 'malformed');
  problem(await api.get(`/v1/runs?cursor=${first.nextCursor}`), 400, 'malformed');
  for (const limit of ['0', '-1', 'muitos', '1.5'])
    expect((await api.get(`/v1/flows?limit=${limit}`)).status).toBe(422);
  for (const path of ['connections', 'approvals', 'api-keys', 'data-tables', 'conversations']) {
    problem(await api.get(`/v1/${path}?cursor=nada`), 400, 'malformed');
    problem(await api.get(`/v1/${path}?cursor=${first.nextCursor}`), 400, 'malformed');
    problem(await api.get(`/v1/${path}?limit=0`), 422, 'invalid');
  }
  const many = await api.get('/v1/runs?limit=1000');
  expect([200, 422]).toContain(many.status);
  if (many.status === 200) expect(many.body.data.length).toBeLessThanOrEqual(100);
  expect((await api.made('GET', '/v1/runs')).data.length).toBeLessThanOrEqual(20);
});

test('runs are found by flow, status, time and text', async () => {
  const name = unique('acha');
  const flow = await api.deploy(
    flowOf({
      name,
      nodes: {
        i: { type: 'if', config: { condition: '{{ trigger.data.ruim }}' } },
        f: { type: 'fail', config: { code: 'x', message: 'x' } },
        fim: stop(1),
      },
      edges: 'trigger > i.true > f, i.false > fim',
    }),
  );
  const [good, bad] = [await api.through(flow, { pedido: name }), await api.through(flow, { ruim: true })];
  const ids = async (query: string) =>
    (await api.made('GET', `/v1/runs?flow=${flow}&${query}`)).data.map((one: { id: string }) => one.id);
  expect(await ids('')).toEqual([bad.id, good.id]);
  expect(await ids('status=failed')).toEqual([bad.id]);
  expect(await ids('status=failed,succeeded')).toEqual([bad.id, good.id]);
  expect(await ids(`q=${name}`)).toEqual([good.id]);
  expect(await ids(`q=${bad.id}`)).toEqual([bad.id]);
  expect(await ids(`from=${encodeURIComponent(bad.acceptedAt)}`)).toEqual([bad.id]);
  expect(await ids(`to=${encodeURIComponent(bad.acceptedAt)}`)).toEqual([good.id]);
  expect((await api.get('/v1/runs?status=dormindo')).status).toBe(422);
  expect((await api.get('/v1/runs?from=ontem')).status).toBe(422);
  expect((await api.get(`/v1/runs?from=${encodeURIComponent('0272-12-28T11:41:53-18:24')}`)).status).toBe(200);
  const { slug } = (await api.get(`/v1/flows/${flow}`)).body;
  expect((await api.made('GET', `/v1/runs?flow=${slug}`)).data.length).toBe(2);
});

test('healthz, readyz by name, metrics', async () => {
  expect((await send(`${api.url}/healthz`, 'GET')).status).toBe(200);
  const ready = await send(`${api.url}/readyz`, 'GET');
  expect(ready.status).toBe(200);
  expect(Object.keys(ready.body.checks)).toEqual(expect.arrayContaining(['database', 'temporal']));
  expect(Object.keys(ready.body.checks).some((name) => name.startsWith('worker'))).toBe(true);
  const metrics = await send(`${api.url}/metrics`, 'GET');
  expect(metrics.text).toMatch(/^# HELP /m);
  expect(metrics.headers.get('content-type')).toContain('text/plain');
});

test('the OpenAPI document is 3.1 and names every call of the page', async () => {
  const { status, body } = await send(`${api.url}/v1/openapi.json`, 'GET');
  expect([status, body.openapi]).toEqual([200, expect.stringMatching(/^3\.1/)]);
  const calls = Object.entries(body.paths as Record<string, object>).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method} ${path.replace(/^\/v1/, '').replace(/\{\w+\}/g, '{}')}`),
  );
  const wanted = [
    'post /flows',
    'get /flows',
    'get /flows/{}',
    'put /flows/{}/draft',
    'delete /flows/{}',
    'post /flows/validate',
    'post /flows/{}/publish',
    'get /flows/{}/versions',
    'get /flows/{}/versions/{}',
    'get /flows/{}/diff',
    'post /flows/{}/rollback',
    'post /flows/{}/runs',
    'get /runs/{}',
    'get /runs/{}/trace',
    'get /runs/{}/stream',
    'get /runs/stream',
    'get /runs',
    'post /runs/{}/cancel',
    'post /runs/{}/retry',
    'post /runs/{}/events',
    'post /runs/{}/pause',
    'post /runs/{}/resume',
    'post /runs/bulk',
    'post /events',
    'get /approvals',
    'post /approvals/{}',
    'get /connections',
    'post /connections',
    'get /node-types',
    'post /node-types/{}/test',
  ];
  expect(wanted.filter((call) => !calls.includes(call))).toEqual([]);
  const text = JSON.stringify(body);
  const references = new Set([...text.matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, path]) => path ?? ''));
  for (const path of references) {
    const found = path.split('/').reduce<unknown>((at, key) => (at as Record<string, unknown>)?.[key], body);
    expect(found, path).toBeDefined();
  }
  const ids = Object.values(body.paths as Record<string, Record<string, { operationId?: string }>>).flatMap((methods) =>
    Object.values(methods).map((one) => one.operationId),
  );
  expect(new Set(ids).size).toBe(ids.length);
  expect((await send(`${api.url}/docs`, 'GET')).status).toBe(200);
});

test('a browser signs in with a cookie; another site cannot use it', async () => {
  const { email, password, url } = inject('demo');
  const wrong = await send(`${url}/v1/session`, 'POST', { email, password: 'errada' });
  problem(wrong, 401, 'unauthorized');
  const signed = await send(`${url}/v1/session`, 'POST', { email, password });
  expect(signed.status).toBe(200);
  const set = signed.headers.get('set-cookie') ?? '';
  expect(set).toMatch(/HttpOnly/i);
  expect(set).toMatch(/SameSite=/i);
  const cookie = set.split(';')[0] ?? '';
  expect((await send(`${url}/v1/me`, 'GET', undefined, { cookie })).body.user.email).toBe(email);
  const definition = flowOf({ nodes: { fim: stop(1) }, edges: 'trigger > fim' });
  const evil = await send(
    `${url}/v1/flows`,
    'POST',
    { definition },
    { cookie, origin: 'https://mau.example', 'sec-fetch-site': 'cross-site' },
  );
  problem(evil, 403, 'forbidden');
  expect(
    (await send(`${url}/v1/flows`, 'POST', { definition }, { cookie, origin: url, 'sec-fetch-site': 'same-origin' }))
      .status,
  ).toBe(201);
  const flow = await api.deploy(flowOf({ nodes: { fim: stop('{{ trigger.type }}') }, edges: 'trigger > fim' }));
  const run = await send(`${url}/v1/flows/${flow}/runs`, 'POST', {}, { cookie, origin: url, prefer: 'wait=20' });
  expect(run.body.output).toBe('manual');
  await send(`${url}/v1/session`, 'DELETE', undefined, { cookie, origin: url });
  expect((await send(`${url}/v1/me`, 'GET', undefined, { cookie })).status).toBe(401);
});

test('connections: written, never read back, renamed; other hosts ask for the secret again', async () => {
  const secret = unique('muito-secreto');
  const name = unique('erp');
  const made = await api.post('/v1/connections', {
    connector: 'http',
    name,
    auth: 'bearer',
    token: secret,
    hosts: ['erp.example'],
  });
  expect([made.status, made.body.hosts]).toEqual([201, ['erp.example']]);
  const path = `/v1/connections/${made.body.id}`;
  for (const answer of [
    made,
    await api.get(path),
    await api.get('/v1/connections?limit=100'),
    await api.call('PATCH', path, { name: `${name}2` }),
  ])
    expect(answer.text).not.toContain(secret);
  expect((await api.get(path)).body.name).toBe(`${name}2`);
  expect((await api.call('PATCH', path, { hosts: ['mau.example'] })).status).toBe(422);
  expect((await api.get(path)).body.hosts).toEqual(['erp.example']);
  const moved = await api.call('PATCH', path, { hosts: ['novo.example'], token: 'outro' });
  expect([moved.status, moved.body.hosts]).toEqual([200, ['novo.example']]);
  expect(
    (
      await api.post('/v1/connections', {
        connector: 'http',
        name: `${name}2`,
        auth: 'bearer',
        token: 'x',
        hosts: ['a.example'],
      })
    ).status,
  ).toBe(409);
  expect((await api.post('/v1/connections', { connector: 'nada', name: 'x' })).status).toBe(422);
  const faulty = await api.post('/v1/connections', {
    connector: 'http',
    name: unique('x'),
    auth: 'bearer',
    token: secret,
    hosts: [],
  });
  expect([faulty.status, faulty.text.includes(secret)]).toEqual([422, false]);
  expect((await api.delete(path)).status).toBe(204);
  expect((await api.get(path)).status).toBe(404);
});

test('a connection that a published flow uses stays', async () => {
  const { id } = await api.made('POST', '/v1/connections', {
    connector: 'webhook',
    name: unique('w'),
    secret: 'segredo',
  });
  const flow = await api.deploy(
    flowOf({
      trigger: { type: 'webhook', config: { path: unique('p'), auth: { type: 'header', connection: id } } },
      nodes: { fim: stop(1) },
      edges: 'trigger > fim',
    }),
  );
  expect((await api.delete(`/v1/connections/${id}`)).status).toBe(409);
  await api.delete(`/v1/flows/${flow}`);
  expect((await api.delete(`/v1/connections/${id}`)).status).toBe(204);
});

test('prototype keys are dropped from every body', async () => {
  const flow = await api.deploy(flowOf({ nodes: { fim: stop('{{ keys(trigger.data) }}') }, edges: 'trigger > fim' }));
  const began = await api.call(
    'POST',
    `/v1/flows/${flow}/runs`,
    '{"data":{"__proto__":{"x":1},"constructor":1,"prototype":2,"a":1}}',
  );
  expect((await api.ended(began.body.id)).output).toEqual(['a']);
});
