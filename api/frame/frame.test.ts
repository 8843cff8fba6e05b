import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { fakeServices, type Listening, listen } from '#api/testing/fake-frame.ts';
import { accepted, created, events, ok } from './answer.ts';
import { openApi } from './openapi.ts';
import { type Route, route } from './route.ts';
import { TokenBuckets } from './token-bucket.ts';

let made = 0;
const cut: (string | undefined)[] = [];
let finish: () => void = () => {};
const routes: Route[] = [
  route({
    method: 'get',
    path: '/things/{thing}',
    tag: 'Things',
    summary: 'One thing',
    params: z.object({ thing: z.string().regex(/^thg_/) }),
    query: z.object({ limit: z.coerce.number().int().min(1).optional() }),
    output: { 200: z.object({ thing: z.string() }) },
    scopes: ['flows:read'],
    handle: async ({ params }) => ok({ thing: params.thing }),
  }),
  route({
    method: 'post',
    path: '/things',
    tag: 'Things',
    summary: 'Makes a thing',
    body: z.object({ name: z.string().min(1), slow: z.boolean().optional() }),
    output: { 201: z.object({ n: z.number(), name: z.string() }) },
    scopes: ['flows:write'],
    idempotent: true,
    bodyLimit: 10_000,
    handle: async ({ body }) => {
      if (body.slow) await new Promise<void>((done) => (finish = done));
      made++;
      return created(`/v1/things/thg_${made}`, { n: made, name: body.name });
    },
  }),
  route({
    method: 'post',
    path: '/things/mend',
    tag: 'Things',
    summary: 'An address of its own beside those of things',
    scopes: ['flows:write'],
    handle: async () => accepted({}),
  }),
  route({
    method: 'get',
    path: '/slow',
    tag: 'Things',
    summary: 'Waits until it is told to end',
    timeoutMs: 30,
    scopes: ['flows:read'],
    handle: ({ request }) =>
      new Promise((_, reject) =>
        request.signal.addEventListener('abort', () => reject(new Error('I was told to end'))),
      ),
  }),
  route({
    method: 'post',
    path: '/broken',
    tag: 'Things',
    summary: 'Throws',
    scopes: ['flows:write'],
    handle: async () => {
      throw new Error('select secret from table');
    },
  }),
  route({
    method: 'post',
    path: '/away',
    tag: 'Things',
    summary: 'The database is away',
    scopes: ['flows:write'],
    handle: async () => {
      throw Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:5432'), { code: 'ECONNREFUSED' });
    },
  }),
  route({
    method: 'get',
    path: '/live',
    tag: 'Things',
    summary: 'A stream',
    scopes: ['flows:read'],
    handle: async () =>
      events(async (stream) => {
        stream.send({ id: '1', event: 'step', data: { line: 'a\nb' } });
      }),
  }),
  route({
    method: 'post',
    path: '/cut',
    tag: 'Things',
    summary: 'The connection breaks during the commit, the first time',
    body: z.object({ n: z.number() }),
    scopes: ['flows:write'],
    idempotent: true,
    handle: async ({ resourceId }) => {
      cut.push(resourceId);
      if (cut.length > 1) return accepted({});
      throw Object.assign(new Error('Connection terminated unexpectedly'), { code: 'ECONNRESET' });
    },
  }),
  route({
    method: 'post',
    path: '/none',
    tag: 'Things',
    summary: 'Every field may be left out',
    body: z.object({ note: z.string().optional() }),
    scopes: ['flows:write'],
    handle: async ({ body }) => accepted(body),
  }),
];

let server: Listening;
beforeAll(async () => {
  server = await listen(routes);
});
afterAll(() => server.close());

const call = async (method: string, path: string, init: RequestInit = {}, base = server.url) => {
  const headers = { authorization: 'Bearer good', ...(init.headers as Record<string, string>) };
  const answer = await fetch(base + path, { method, ...init, headers });
  const text = await answer.text();
  const isJson = /json/.test(answer.headers.get('content-type') ?? '');
  return { status: answer.status, headers: answer.headers, text, body: isJson && text ? JSON.parse(text) : null };
};
const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  call('POST', path, {
    body: typeof body === 'string' ? body : JSON.stringify(body),
    headers: { 'content-type': 'application/json', ...headers },
  });

const isProblem = (answer: Awaited<ReturnType<typeof call>>, status: number, code: string) => {
  expect(answer.status).toBe(status);
  expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  expect(answer.body).toMatchObject({ status, code, type: `urn:trama:problem:${code}` });
  expect(answer.body.traceId).toMatch(/^[0-9a-f]{32}$/);
};

test('without a credential a call is told how to sign in', async () => {
  const answer = await call('GET', '/v1/things/thg_1', { headers: { authorization: '' } });
  isProblem(answer, 401, 'unauthorized');
  expect(answer.headers.get('www-authenticate')).toContain('Bearer');
});

test('a key without the right is refused, and so is a header that names another tenant', async () => {
  isProblem(await post('/v1/things', { name: 'a' }, { authorization: 'Bearer reader' }), 403, 'forbidden');
  isProblem(await call('GET', '/v1/things/thg_1', { headers: { 'x-tenant': 'outra' } }), 403, 'forbidden');
  isProblem(await call('GET', '/v1/things/thg_1', { headers: { 'X-Tenant-Id': 'outra' } }), 403, 'forbidden');
  expect((await call('GET', '/v1/things/thg_1', { headers: { 'x-tenant': 'oficina' } })).status).toBe(200);
});

test('an address beside those with an id answers other methods with its own, and its own method as ever', async () => {
  const answer = await call('GET', '/v1/things/mend');
  isProblem(answer, 405, 'method_not_allowed');
  expect(answer.headers.get('allow')).toBe('OPTIONS, POST');
  expect((await call('POST', '/v1/things/mend')).status).toBe(202);
  expect((await call('GET', '/v1/things/thg_1')).status).toBe(200);
});

test('a call that takes too long is told to end, and answered 504', async () => {
  isProblem(await call('GET', '/v1/slow'), 504, 'timeout');
});

test('unknown addresses, ids that are none and broken escapes are problems too', async () => {
  isProblem(await call('GET', '/v1/nothing'), 404, 'not_found');
  isProblem(await call('GET', '/v1/things/flw_1'), 404, 'not_found');
  isProblem(await call('GET', '/v1/things/%zz'), 400, 'malformed');
});

test('an address is the same in whatever case and with a slash at its end; what begins like one is none', async () => {
  expect((await call('GET', '/V1/Things/thg_1')).status).toBe(200);
  expect((await call('GET', '/v1/things/thg_1/?a=b')).status).toBe(200);
  for (const path of ['/v1', '/v1/', '/v1things/thg_1', '/v1//things/thg_1', '/thgthings/thg_1', '/v1/thingsthings'])
    isProblem(await call('GET', path), 404, 'not_found');
});

test('a method that a path has not is 405 with Allow', async () => {
  const answer = await call('DELETE', '/v1/things/thg_1');
  isProblem(answer, 405, 'method_not_allowed');
  expect(answer.headers.get('allow')).toBe('GET, HEAD, OPTIONS');
  expect((await call('OPTIONS', '/v1/things')).status).toBe(204);
});

test('bodies: not JSON 400, too large 413, wrong type 415, wrong fields 422 with pointers', async () => {
  isProblem(await post('/v1/things', '{'), 400, 'malformed');
  isProblem(await post('/v1/things', { name: 'x'.repeat(20_000) }), 413, 'too_large');
  isProblem(
    await post('/v1/things', 'name=a', { 'content-type': 'application/x-www-form-urlencoded' }),
    415,
    'unsupported_media_type',
  );
  isProblem(
    await post('/v1/things', '{"name":"a"}', { 'content-type': 'application/json; charset=latin1' }),
    415,
    'unsupported_media_type',
  );
  const wrong = await post('/v1/things', { name: 7 });
  isProblem(wrong, 422, 'invalid');
  expect(wrong.body.errors).toMatchObject([{ pointer: '/name', code: 'invalid_type' }]);
  isProblem(await post('/v1/things', []), 422, 'invalid');
  isProblem(await call('GET', '/v1/things/thg_1?limit=zero'), 422, 'invalid');
  isProblem(await post('/v1/things', `{"name":${'['.repeat(4000)}`), 400, 'malformed');
});

test('a call whose every field may be left out needs no body', async () => {
  expect((await call('POST', '/v1/none')).status).toBe(202);
});

test('messages speak the language of the caller, codes do not change', async () => {
  const en = await call('GET', '/v1/nothing', { headers: { 'accept-language': 'en-US,en;q=0.9' } });
  const pt = await call('GET', '/v1/nothing', { headers: { 'accept-language': 'pt-BR' } });
  expect([en.body.title, pt.body.title]).toEqual(['Not found', 'Não encontrado']);
  expect(en.body.code).toBe(pt.body.code);
});

test('our own failure says nothing of itself, a dependency that is away asks to come again', async () => {
  const broken = await post('/v1/broken', {});
  isProblem(broken, 500, 'internal');
  expect(broken.text).not.toContain('secret');
  const away = await post('/v1/away', {});
  isProblem(away, 503, 'unavailable');
  expect(Number(away.headers.get('retry-after'))).toBeGreaterThan(0);
});

test('the same Idempotency-Key and body replay the first answer; another body is 422', async () => {
  const before = made;
  const first = await post('/v1/things', { name: 'a' }, { 'idempotency-key': 'k1' });
  const again = await post('/v1/things', '{ "name" : "a" }', { 'idempotency-key': 'k1' });
  expect([first.status, again.status, made - before]).toEqual([201, 201, 1]);
  expect(again.body).toEqual(first.body);
  expect(again.headers.get('idempotency-replayed')).toBe('true');
  expect(again.headers.get('location')).toBe(first.headers.get('location'));
  isProblem(await post('/v1/things', { name: 'b' }, { 'idempotency-key': 'k1' }), 422, 'idempotency_mismatch');
  isProblem(await post('/v1/things', { name: 'b' }, { 'idempotency-key': 'k 1' }), 400, 'malformed');
});

test('a twin of a running call is 409 and may come again in a second', async () => {
  const first = post('/v1/things', { name: 'a', slow: true }, { 'idempotency-key': 'k2' });
  await new Promise((done) => setTimeout(done, 50));
  const twin = await post('/v1/things', { name: 'a', slow: true }, { 'idempotency-key': 'k2' });
  finish();
  isProblem(twin, 409, 'idempotency_in_progress');
  expect(twin.headers.get('retry-after')).toBe('1');
  expect((await first).status).toBe(201);
});

test('where the database broke off, the next try of the same call has the same resource, and another body is refused', async () => {
  isProblem(await post('/v1/cut', { n: 1 }, { 'idempotency-key': 'k5' }), 503, 'unavailable');
  isProblem(await post('/v1/cut', { n: 2 }, { 'idempotency-key': 'k5' }), 422, 'idempotency_mismatch');
  expect((await post('/v1/cut', { n: 1 }, { 'idempotency-key': 'k5' })).status).toBe(202);
  expect(cut).toHaveLength(2);
  expect(new Set(cut).size).toBe(1);
});

test('an error keeps no idempotency key: the call may be mended and sent again', async () => {
  isProblem(await post('/v1/things', { name: '' }, { 'idempotency-key': 'k3' }), 422, 'invalid');
  expect((await post('/v1/things', { name: 'a' }, { 'idempotency-key': 'k3' })).status).toBe(201);
});

test('a session from another site changes nothing', async () => {
  const cookie = { authorization: '', cookie: 'trama_session=s' };
  expect((await post('/v1/things', { name: 'a' }, cookie)).status).toBe(201);
  expect((await post('/v1/things', { name: 'a' }, { ...cookie, origin: server.url })).status).toBe(201);
  isProblem(await post('/v1/things', { name: 'a' }, { ...cookie, origin: 'https://evil.example' }), 403, 'forbidden');
  isProblem(await post('/v1/things', { name: 'a' }, { ...cookie, 'sec-fetch-site': 'cross-site' }), 403, 'forbidden');
});

test('past its rate a caller is told when to come again', async () => {
  const slow = await listen(routes, fakeServices({ callerBuckets: new TokenBuckets({ burst: 2, perSecond: 1 }) }));
  const answers = [];
  for (let i = 0; i < 3; i++) answers.push(await call('GET', '/v1/things/thg_1', {}, slow.url));
  await slow.close();
  expect(answers.map((one) => one.status)).toEqual([200, 200, 429]);
  isProblem(answers[2] as Awaited<ReturnType<typeof call>>, 429, 'rate_limited');
  expect(answers[2]?.headers.get('retry-after')).toBe('1');
  expect(answers[0]?.headers.get('ratelimit')).toBe('"burst";r=1;t=1');
  expect(answers[0]?.headers.get('ratelimit-policy')).toBe('"burst";q=2;w=2');
});

test('the trace of the caller and the id of the request come back', async () => {
  const traceId = '0af7651916cd43dd8448eb211c80319c';
  const headers = { traceparent: `00-${traceId}-b7ad6b7169203331-01`, 'x-request-id': 'abc-1' };
  const answer = await call('GET', '/v1/nothing', { headers });
  expect(answer.body.traceId).toBe(traceId);
  expect(answer.headers.get('x-request-id')).toBe('abc-1');
});

test('a live stream is server-sent events', async () => {
  const answer = await call('GET', '/v1/live');
  expect(answer.headers.get('content-type')).toMatch(/^text\/event-stream/);
  expect(answer.text).toContain('id: 1\nevent: step\ndata: {"line":"a\\nb"}\n\n');
});

test('the same schemas make the OpenAPI document', () => {
  const document = openApi(routes, '1') as { paths: Record<string, Record<string, Record<string, unknown>>> };
  const get = document.paths['/v1/things/{thing}']?.get;
  expect(get?.parameters).toMatchObject([
    { name: 'thing', in: 'path', required: true },
    { name: 'limit', in: 'query' },
  ]);
  const body = document.paths['/v1/things']?.post?.requestBody;
  expect(body).toMatchObject({ required: true, content: { 'application/json': { schema: { required: ['name'] } } } });
});
