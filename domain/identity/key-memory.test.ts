import { expect, test } from 'vitest';
import { KeyMemory, REMEMBERED_MS } from './key-memory.ts';

const TENANT = '0190a000-0000-7000-8000-000000000001';
const KEY = '0190a000-0000-7000-8000-000000000002';
const HASH = new Uint8Array([1, 2, 3]);
const row = { id: TENANT, key_id: KEY };

const open = () => {
  let nowMs = 0;
  let reads = 0;
  const memory = new KeyMemory(() => nowMs);
  return {
    memory,
    pass: (ms: number) => void (nowMs += ms),
    reads: () => reads,
    ask: (lasts: number | null = null, meanwhile = (): void => {}) =>
      memory.row(HASH, async () => {
        reads += 1;
        meanwhile();
        return { row, lasts };
      }),
  };
};

test('a key is read once in half a second, counted from before it was read', async () => {
  const { ask, pass, reads } = open();
  await ask(null, () => pass(REMEMBERED_MS - 1));
  await ask();
  expect(reads()).toBe(1);
  pass(1);
  await ask();
  expect(reads()).toBe(2);
});

test('a key that ends sooner is not remembered beyond its end', async () => {
  const { ask, pass, reads } = open();
  await ask(20);
  pass(20);
  await ask();
  expect(reads()).toBe(2);
});

test('notices of its tenant, of itself and of everybody forget it; of others, and of people, do not', async () => {
  const { ask, memory, reads } = open();
  const said = (notice: Parameters<typeof memory.forget>[0]) => {
    memory.forget(notice);
    return ask().then(reads);
  };
  await ask();
  expect(await said({ tenantId: 'ten_0190a000000070008000000000000009' })).toBe(1);
  expect(await said({ userId: 'usr_0190a000000070008000000000000001' })).toBe(1);
  expect(await said({ sessionId: 'ses_0190a000000070008000000000000001' })).toBe(1);
  expect(await said({ tenantId: 'ten_0190a000000070008000000000000001' })).toBe(2);
  expect(await said({ keyId: 'key_0190a000000070008000000000000002' })).toBe(3);
  expect(await said({})).toBe(4);
});

test('what was being read when something changed is not kept', async () => {
  const { ask, memory, reads } = open();
  await ask(null, () => memory.forget({ keyId: 'key_0190a000000070008000000000000009' }));
  await ask();
  expect(reads()).toBe(2);
});

test('a key that is not known is asked for each time', async () => {
  const { memory } = open();
  let reads = 0;
  const ask = () =>
    memory.row(HASH, async () => {
      reads += 1;
      return null;
    });
  expect([await ask(), await ask(), reads]).toEqual([null, null, 2]);
});

test('what is over goes with the first notice of anybody; an id that is none takes nothing else with it', async () => {
  let [nowMs, n] = [0, 0];
  const memory = new KeyMemory(() => nowMs);
  const read = () => Promise.resolve({ row: { ...row, n: n++ }, lasts: null });
  await memory.row(HASH, read);
  nowMs = REMEMBERED_MS;
  memory.forget({ tenantId: 'ten_x' });
  // Were it still there, going back in time would find it.
  nowMs = 0;
  await memory.row(HASH, read);
  expect(n).toBe(2);
  memory.forget({ keyId: 'key_x' });
  await memory.row(HASH, read);
  expect(n).toBe(2);
});
