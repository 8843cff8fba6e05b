import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ConnectionValue } from '#flow/contracts/connection-value.ts';
import type { FileStore } from '#flow/contracts/file-store.ts';
import type { Json, JsonObject } from '#flow/json.ts';
import type { ActionContext } from '../action.ts';
import { createBreakers } from '../breaker.ts';
import { contextFor } from '../context-for.ts';
import { createDialer, type Dialer } from '../dialer.ts';
import { httpRequest } from './request.ts';

interface Hit {
  method: string;
  url: string;
  headers: IncomingHttpHeaders;
  body: string;
}

let server: Server;
let host: string;
let dial: Dialer;
let hits: Hit[] = [];
let answer: (res: ServerResponse, hit: Hit) => void;

beforeAll(async () => {
  server = createServer((req, res) => {
    let body = '';
    req.on('data', (chunk) => (body += chunk));
    req.on('end', () => {
      const hit = { method: req.method ?? '', url: req.url ?? '', headers: req.headers, body };
      hits.push(hit);
      answer(res, hit);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  dial = createDialer({ allowPrivateHosts: [host] });
});
beforeEach(() => {
  hits = [];
  answer = (res) => res.writeHead(200, { 'content-type': 'application/json' }).end('{"ok":true}');
});
afterAll(async () => {
  await dial.close();
  server.closeAllConnections();
  server.close();
});

const context = (more: Partial<ActionContext> = {}) => contextFor({ dial }, more);
const call = (config: JsonObject, more: Partial<ActionContext> = {}) =>
  httpRequest.run({ method: 'GET', url: `http://${host}/`, ...config }, context(more));
const answering = (status: number, headers: Record<string, string> = {}, body = '') => {
  answer = (res) => res.writeHead(status, headers).end(body);
};

describe('what is sent', () => {
  test('a JSON body, the author’s headers, and the action’s key', async () => {
    await call({ method: 'POST', body: { a: [1, 'ç'] }, headers: { 'X-Loja': 'sul', 'X-Null': null, 'X-N': 5 } });
    expect(hits[0]).toMatchObject({
      method: 'POST',
      body: '{"a":[1,"ç"]}',
      headers: { 'content-type': 'application/json', 'x-loja': 'sul', 'x-n': '5', 'idempotency-key': 'run_1//n/1' },
    });
    expect(hits[0]?.headers).not.toHaveProperty('x-null');
  });

  test.each(['POST', 'PUT', 'PATCH', 'DELETE'])(
    '%s carries the key, unless the config sets the header in any case',
    async (method) => {
      await call({ method });
      await call({ method, headers: { 'iDempotency-KEY': 'do autor' } });
      expect(hits.map((hit) => hit.headers['idempotency-key'])).toEqual(['run_1//n/1', 'do autor']);
    },
  );

  test.each(['GET', 'HEAD', 'OPTIONS'])('%s carries no key', async (method) => {
    await call({ method, body: method === 'GET' ? { a: 1 } : null });
    expect(hits[0]?.headers).not.toHaveProperty('idempotency-key');
    expect(hits[0]?.body).toBe('');
  });

  test('query values are added to the address, lists repeated, nulls left out, what was there kept', async () => {
    await call({ url: `http://${host}/a?x=%20y`, query: { b: 'ç&', c: [1, null, true], d: null } });
    expect(hits[0]?.url).toBe('/a?x=%20y&b=%C3%A7%26&c=1&c=true');
  });

  test.each<[JsonObject, string, string]>([
    [
      { bodyType: 'form', body: { a: 'x y', b: [1, 2], c: null, d: { e: 1 } } },
      'a=x+y&b=1&b=2&d=%7B%22e%22%3A1%7D',
      'application/x-www-form-urlencoded',
    ],
    [{ bodyType: 'text', body: 'olá' }, 'olá', 'text/plain; charset=utf-8'],
    [{ body: '<a/>', headers: { 'Content-Type': 'application/xml' } }, '<a/>', 'application/xml'],
    [{ bodyType: 'json', body: 'olá' }, '"olá"', 'application/json'],
    [{ body: false }, 'false', 'application/json'],
    [{ bodyType: 'binary', body: 'b2zDoQ==' }, 'olá', 'application/octet-stream'],
  ])('%j', async (config, body, type) => {
    await call({ method: 'POST', ...config });
    expect(hits[0]).toMatchObject({ body, headers: { 'content-type': type } });
  });

  test('multipart fields and files, with names that cannot break out', async () => {
    const files: FileStore = {
      put: async () => ({ file: '', name: '', type: '', size: 0, sha256: '' }),
      read: async () => Buffer.from('conteúdo'),
    };
    const foto = { file: 'fil_1', name: 'a"\r\nb.txt', type: 'text/plain', size: 9, sha256: '' };
    await httpRequest.run(
      { method: 'POST', url: `http://${host}/`, bodyType: 'multipart', body: { nome: 'ana', foto } },
      contextFor({ dial, files }),
    );
    const [hit] = hits;
    const form = await new Response(hit?.body, {
      headers: { 'content-type': String(hit?.headers['content-type']) },
    }).formData();
    expect(form.get('nome')).toBe('ana');
    expect(await (form.get('foto') as File).text()).toBe('conteúdo');
    expect(hit?.body).toContain('filename="a%22%0D%0Ab.txt"');
  });

  test.each([
    { headers: { 'X-A': 'a\r\nX-B: b' } },
    { headers: { 'X-A\r\nX-B': 'b' } },
    { headers: { 'X-A': '🙂' } },
    { headers: { '': 'a' } },
    { url: 'não é endereço' },
    { url: '' },
    { method: 'BREW' },
    { extra: 1 },
    { body: { a: 1 }, method: 'POST', bodyType: 'multipart', headers: { a: { b: 1 } } },
  ] as JsonObject[])('%j is bad_config, and nothing is sent', async (config) => {
    await expect(call(config)).rejects.toMatchObject({ code: 'bad_config', retry: 'never' });
    expect(hits).toEqual([]);
  });
});

describe('what comes back', () => {
  test.each<[string, string, JsonObject, Json]>([
    ['application/json', '{"a":1,"__proto__":{"b":2}}', {}, { a: 1 }],
    ['application/problem+json; charset=utf-8', '[1]', {}, [1]],
    ['text/html', '<p>', {}, '<p>'],
    ['application/xml', '<a/>', {}, '<a/>'],
    ['text/plain', '{"a":1}', {}, '{"a":1}'],
    ['text/plain', '{"a":1}', { response: 'json' }, { a: 1 }],
    ['application/json', '{"a":1}', { response: 'text' }, '{"a":1}'],
    ['application/json', '', {}, null],
  ])('%s %s read with %j', async (type, body, config, expected) => {
    answering(200, { 'content-type': type, 'X-Um': '1', 'Set-Cookie': 'a=b' }, body);
    const output = (await call(config)) as JsonObject;
    expect(output).toMatchObject({ status: 200, body: expected, headers: { 'x-um': '1', 'content-type': type } });
    expect(output.headers).not.toHaveProperty('set-cookie');
  });

  test('text in another charset is read in it', async () => {
    answer = (res) =>
      res
        .writeHead(200, { 'content-type': 'text/plain; charset=iso-8859-1' })
        .end(Buffer.from('ação \u0096', 'latin1'));
    expect(await call({})).toMatchObject({ body: 'ação –' });
  });

  test('JSON that is none, or that no value can hold, is bad_output', async () => {
    for (const body of ['{', '{"a":1e999}', '['.repeat(5000) + ']'.repeat(5000)]) {
      answering(200, { 'content-type': 'application/json' }, body);
      await expect(call({})).rejects.toMatchObject({ code: 'bad_output', retry: 'never' });
    }
  });

  test('bytes become a file where files are kept, and say so where they are not', async () => {
    answer = (res) => res.writeHead(200, { 'content-type': 'image/png' }).end(Buffer.from([137, 80, 0, 255]));
    await expect(call({ url: `http://${host}/a/foto.png` })).rejects.toMatchObject({ code: 'files_not_available' });
    const files: FileStore = {
      put: async (_, { bytes, name, type }) => ({ file: 'fil_1', name, type, size: bytes.length, sha256: 'x' }),
      read: async () => Buffer.of(),
    };
    const output = await httpRequest.run(
      { method: 'GET', url: `http://${host}/a/foto.png` },
      contextFor({ dial, files }),
    );
    expect(output).toMatchObject({ body: { file: 'fil_1', name: 'foto.png', type: 'image/png', size: 4 } });
  });
});

describe('failures', () => {
  test.each([
    [400, 'never'],
    [404, 'never'],
    [408, 'retry'],
    [422, 'never'],
    [425, 'retry'],
    [500, 'retry'],
    [503, 'retry'],
    [599, 'retry'],
  ])('%i is http_%i, class %s', async (status, retry) => {
    answering(status, { 'content-type': 'application/json' }, '{"error":"não"}');
    await expect(call({})).rejects.toMatchObject({
      code: `http_${status}`,
      retry,
      details: { status, body: { error: 'não' } },
    });
  });

  test('429 waits until Retry-After, in seconds or as a date', async () => {
    const before = Date.now();
    answering(429, { 'retry-after': '120' });
    const error = await call({}).catch((one) => one);
    expect(error).toMatchObject({ code: 'http_429', retry: 'wait' });
    expect(error.waitUntil - before).toBeGreaterThanOrEqual(120_000);
    expect(error.waitUntil - before).toBeLessThan(125_000);
    const date = new Date(Math.ceil(before / 1000) * 1000 + 60_000);
    answering(429, { 'retry-after': date.toUTCString() });
    await expect(call({})).rejects.toMatchObject({ retry: 'wait', waitUntil: date.getTime() });
  });

  test('429 that names no time, or one that is past, still makes a pause', async () => {
    for (const headers of [
      {},
      { 'retry-after': '0' },
      { 'retry-after': 'logo' },
      { 'retry-after': 'Thu, 01 Jan 1970 00:00:00 GMT' },
    ]) {
      answering(429, headers as Record<string, string>);
      const error = await call({}).catch((one) => one);
      expect(error.waitUntil).toBeGreaterThanOrEqual(Date.now() + 500);
    }
  });

  test('with a list in failOn only those fail', async () => {
    answering(404, { 'content-type': 'text/plain' }, 'nada');
    expect(await call({ failOn: [500] })).toMatchObject({ status: 404, body: 'nada' });
    expect(await call({ failOn: [] })).toMatchObject({ status: 404 });
    answering(202);
    await expect(call({ failOn: [202] })).rejects.toMatchObject({ code: 'http_202', retry: 'never' });
  });

  test('the body of a failure may be anything, and is cut', async () => {
    answering(500, { 'content-type': 'application/json' }, '<html>');
    await expect(call({})).rejects.toMatchObject({ details: { body: '<html>' } });
    answering(500, {}, 'x'.repeat(200_000));
    const error = await call({}).catch((one) => one);
    expect(error.details.body.length).toBe(64 * 1024 + 1);
  });

  test('its message does not hold the query, where keys may stand', async () => {
    answering(500);
    const error = await call({ url: `http://${host}/a?key=segredo` }).catch((one) => one);
    expect(error.message).toBe(`GET http://${host}/a answered 500`.concat('.'));
  });

  test('more redirects than allowed are a failure, none allowed makes the redirect the answer', async () => {
    answer = (res) => res.writeHead(302, { location: '/outra' }).end();
    await expect(call({ followRedirects: 2 })).rejects.toMatchObject({ code: 'http_302', retry: 'never' });
    expect(hits).toHaveLength(3);
    expect(await call({ followRedirects: 0 })).toMatchObject({ status: 302, headers: { location: '/outra' } });
  });

  test('the time of the attempt ends it', async () => {
    answer = () => {};
    await expect(call({}, { timeoutMs: 50 })).rejects.toMatchObject({ code: 'timeout', retry: 'retry' });
  });

  test('an answer above 4 MB is too_large', async () => {
    answering(200, { 'content-type': 'text/plain' }, 'x'.repeat(4 * 1024 * 1024 + 1));
    await expect(call({})).rejects.toMatchObject({ code: 'too_large', retry: 'never' });
  });
});

describe('a connection', () => {
  const connection = (config: JsonObject, secret: JsonObject, hosts = [host]): { connection: ConnectionValue } => ({
    connection: { id: 'con_1', connector: 'http', name: 'ERP', config, secret, hosts },
  });

  test.each<[JsonObject, JsonObject, Record<string, string>]>([
    [
      { auth: 'basic', username: 'ana' },
      { password: 'ç:1' },
      { authorization: `Basic ${Buffer.from('ana:ç:1').toString('base64')}` },
    ],
    [{ auth: 'bearer' }, { token: 't0k' }, { authorization: 'Bearer t0k' }],
    [{ auth: 'header', header: 'X-Api-Key' }, { value: 'v' }, { 'x-api-key': 'v' }],
  ])('signs with %j, over what the config says', async (config, secret, headers) => {
    await call({ headers: { Authorization: 'do autor', 'X-Api-Key': 'do autor' } }, connection(config, secret));
    expect(hits[0]?.headers).toMatchObject(headers);
  });

  test('its secret goes to its hosts only', async () => {
    const elsewhere = connection({ auth: 'bearer' }, { token: 't0k' }, ['api.example']);
    await expect(call({}, elsewhere)).rejects.toMatchObject({ code: 'address_refused', retry: 'never' });
    expect(hits).toEqual([]);
  });

  test('of another connector is refused', async () => {
    const other = { connection: { ...connection({}, {}).connection, connector: 'webhook' } };
    await expect(call({}, other)).rejects.toMatchObject({ code: 'missing_connection' });
  });
});

describe('the breaker', () => {
  const trying = (breakers = createBreakers(), tenant = 't1') => {
    const one = contextFor({ dial, breakers }, { tenant: { id: tenant, slug: tenant } });
    return (path = '/') =>
      httpRequest.run({ method: 'GET', url: `http://${host}${path}` }, one).catch((error) => error.code);
  };

  test('opens after ten failures in a row, for one tenant’s host, and then nothing is sent', async () => {
    answering(503);
    const breakers = createBreakers();
    const attempt = trying(breakers);
    for (let i = 0; i < 10; i++) expect(await attempt()).toBe('http_503');
    expect(await attempt()).toBe('breaker_open');
    expect(hits).toHaveLength(10);
    expect(await trying(breakers, 't2')()).toBe('http_503');
  });

  test('never counts 4xx answers', async () => {
    const attempt = trying();
    for (const status of [400, 404, 408, 422, 425, 429]) {
      answering(status);
      for (let i = 0; i < 12; i++) expect(await attempt()).toBe(`http_${status}`);
    }
  });

  test('counts what cannot be reached', async () => {
    const closed = contextFor({ dial: createDialer({ allowPrivateHosts: ['127.0.0.1:1'] }) });
    const attempt = () =>
      httpRequest.run({ method: 'GET', url: 'http://127.0.0.1:1/' }, closed).catch((error) => error.code);
    for (let i = 0; i < 10; i++) expect(await attempt()).toBe('connection_failed');
    expect(await attempt()).toBe('breaker_open');
  });
});
