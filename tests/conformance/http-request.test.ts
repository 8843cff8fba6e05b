import { expect } from 'vitest';
import { demo, unique, until } from './client.ts';
import { flowOf, get, once, post, stop, type TestNode } from './flow-of.ts';
import { type Stub, startStub, test } from './stub.ts';

const api = demo();
const request = (config: Record<string, unknown>, more: Record<string, unknown> = {}): TestNode => ({
  type: 'http.request',
  config: { method: 'GET', ...config },
  ...more,
});
/** One request, its output or its error. */
const flow = (h: TestNode) =>
  flowOf({
    nodes: { h, bom: stop('{{ steps.h }}'), ruim: stop('{{ error }}') },
    edges: 'trigger > h.out > bom, h.error > ruim',
  });
const through = async (h: TestNode, data: unknown = {}) => (await api.runOnce(flow(h), data)).output;
const quick = { retry: { maxAttempts: 3, initialInterval: 'PT0.2S' } };

test('the output is status, headers and body', async ({ stub }) => {
  stub.on('/x', { status: 201, body: { a: [1] }, headers: { 'X-Um': 'dois' } });
  expect(await through(request({ url: `${stub.url}/x` }))).toMatchObject({
    status: 201,
    body: { a: [1] },
    headers: { 'x-um': 'dois' },
  });
});

test('query, headers and method are sent as written', async ({ stub }) => {
  await through(
    request({
      method: 'PUT',
      url: `${stub.url}/x?a=1`,
      query: { b: 'ã &', c: [1, 2], d: true, e: null },
      headers: { 'X-Chave': 7 },
      body: { z: '{{ trigger.data.n }}' },
    }),
    { n: 3 },
  );
  const [hit] = stub.hits('/x');
  expect([hit?.method, hit?.body, hit?.headers['x-chave']]).toEqual(['PUT', { z: 3 }, '7']);
  expect([...(hit?.query ?? [])].filter(([name]) => name !== 'e')).toEqual([
    ['a', '1'],
    ['b', 'ã &'],
    ['c', '1'],
    ['c', '2'],
    ['d', 'true'],
  ]);
  expect(hit?.headers['content-type']).toContain('application/json');
});

test.each([
  ['json', { a: 1 }, 'application/json', '{"a":1}'],
  ['form', { a: 'x y', b: 2 }, 'application/x-www-form-urlencoded', 'a=x+y&b=2'],
  ['text', 'olá', 'text/plain', 'olá'],
])('bodyType %s', async (bodyType, body, type, text) => {
  const stub = await startStub();
  await through(request({ method: 'POST', url: `${stub.url}/x`, bodyType, body }));
  const [hit] = stub.hits('/x');
  expect(hit?.headers['content-type']).toContain(type);
  expect(hit?.text).toBe(text);
  await stub.close();
});

test('bodyType multipart sends a form of parts', async ({ stub }) => {
  await through(request({ method: 'POST', url: `${stub.url}/x`, bodyType: 'multipart', body: { nome: 'Ana', n: 1 } }));
  const [hit] = stub.hits('/x');
  expect(hit?.headers['content-type']).toMatch(/^multipart\/form-data; boundary=/);
  expect(hit?.text).toMatch(/name="nome"\r\n\r\nAna\r\n/);
});

test('answers are read as their type says, or as asked', async ({ stub }) => {
  stub.on('/t', { raw: 'só texto', headers: { 'content-type': 'text/plain; charset=utf-8' } });
  stub.on('/j', { raw: '{"a":1}', headers: { 'content-type': 'text/html' } });
  stub.on('/v', { status: 204, raw: '' });
  expect((await through(request({ url: `${stub.url}/t` }))).body).toBe('só texto');
  expect((await through(request({ url: `${stub.url}/j` }))).body).toBe('{"a":1}');
  expect((await through(request({ url: `${stub.url}/j`, response: 'json' }))).body).toEqual({ a: 1 });
  expect((await through(request({ url: `${stub.url}/j`, response: 'text' }))).body).toBe('{"a":1}');
  expect((await through(request({ url: `${stub.url}/v` }))).body).toBeNull();
});

test.each([500, 502, 503, 408, 425])('%i is retried, with one idempotency key, until it works', async (status) => {
  const stub = await startStub();
  stub.on('/x', { first: { times: 2, status } });
  const run = await api.runOnce(flow(request({ method: 'POST', url: `${stub.url}/x` }, quick)));
  expect(run.output.status).toBe(200);
  expect((await api.step(run.id, 'h')).attempts).toBe(3);
  expect(new Set(stub.hits('/x').map((hit) => hit.headers['idempotency-key'])).size).toBe(1);
  await stub.close();
});

test.each([400, 401, 404, 409, 422])('%i is not retried', async (status) => {
  const stub = await startStub();
  stub.on('/x', { status, body: { porque: 'não' } });
  const error = await through(request({ url: `${stub.url}/x` }));
  expect(error).toMatchObject({
    code: `http_${status}`,
    node: 'h',
    attempts: 1,
    details: { status, body: { porque: 'não' } },
  });
  expect(stub.hits('/x').length).toBe(1);
  await stub.close();
});

test('nonRetryable ends the attempts; maxAttempts counts the first', async ({ stub }) => {
  stub.on('/x', { status: 503 });
  stub.on('/y', { status: 503 });
  expect(await through(request({ url: `${stub.url}/x` }, { retry: { nonRetryable: ['http_503'] } }))).toMatchObject({
    code: 'http_503',
    attempts: 1,
  });
  expect(
    await through(request({ url: `${stub.url}/y` }, { retry: { maxAttempts: 2, initialInterval: 'PT0.1S' } })),
  ).toMatchObject({ attempts: 2 });
  expect([stub.hits('/x').length, stub.hits('/y').length]).toEqual([1, 2]);
});

test('pauses grow by the backoff, up to the longest', async ({ stub }) => {
  stub.on('/x', { status: 503 });
  await through(
    request(
      { url: `${stub.url}/x` },
      { retry: { maxAttempts: 4, initialInterval: 'PT0.3S', backoff: 3, maxInterval: 'PT0.9S' } },
    ),
  );
  const hits = stub.hits('/x');
  const gaps = hits.slice(1).map((hit, i) => hit.at - (hits[i]?.end ?? 0));
  expect(gaps.length).toBe(3);
  for (const [i, least] of [300, 900, 900].entries()) {
    expect(gaps[i]).toBeGreaterThanOrEqual(least - 20);
    expect(gaps[i]).toBeLessThan(least + 4_000);
  }
});

test('429 is no attempt: it parks until the time named, shown as waiting with the reason', async ({ stub }) => {
  stub.on('/x', { first: { times: 1, status: 429, headers: { 'retry-after': '3' } } });
  const id = await api.start(await api.deploy(flow(request({ url: `${stub.url}/x` }, once))));
  const waiting = await api.waiting(id);
  expect(waiting.waitingFor).toMatchObject([{ node: 'h', kind: 'parked', reason: expect.stringMatching(/429/) }]);
  expect(Date.parse(waiting.waitingFor[0].until) - Date.now()).toBeLessThan(3_100);
  expect(await api.step(id, 'h')).toMatchObject({ status: 'parked' });
  const run = await api.ended(id);
  expect(run.output.status).toBe(200);
  expect((await api.step(id, 'h')).attempts).toBe(1);
  const [one, two] = stub.hits('/x');
  expect((two?.at ?? 0) - (one?.end ?? 0)).toBeGreaterThanOrEqual(2_900);
  expect(two?.headers['idempotency-key']).toBe(one?.headers['idempotency-key']);
});

test('a date in Retry-After counts too', async ({ stub }) => {
  stub.on('/x', {
    first: { times: 1, status: 429, headers: { 'retry-after': new Date(Date.now() + 4_000).toUTCString() } },
  });
  const run = await api.runOnce(flow(request({ url: `${stub.url}/x` }, once)));
  expect(run.output.status).toBe(200);
});

test('what asks for longer than maxWait fails rate_limited', async ({ stub }) => {
  stub.on('/x', { status: 429, headers: { 'retry-after': '60' } });
  expect(await through(request({ url: `${stub.url}/x` }, { retry: { maxWait: 'PT2S' } }))).toMatchObject({
    code: 'rate_limited',
  });
});

test('a parked action can be cancelled', async ({ stub }) => {
  stub.on('/x', { status: 429, headers: { 'retry-after': '3600' } });
  const id = await api.start(await api.deploy(flow(request({ url: `${stub.url}/x` }))));
  await api.waiting(id);
  await api.post(`/v1/runs/${id}/cancel`);
  expect((await api.ended(id)).status).toBe('cancelled');
});

test('failOn: the statuses that fail; the others go on', async ({ stub }) => {
  stub.on('/404', { status: 404, body: { a: 1 } });
  stub.on('/200', { status: 200 });
  expect(await through(request({ url: `${stub.url}/404`, failOn: [500] }))).toMatchObject({
    status: 404,
    body: { a: 1 },
  });
  expect(await through(request({ url: `${stub.url}/200`, failOn: [200] }))).toMatchObject({ code: 'http_200' });
  expect(await through(request({ url: `${stub.url}/404`, failOn: [] }))).toMatchObject({ status: 404 });
});

test('a server that hangs is `timeout` after the time of the attempt', async ({ stub }) => {
  stub.on('/x', { hang: true });
  const run = await api.runOnce(
    flow(request({ url: `${stub.url}/x` }, { timeout: 'PT1S', retry: { maxAttempts: 2, initialInterval: 'PT0.1S' } })),
  );
  expect(run.output).toMatchObject({ code: 'timeout', attempts: 2 });
  expect(stub.hits('/x').every((hit) => hit.aborted)).toBe(true);
});

test('nobody there, a closed connection: connection_failed, retried', async ({ stub }) => {
  stub.on('/x', { drop: true });
  expect(await through(request({ url: `${stub.url}/x` }, quick))).toMatchObject({
    code: 'connection_failed',
    attempts: 3,
  });
  expect(stub.hits('/x').length).toBe(3);
  const gone = await startStub();
  await gone.close();
  expect(await through(request({ url: `${gone.url}/x` }, once))).toMatchObject({ code: 'connection_failed' });
  expect(await through(request({ url: 'http://nao-existe.invalid/' }, once))).toMatchObject({
    code: 'connection_failed',
  });
});

const privateHosts = [
  'http://10.0.0.1/',
  'http://169.254.169.254/latest',
  'http://[::1]:1/',
  'http://192.168.0.1/',
  'http://0.0.0.0:1/',
  'http://2130706434/',
  'http://[::ffff:10.0.0.1]/',
  'http://100.64.0.1/',
];
test.each(privateHosts)('%s is refused, at once and for good', async (url) => {
  expect(await through(request({ url }))).toMatchObject({ code: 'address_refused', attempts: 1 });
});

test('our own servers stay closed, though their host is allowed', async () => {
  expect(await through(request({ url: `${api.url}/healthz` }))).toMatchObject({ code: 'address_refused' });
  expect(await through(request({ url: api.url.replace('localhost', '127.0.0.1') }))).toMatchObject({
    code: 'address_refused',
  });
});

test.each(['file:///etc/passwd', 'ftp://example.com/', 'gopher://x/', 'javascript:1', 'nada'])(
  '%s is no address',
  async (url) => {
    const error = await through(request({ url }, once));
    expect(['bad_config', 'address_refused', 'bad_value', 'connection_failed']).toContain(error.code);
  },
);

test('redirects are followed, five by default, and each is checked', async ({ stub }) => {
  stub.on('/a', { status: 302, headers: { location: '/b' } });
  stub.on('/p', { status: 302, headers: { location: 'http://10.0.0.1/' } });
  stub.on('/laco', { status: 302, headers: { location: '/laco' } });
  expect(await through(request({ url: `${stub.url}/a` }))).toMatchObject({ status: 200 });
  expect(stub.hits('/b').length).toBe(1);
  expect(await through(request({ url: `${stub.url}/p` }))).toMatchObject({ code: 'address_refused' });
  expect((await through(request({ url: `${stub.url}/laco` }, once))).code).toMatch(/^http_302/);
  expect(stub.hits('/laco').length).toBe(6);
  expect(await through(request({ url: `${stub.url}/a`, followRedirects: 0 }))).toMatchObject({ status: 302 });
});

test('an answer of over 4 MB is too_large', async ({ stub }) => {
  stub.on('/x', { raw: JSON.stringify('x'.repeat(5_000_000)) });
  expect(await through(request({ url: `${stub.url}/x` }))).toMatchObject({ code: 'too_large', attempts: 1 });
});

test('outputSchema holds the answer to it: bad_output', async ({ stub }) => {
  stub.on('/x', { body: { n: 'texto' } });
  const outputSchema = {
    type: 'object',
    properties: { body: { type: 'object', properties: { n: { type: 'number' } } } },
  };
  expect(await through(request({ url: `${stub.url}/x` }, { outputSchema }))).toMatchObject({ code: 'bad_output' });
});

test('poll repeats the read until the answer is as wished, else times out', async ({ stub }) => {
  stub.on('/x', { first: { times: 3, body: { pronto: false } }, body: { pronto: true } });
  stub.on('/nunca', { body: { pronto: false } });
  const poll = { every: 'PT0.2S', until: '{{ output.body.pronto }}', for: 'PT10S' };
  const run = await api.runOnce(flow(request({ url: `${stub.url}/x` }, { poll })));
  expect([run.output.body, stub.hits('/x').length]).toEqual([{ pronto: true }, 4]);
  expect((await api.step(run.id, 'h')).attempts).toBe(1);
  expect(
    await through(request({ url: `${stub.url}/nunca` }, { poll: { ...poll, for: 'PT1S' }, ...once })),
  ).toMatchObject({ code: 'timeout' });
});

test('a breaker opens after ten failures in a row of a host: calls park instead of calling', async ({ stub }) => {
  stub.on('/x', { status: 500 });
  const many = await api.deploy(flow(request({ url: `${stub.url}/x` }, once)));
  for (let i = 0; i < 10; i++) await api.through(many);
  expect(stub.hits('/x').length).toBe(10);
  const id = await api.start(many);
  expect((await api.waiting(id)).waitingFor[0].kind).toBe('parked');
  expect(stub.hits('/x').length).toBe(10);
  await api.post(`/v1/runs/${id}/cancel`);
});

test('4xx answers never open it', async ({ stub }) => {
  stub.on('/x', { status: 404 });
  const many = await api.deploy(flow(request({ url: `${stub.url}/x` }, once)));
  for (let i = 0; i < 12; i++) await api.through(many);
  expect(stub.hits('/x').length).toBe(12);
});

test('at most a hundred actions of a run are under way', async ({ stub }) => {
  stub.on('/x', { delayMs: 1_500 });
  const nodes = Object.fromEntries(Array.from({ length: 110 }, (_, i) => [`h${i}`, get(`${stub.url}/x`)]));
  const run = await api.runOnce(
    flowOf({
      nodes,
      edges: Object.keys(nodes)
        .map((id) => `trigger > ${id}`)
        .join(','),
    }),
  );
  expect(run.status).toBe('succeeded');
  const hits = stub.hits('/x');
  expect(
    Math.max(...hits.map((hit) => hits.filter((one) => one.at <= hit.at && (one.end ?? 0) > hit.at).length)),
  ).toBeLessThanOrEqual(100);
  expect(hits.length).toBe(110);
});

test('an answer of bytes becomes a file, and so does any that is asked for as one; it is sent again whole', async ({
  stub,
}) => {
  const bytes = new Uint8Array([137, 80, 78, 71, 0, 255, 10]);
  stub.on('/logo.png', { raw: bytes, headers: { 'content-type': 'image/png' } });
  stub.on('/nota.txt', { raw: 'olá', headers: { 'content-type': 'text/plain' } });
  const send = (body: unknown, bodyType: string) =>
    request({ method: 'POST', url: `${stub.url}/envia`, body, bodyType });
  const run = await api.runOnce(
    flowOf({
      nodes: {
        a: request({ url: `${stub.url}/logo.png` }),
        b: request({ url: `${stub.url}/nota.txt`, response: 'file' }),
        c: send('{{ steps.b.body }}', 'binary'),
        d: send({ nome: 'x', arquivo: '{{ steps.b.body }}' }, 'multipart'),
        fim: stop('{{ [steps.a.body, steps.b.body] }}'),
      },
      edges: 'trigger > a > b > c > d > fim',
    }),
  );
  expect(run.output).toMatchObject([
    {
      name: 'logo.png',
      type: 'image/png',
      size: 7,
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      file: expect.any(String),
    },
    { name: 'nota.txt', type: 'text/plain', size: 4 },
  ]);
  const [binary, form] = stub.hits('/envia');
  expect([binary?.text, binary?.headers['content-type']]).toEqual(['olá', 'text/plain']);
  expect(form?.text).toMatch(/name="arquivo"; filename="nota.txt"\r\nContent-Type: text\/plain\r\n\r\nolá\r\n/);
});

const connect = (stub: Stub, fields: Record<string, unknown>) =>
  api.made('POST', '/v1/connections', { connector: 'http', name: unique('acesso'), hosts: [stub.host], ...fields });

test.each([
  ['bearer', { token: 'ficha' }, 'authorization', 'Bearer ficha'],
  [
    'basic',
    { username: 'ana', password: 'senha' },
    'authorization',
    `Basic ${Buffer.from('ana:senha').toString('base64')}`,
  ],
  ['header', { header: 'X-Chave', value: 'valor' }, 'x-chave', 'valor'],
])('a connection signs with %s, by id or by name, to its hosts alone', async (auth, fields, header, value) => {
  const [stub, other] = [await startStub(), await startStub()];
  const connection = await connect(stub, { auth, ...fields });
  for (const reference of [connection.id, connection.name])
    expect((await through(request({ url: `${stub.url}/x` }, { connection: reference }))).status).toBe(200);
  expect(stub.hits('/x').map((hit) => hit.headers[header])).toEqual([value, value]);
  stub.on('/fora', { status: 302, headers: { location: `${other.url}/y` } });
  await through(request({ url: `${stub.url}/fora` }, { connection: connection.id }));
  expect(other.hits('/y')[0]?.headers[header]).toBeUndefined();
  const error = await through(request({ url: `${other.url}/z` }, { connection: connection.id, ...once }));
  expect(error.code).toEqual(expect.any(String));
  expect(other.hits('/z').filter((hit) => hit.headers[header] !== undefined)).toEqual([]);
  await Promise.all([stub.close(), other.close()]);
});

test('what a connection signs with is in no trace', async ({ stub }) => {
  const connection = await connect(stub, { auth: 'bearer', token: 'muito-secreto' });
  const run = await api.runOnce(flow({ ...post(`${stub.url}/x`, { a: 1 }), connection: connection.id }));
  expect(stub.hits('/x')[0]?.headers.authorization).toBe('Bearer muito-secreto');
  const trace = await api.get(`/v1/runs/${run.id}/trace`);
  expect(trace.text + JSON.stringify(run)).not.toContain('muito-secreto');
});

test('a node that names no connection that is there cannot be published', async () => {
  const made = await api.create(flow(request({ url: 'https://example.com/' }, { connection: 'nenhuma' })));
  expect(made.problems).toMatchObject([{ code: 'missing_connection', severity: 'error', node: 'h' }]);
  await until(async () => (await api.post(`/v1/flows/${made.id}/publish`)).status === 422, 'refused', 1_000);
});
