import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { openBytes, sealBytes } from './seal-bytes.ts';

const keyOf = (id: string) => ({ id, bytes: randomBytes(32) });
const key = keyOf('ten_1:1');
const text = (length: number): Buffer => Buffer.from('pedido de conserto '.repeat(length).slice(0, length));

test.each([0, 1, 511, 512, 20_000, 65_536, 4_000_000])('%i bytes come back as they were', async (length) => {
  for (const plain of [text(length), randomBytes(length)])
    expect(Buffer.from(await openBytes(key, await sealBytes(key, plain))).equals(plain)).toBe(true);
});

test('what repeats itself is packed; what is small or does not gain stays as it is', async () => {
  expect((await sealBytes(key, text(20_000))).length).toBeLessThan(1_000);
  expect((await sealBytes(key, text(100))).length).toBe(100 + 29);
  expect((await sealBytes(key, randomBytes(20_000))).length).toBe(20_000 + 29);
});

test('closed bytes show nothing of what they hold', async () => {
  const sealed = Buffer.from(await sealBytes(key, Buffer.from('{"cpf":"529.982.247-25"}')));
  expect(sealed.includes('529')).toBe(false);
  expect(sealed.includes('cpf')).toBe(false);
});

test('a small value closed twice looks different; a large one the same, so that it is stored once', async () => {
  const [small, large] = [Buffer.from('true'), randomBytes(70_000)];
  expect(await sealBytes(key, small)).not.toEqual(await sealBytes(key, small));
  const [once, again, elsewhere] = await Promise.all([key, key, keyOf('ten_2:1')].map((one) => sealBytes(one, large)));
  expect(Buffer.compare(once ?? large, again ?? large)).toBe(0);
  expect(Buffer.compare(once ?? large, elsewhere ?? large)).not.toBe(0);
});

test('a small value that is to be the same is the same, of the same key', async () => {
  const sealed = await Promise.all([key, key, keyOf('ten_2:1')].map((one) => sealBytes(one, text(100), true)));
  expect(sealed[0]).toEqual(sealed[1]);
  expect(sealed[0]).not.toEqual(sealed[2]);
  expect(Buffer.from(await openBytes(key, sealed[0] ?? text(1))).equals(text(100))).toBe(true);
});

test('any changed byte, another key, and another name of the same key are refused', async () => {
  const sealed = await sealBytes(key, text(30));
  for (let at = 0; at < sealed.length; at += 1) {
    const changed = Uint8Array.from(sealed);
    changed[at] = (changed[at] ?? 0) ^ 1;
    await expect(openBytes(key, changed)).rejects.toMatchObject({ code: 'internal' });
  }
  await expect(openBytes(keyOf('ten_1:1'), sealed)).rejects.toMatchObject({ code: 'internal' });
  await expect(openBytes({ ...key, id: 'ten_1:2' }, sealed)).rejects.toMatchObject({ code: 'internal' });
  await expect(openBytes(key, sealed.subarray(0, 20))).rejects.toMatchObject({ code: 'internal' });
});
