import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { afterEach, expect, test } from 'vitest';
import { createDialer, type Dialer, type DialerSettings } from './dialer.ts';

const open: (Server | Dialer)[] = [];

afterEach(async () => {
  for (const one of open.splice(0)) {
    if ('request' in one) await one.close();
    else {
      one.closeAllConnections();
      one.close();
    }
  }
});

/** A server on this machine; gives its `host:port`. */
const serve = async (listener: RequestListener): Promise<string> => {
  const server = createServer(listener).listen(0, '127.0.0.1');
  open.push(server);
  await once(server, 'listening');
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
};

const dialer = (settings: DialerSettings = {}): Dialer => {
  const made = createDialer(settings);
  open.push(made);
  return made;
};

const latch = () => {
  let open = () => {};
  const opened = new Promise<void>((done) => {
    open = done;
  });
  return { open: () => open(), opened };
};

const text = (bytes: Uint8Array) => Buffer.from(bytes).toString();
const get = (url: string) => ({ method: 'GET', url });

test('a listed host is reached, on the listed port only', async () => {
  const host = await serve((_, res) => res.end('olá'));
  const other = await serve((_, res) => res.end('não'));
  const dial = dialer({ allowPrivateHosts: [host] });
  const answer = await dial.request(get(`http://${host}/x?y=1`));
  expect([answer.status, text(answer.body), answer.url]).toEqual([200, 'olá', `http://${host}/x?y=1`]);
  await expect(dial.request(get(`http://${other}/`))).rejects.toMatchObject({
    code: 'address_refused',
    retry: 'never',
  });
});

test.each([
  'http://127.0.0.1/',
  'http://2130706433/',
  'http://0x7f.1/',
  'http://[::1]/',
  'http://[::ffff:10.0.0.1]/',
  'http://[::ffff:7f00:1]/',
  'http://[64:ff9b::a00:1]/',
  'http://[2002:7f00:1::]/',
  'http://[::7f00:1]/',
  'http://[fd00::1]/',
  'http://[fe80::1]/',
  'http://0.0.0.0/',
  'http://10.1.2.3/',
  'http://172.16.0.1/',
  'http://192.168.0.1/',
  'http://100.64.0.1/',
  'http://169.254.169.254/latest/meta-data/',
  'http://168.63.129.16/',
  'http://224.0.0.1/',
  'http://255.255.255.255/',
  'http://198.18.0.1/',
  'file:///etc/passwd',
  'ftp://example.com/',
])('%s is refused', async (url) => {
  await expect(dialer().request(get(url))).rejects.toMatchObject({ code: 'address_refused' });
});

test('a name that leads to a private address is refused, even beside a public one', async () => {
  const dial = dialer({ resolve: async () => ['93.184.215.14', '10.0.0.5'] });
  await expect(dial.request(get('http://shop.example/'))).rejects.toMatchObject({ code: 'address_refused' });
});

test('the address that was checked is the one connected to: a name is resolved once a connection', async () => {
  const host = await serve((req, res) => res.end(req.headers.host));
  const port = Number(host.split(':')[1]);
  const answers = [['127.0.0.1'], ['10.0.0.5']];
  let asked = 0;
  const dial = dialer({
    allowPrivateHosts: ['rebind.example'],
    resolve: async () => answers[Math.min(asked++, 1)] ?? [],
  });
  const answer = await dial.request(get(`http://rebind.example:${port}/`));
  expect([text(answer.body), asked]).toEqual([`rebind.example:${port}`, 1]);
});

test('over TLS the server is asked for by its name, not by the address that was checked', async () => {
  const asked: string[] = [];
  const server = createTlsServer({
    SNICallback: (name, done) => (asked.push(name), done(new Error('no certificate'))),
  });
  server.on('tlsClientError', () => {}).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const dial = dialer({ allowPrivateHosts: ['shop.example'], resolve: async () => ['127.0.0.1'] });
  await expect(dial.request(get(`https://shop.example:${port}/`))).rejects.toMatchObject({ code: 'connection_failed' });
  server.close();
  expect(asked).toEqual(['shop.example']);
});

test('our own servers stay closed even when listed, under each of their names', async () => {
  const host = await serve((_, res) => res.end('nosso'));
  const port = Number(host.split(':')[1]);
  const dial = dialer({
    allowPrivateHosts: ['127.0.0.1', 'localhost', '0.0.0.0', '[::1]', 'db.example'],
    forbidden: [{ host: 'localhost', port }],
    resolve: async () => ['127.0.0.1'],
  });
  for (const name of ['127.0.0.1', 'localhost', '0.0.0.0', '[::1]', 'db.example'])
    await expect(dial.request(get(`http://${name}:${port}/`)), name).rejects.toMatchObject({ code: 'address_refused' });
});

test('a redirect to a private address is refused', async () => {
  const secret = await serve((_, res) => res.end('segredo'));
  const host = await serve((_, res) => res.writeHead(302, { location: `http://${secret}/` }).end());
  const dial = dialer({ allowPrivateHosts: [host] });
  await expect(dial.request(get(`http://${host}/`))).rejects.toMatchObject({ code: 'address_refused' });
});

test('a redirect to another scheme is refused', async () => {
  const host = await serve((_, res) => res.writeHead(302, { location: 'file:///etc/passwd' }).end());
  const dial = dialer({ allowPrivateHosts: [host] });
  await expect(dial.request(get(`http://${host}/`))).rejects.toMatchObject({ code: 'address_refused' });
});

test.each([
  [301, 'POST', 'GET', ''],
  [302, 'POST', 'GET', ''],
  [303, 'PUT', 'GET', ''],
  [302, 'PUT', 'PUT', 'corpo'],
  [307, 'POST', 'POST', 'corpo'],
  [308, 'POST', 'POST', 'corpo'],
])('a %i after %s goes on as %s', async (status, method, then, body) => {
  const host = await serve((req, res) => {
    if (req.url === '/a') return void res.writeHead(status, { location: '/b' }).end('longe');
    let got = '';
    req
      .on('data', (chunk) => (got += chunk))
      .on('end', () => res.end(`${req.method}|${got}|${req.headers['content-type']}`));
  });
  const dial = dialer({ allowPrivateHosts: [host] });
  const answer = await dial.request({
    method,
    url: `http://${host}/a`,
    body: Buffer.from('corpo'),
    headers: { 'Content-Type': 'text/plain' },
  });
  expect(text(answer.body)).toBe(`${then}|${body}|${body ? 'text/plain' : undefined}`);
});

test('after five redirects the sixth is the answer, marked', async () => {
  let hits = 0;
  const host = await serve((_, res) => res.writeHead(302, { location: `/${++hits}` }).end());
  const dial = dialer({ allowPrivateHosts: [host] });
  expect(await dial.request(get(`http://${host}/`))).toMatchObject({ status: 302, redirectsExhausted: true });
  expect(hits).toBe(6);
  expect(await dial.request({ ...get(`http://${host}/`), followRedirects: 0 })).toMatchObject({
    status: 302,
    redirectsExhausted: false,
  });
});

test('credentials go to their hosts only: a redirect elsewhere drops them, one back brings the connection’s again', async () => {
  const seen: string[] = [];
  const note: RequestListener = (req) =>
    seen.push([req.headers.authorization, req.headers['x-api-key'], req.headers['x-plain']].join('|'));
  const away = await serve((req, res) => {
    note(req, res);
    res.writeHead(302, { location: `http://${home}/back` }).end();
  });
  const home = await serve((req, res) => {
    note(req, res);
    if (req.url === '/back') return void res.end('fim');
    res.writeHead(302, { location: `http://${away}/` }).end();
  });
  const dial = dialer({ allowPrivateHosts: [home, away] });
  await dial.request({
    ...get(`http://${home}/`),
    headers: { 'X-Api-Key': 'do autor', 'X-Plain': 'fica' },
    credential: { headers: { Authorization: 'Bearer t' }, hosts: [home] },
  });
  expect(seen).toEqual(['Bearer t|do autor|fica', '||fica', 'Bearer t||fica']);
});

test.each([
  ['gzip', gzipSync],
  ['br', brotliCompressSync],
  ['deflate', deflateSync],
  ['deflate', deflateRawSync],
] as const)('%s is unfolded', async (coding, pack) => {
  const host = await serve((_, res) =>
    res.writeHead(200, { 'content-encoding': coding }).end(pack('ação'.repeat(9000))),
  );
  const answer = await dialer({ allowPrivateHosts: [host] }).request(get(`http://${host}/`));
  expect(text(answer.body)).toBe('ação'.repeat(9000));
});

test('a damaged compressed answer is bad_output', async () => {
  const host = await serve((_, res) => res.writeHead(200, { 'content-encoding': 'gzip' }).end('não é gzip'));
  const dial = dialer({ allowPrivateHosts: [host] });
  await expect(dial.request(get(`http://${host}/`))).rejects.toMatchObject({ code: 'bad_output' });
});

test('an answer of 20 MB fails at once by its announced length, and its socket is closed', async () => {
  const closed = latch();
  const host = await serve((_, res) => {
    res.writeHead(200, { 'content-length': 20 * 1024 * 1024 });
    res.write('x'.repeat(1024));
    res.on('close', () => closed.open());
  });
  const dial = dialer({ allowPrivateHosts: [host] });
  await expect(dial.request(get(`http://${host}/`))).rejects.toMatchObject({ code: 'too_large', retry: 'never' });
  await closed.opened;
});

test('an endless answer fails at the limit, and its socket is closed', async () => {
  const closed = latch();
  const host = await serve((_, res) => {
    const timer = setInterval(() => res.write(Buffer.alloc(64 * 1024)), 1);
    res.on('close', () => {
      clearInterval(timer);
      closed.open();
    });
  });
  const dial = dialer({ allowPrivateHosts: [host] });
  await expect(dial.request({ ...get(`http://${host}/`), maxBytes: 512 * 1024 })).rejects.toMatchObject({
    code: 'too_large',
  });
  await closed.opened;
});

test('a small answer that unfolds to a large one fails at the limit', async () => {
  const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024));
  const host = await serve((_, res) => res.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb));
  const dial = dialer({ allowPrivateHosts: [host] });
  const before = process.memoryUsage().arrayBuffers;
  await expect(dial.request(get(`http://${host}/`))).rejects.toMatchObject({ code: 'too_large' });
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(24 * 1024 * 1024);
});

test('a server that hangs ends in timeout, before the headers and within the body', async () => {
  const host = await serve((req, res) => {
    if (req.url === '/body') res.writeHead(200).write('meio');
  });
  const dial = dialer({ allowPrivateHosts: [host] });
  for (const path of ['/head', '/body'])
    await expect(dial.request({ ...get(`http://${host}${path}`), timeoutMs: 50 })).rejects.toMatchObject({
      code: 'timeout',
      retry: 'retry',
    });
  await expect(dial.request({ ...get(`http://${host}/head`), signal: AbortSignal.timeout(50) })).rejects.toMatchObject({
    code: 'timeout',
  });
});

test('a name that is never resolved ends in timeout, too', async () => {
  const dial = dialer({ resolve: () => new Promise(() => {}) });
  await expect(dial.request({ ...get('http://slow.example/'), timeoutMs: 50 })).rejects.toMatchObject({
    code: 'timeout',
  });
});

test('an abort closes the socket and gives the reason of the one who aborted', async () => {
  const closed = latch();
  const control = new AbortController();
  const host = await serve((req) => {
    req.on('close', () => closed.open());
    control.abort(new Error('cancelada'));
  });
  const dial = dialer({ allowPrivateHosts: [host] });
  await expect(dial.request({ ...get(`http://${host}/`), signal: control.signal })).rejects.toThrow('cancelada');
  await closed.opened;
});

test('no server, no name and a cut answer are connection_failed', async () => {
  const host = await serve((_, res) => {
    res.writeHead(200, { 'content-length': 100 }).write('meio');
    setTimeout(() => res.destroy(), 5);
  });
  const dial = dialer({ allowPrivateHosts: ['127.0.0.1', host, 'nowhere.example'] });
  const failure = { code: 'connection_failed', retry: 'retry' };
  await expect(dial.request(get('http://127.0.0.1:1/'))).rejects.toMatchObject(failure);
  await expect(dial.request(get(`http://${host}/`))).rejects.toMatchObject(failure);
  const nameless = dialer({ resolve: async () => [] });
  await expect(nameless.request(get('http://nowhere.example/'))).rejects.toMatchObject(failure);
});

test('of several checked addresses the next is tried when one does not answer', async () => {
  const host = await serve((_, res) => res.end('segundo'));
  const port = Number(host.split(':')[1]);
  const dial = dialer({ allowPrivateHosts: ['two.example'], resolve: async () => ['127.0.0.2', '127.0.0.1'] });
  expect(text((await dial.request(get(`http://two.example:${port}/`))).body)).toBe('segundo');
});

test('a password in the address is refused: it would stand in every trace', async () => {
  const withPassword = new URL('http://example.com/');
  Object.assign(withPassword, { username: 'user', password: 'pass' });
  await expect(dialer().request(get(String(withPassword)))).rejects.toMatchObject({ code: 'bad_config' });
});
