import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, expect, test } from 'vitest';
import type { FileLinks, FileValue } from '#flow/contracts/file-store.ts';
import type { Json } from '#flow/json.ts';
import { contextFor } from '../context-for.ts';
import { inMemoryFiles } from '../in-memory-files.ts';
import { filesFetch } from './fetch.ts';
import { filesLink } from './link.ts';
import { filesStore } from './store.ts';

const server = createServer((req, res) => {
  if (req.url === '/falta.png') return void res.writeHead(404).end('no');
  if (req.url === '/vazio') return void res.writeHead(200).end();
  res.writeHead(200, { 'content-type': 'image/png' }).end(Buffer.from([137, 80, 78, 71]));
});
await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
afterAll(() => void server.close());
const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;

const files = inMemoryFiles();
const fileLinks: FileLinks = { link: async (about) => JSON.stringify(about) };
const context = contextFor({ files, fileLinks, allowPrivateHosts: [host] }, { nowMs: Date.UTC(2025, 5, 1) });
const store = async (config: Record<string, Json>) => (await filesStore.run(config, context)) as unknown as FileValue;
const fetched = (config: Record<string, Json>, file: FileValue) =>
  filesFetch.run({ file: { ...file }, ...config }, context);

test.each<[string, Record<string, Json>, Json, { name: string; type: string }]>([
  ['a text', { content: 'olá' }, 'olá', { name: 'file.txt', type: 'text/plain; charset=utf-8' }],
  ['any other value, as JSON', { content: { a: [1] } }, '{"a":[1]}', { name: 'file.json', type: 'application/json' }],
  ['base64', { from: 'base64', content: 'b2zDoQ==' }, 'olá', { name: 'file.bin', type: 'application/octet-stream' }],
  [
    'base64 in lines',
    { from: 'base64', content: 'b2\nzDoQ' },
    'olá',
    { name: 'file.bin', type: 'application/octet-stream' },
  ],
  [
    'a data: address',
    { from: 'base64', content: 'data:text/plain;base64,b2zDoQ==', type: 'text/plain' },
    'olá',
    { name: 'file.bin', type: 'text/plain' },
  ],
  [
    'a name that is no path',
    { content: 'x', name: '../etc/passwd' },
    'x',
    { name: '.._etc_passwd', type: 'text/plain; charset=utf-8' },
  ],
])('%s is kept, and read again', async (_, config, text, about) => {
  const file = await store(config);
  expect(file).toMatchObject({ ...about, size: Buffer.byteLength(String(text)), sha256: file.file });
  expect(await fetched({}, file)).toEqual({ content: text, ...about, size: file.size });
});

test('what is at an address is kept with its type and name, which the config may change', async () => {
  const url = `http://${host}/logo.png?v=1`;
  const file = await store({ from: 'url', content: url });
  expect(file).toMatchObject({ name: 'logo.png', type: 'image/png', size: 4 });
  expect(await fetched({ as: 'base64' }, file)).toMatchObject({ content: 'iVBORw==' });
  expect(await store({ from: 'url', content: url, name: 'marca.png' })).toMatchObject({
    name: 'marca.png',
    file: file.file,
  });
  expect(await store({ from: 'url', content: `http://${host}/vazio` })).toMatchObject({ size: 0 });
});

test.each<[string, Record<string, Json>, string]>([
  ['an address that is not there', { from: 'url', content: `http://${host}/falta.png` }, 'http_404'],
  ['a private address', { from: 'url', content: 'http://169.254.169.254/latest' }, 'address_refused'],
  ['an address that is none', { from: 'url', content: 'nada' }, 'bad_config'],
  ['an address that is no text', { from: 'url', content: 5 }, 'bad_value'],
  ['base64 that is none', { from: 'base64', content: 'não' }, 'bad_value'],
  ['base64 cut short', { from: 'base64', content: 'b2zDo' }, 'bad_value'],
  ['25 MB and one', { content: 'x'.repeat(25 * 1024 * 1024 + 1) }, 'too_large'],
  ['a type that would begin a header', { content: 'x', type: 'text/plain\r\nset-cookie: a' }, 'bad_config'],
])('%s is refused', async (_, config, code) => {
  await expect(store(config)).rejects.toMatchObject({ code });
});

test('JSON is read as a value; what is none is bad_output', async () => {
  expect(await fetched({ as: 'json' }, await store({ content: { a: 1 } }))).toMatchObject({ content: { a: 1 } });
  await expect(fetched({ as: 'json' }, await store({ content: '{' }))).rejects.toMatchObject({ code: 'bad_output' });
});

test('text that is no UTF-8 is read as Excel writes it, or as the config says', async () => {
  const file = await store({ from: 'base64', content: Buffer.from('preço', 'latin1').toString('base64') });
  expect(await fetched({}, file)).toMatchObject({ content: 'preço' });
  expect(await fetched({ encoding: 'utf-8' }, file)).toMatchObject({ content: 'pre\ufffdo' });
});

test('a file larger than the limit stays out of the run, and the error says how large it is', async () => {
  const file = await store({ content: 'x'.repeat(2_000_000) });
  await expect(fetched({}, file)).rejects.toMatchObject({
    code: 'too_large',
    details: { size: 2_000_000, max: 1_048_576 },
  });
  expect(await fetched({ maxBytes: 4_000_000 }, file)).toMatchObject({ size: 2_000_000 });
  const large = await store({ content: 'x'.repeat(3_500_000) });
  await expect(fetched({ maxBytes: 4_194_304, as: 'base64' }, large)).rejects.toMatchObject({ code: 'too_large' });
});

test('another tenant reads nothing of it', async () => {
  const file = await store({ content: 'segredo' });
  const other = contextFor({ files }, { tenant: { id: 't2', slug: 'other' } });
  await expect(filesFetch.run({ file: { ...file } }, other)).rejects.toMatchObject({ code: 'not_found' });
});

test('a link names the file, the tenant and when it expires: a day from now, or what the config says', async () => {
  const file = await store({ content: 'x', name: 'a.txt' });
  const { url, expiresAt } = (await filesLink.run({ file: { ...file } }, context)) as {
    url: string;
    expiresAt: string;
  };
  expect(expiresAt).toBe('2025-06-02T00:00:00.000Z');
  expect(JSON.parse(url)).toEqual({
    tenantId: 't1',
    file: file.file,
    name: 'a.txt',
    type: file.type,
    expiresAt: Date.parse(expiresAt),
    show: false,
  });
  expect(await filesLink.run({ file: { ...file }, expiresIn: 'PT1H' }, context)).toMatchObject({
    expiresAt: '2025-06-01T01:00:00.000Z',
  });
  for (const expiresIn of ['P31D', 'PT0S', 'amanhã'])
    await expect(filesLink.run({ file: { ...file }, expiresIn }, context)).rejects.toMatchObject({
      code: 'bad_config',
    });
});

test('where nobody keeps files, each says so', async () => {
  const file = { file: 'a', name: 'a', type: 't' };
  for (const run of [
    filesStore.run({ content: 'x' }, contextFor()),
    filesFetch.run({ file }, contextFor()),
    filesLink.run({ file }, contextFor()),
  ])
    await expect(run).rejects.toMatchObject({ code: 'files_not_available' });
});
