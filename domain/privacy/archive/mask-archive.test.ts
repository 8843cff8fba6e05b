import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { maskText } from '../mask.ts';
import { ARCHIVE_FORMAT, ARCHIVE_VERSION, MOST_PART_BYTES } from './format.ts';
import { maskArchive } from './mask-archive.ts';
import { readTar, tarEnd, tarMember } from './tar.ts';

const KEY = Buffer.from('k'.repeat(32));
async function* one(bytes: Uint8Array) {
  yield bytes;
}

test.each([
  ['Ana Souza', /^[A-Z][a-z]{2} [A-Z][a-z]{4}$/],
  ['(11) 98888-7777', /^\(\d\d\) \d{5}-\d{4}$/],
  ['ana@loja.com.br', /^[a-z]{3}@example\.invalid$/],
  ['Fale com ana@loja.com', /^[A-Z][a-z]{3} [a-z]{3} [a-z]{3}@example\.invalid$/],
])('%s keeps its form, is the same each time, and another under another key', (text, form) => {
  const masked = maskText(text, KEY);
  expect(masked).toMatch(form);
  expect(masked).not.toBe(text);
  expect(maskText(text, KEY)).toBe(masked);
  expect(maskText(text, Buffer.from('o'.repeat(32)))).not.toBe(masked);
});

test('of an archive no canary survives in personal columns, secrets or files; ids, shapes and counts do', async () => {
  const row = {
    ...{ id: '0190', status: 'succeeded', flow_id: '0191' },
    trigger: { type: 'api', data: { nome: 'CANARIO', doc: [12345678901, { fone: '+55 11 97777-0001' }] } },
    output: 'canario@example.com',
  };
  const secret = { id: '1', name: 'erp', secret: 'CANARIO' };
  const manifest = {
    ...{ format: ARCHIVE_FORMAT, version: ARCHIVE_VERSION, madeAt: '2026-01-01T00:00:00Z', leftOut: [] },
    tenant: { id: `ten_${'0'.repeat(32)}`, slug: 'canario', name: 'CANARIO' },
    profile: { name: 'CANARIO', settings: { dono: 'Canario' } },
    people: [{ id: 'usr_1', name: 'Canario', email: 'canario@example.com', role: 'owner' }],
    tables: { runs: { rows: 1, parts: [] }, connections: { rows: 1, parts: [] } },
    files: { count: 1, parts: [] },
  };
  const archive = Buffer.concat([
    await tarMember('tables/runs.000000.jsonl', Buffer.from(`${JSON.stringify(row)}\n`)),
    await tarMember('tables/connections.000001.jsonl', Buffer.from(`${JSON.stringify(secret)}\n`)),
    await tarMember(`files/${'a'.repeat(64)}`, Buffer.from('CANARIO')),
    await tarMember('manifest.json', Buffer.from(JSON.stringify(manifest))),
    await tarEnd(),
  ]);
  const pieces: Uint8Array[] = [];
  for await (const piece of maskArchive(one(gunzipSync(archive)), KEY)) pieces.push(piece);
  const plain = gunzipSync(Buffer.concat(pieces));
  for (const canary of ['canario', '12345678901', '97777'])
    expect(plain.toString().toLowerCase()).not.toContain(canary);
  const files = new Map<string, Buffer>();
  for await (const { path, content } of readTar(one(plain), MOST_PART_BYTES)) files.set(path, content);
  expect([...files.keys()]).toEqual(['tables/runs.000000.jsonl', 'tables/connections.000001.jsonl', 'manifest.json']);
  const masked = JSON.parse(files.get('tables/runs.000000.jsonl')?.toString() ?? '');
  expect(masked).toMatchObject({
    id: '0190',
    status: 'succeeded',
    trigger: { data: { doc: [expect.any(Number), {}] } },
  });
  expect(masked.output).toMatch(/@example\.invalid$/);
});

test('what is cut short, or no tar at all, is refused', async () => {
  const read = async (bytes: Uint8Array) => {
    for await (const _ of readTar(one(bytes), 1_000)) continue;
  };
  await expect(read(gunzipSync(await tarMember('a', Buffer.from('x'))))).rejects.toThrow('cut short');
  await expect(read(Buffer.alloc(512, 'x'))).rejects.toThrow('not an archive');
  await expect(read(gunzipSync(await tarMember('a', Buffer.alloc(2_000))))).rejects.toThrow('too large');
});
