import { expect, test } from 'vitest';
import type { ObjectStore } from './object-store.ts';
import { rememberedObjects } from './remembered-objects.ts';

const HOUR = 3_600_000;

/** A store in memory, which notes what it is asked. */
function noted() {
  const asked: string[] = [];
  const objects = new Map<string, Uint8Array>();
  const store: ObjectStore = {
    name: 'postgres',
    put: (tenant, hash, bytes) => {
      asked.push(`put ${tenant}/${hash}`);
      objects.set(`${tenant}/${hash}`, bytes);
      return Promise.resolve();
    },
    get: (tenant, hash) => {
      asked.push(`get ${tenant}/${hash}`);
      const bytes = objects.get(`${tenant}/${hash}`);
      return bytes ? Promise.resolve(bytes) : Promise.reject(new Error('not there'));
    },
    list: () => Promise.resolve([...objects.keys()]),
    remove: (tenant, hash) => {
      objects.delete(`${tenant}/${hash}`);
      return Promise.resolve();
    },
  };
  return { store, asked };
}

test('a small object is put once an hour and never read again; another tenant\u2019s is another', async () => {
  const { store, asked } = noted();
  let now = 0;
  const mine = rememberedObjects(store, { most: 5, below: 100 }, () => now);
  const bytes = Buffer.from('plan');
  for (const at of [0, HOUR / 2]) {
    now = at;
    await mine.put('a', 'h', bytes);
    expect(await mine.get('a', 'h')).toEqual(bytes);
  }
  expect(asked).toEqual(['put a/h']);
  await mine.put('b', 'h', bytes);
  now = HOUR + 1;
  await mine.put('a', 'h', bytes);
  expect(asked).toEqual(['put a/h', 'put b/h', 'put a/h']);
});

test('what it only read is still put; what is large, or was forgotten for newer ones, is asked for again', async () => {
  const { store, asked } = noted();
  const mine = rememberedObjects(store, { most: 2, below: 100 });
  await store.put('a', 'old', Buffer.from('x'));
  for (let i = 0; i < 2; i++) await mine.get('a', 'old');
  await mine.put('a', 'old', Buffer.from('x'));
  expect(asked.splice(0)).toEqual(['put a/old', 'get a/old', 'put a/old']);
  await mine.put('a', 'large', Buffer.alloc(100));
  for (let i = 0; i < 2; i++) await mine.get('a', 'large');
  expect(asked.splice(0)).toEqual(['put a/large', 'get a/large', 'get a/large']);
  for (const hash of ['1', '2']) await mine.put('a', hash, Buffer.from('x'));
  await mine.get('a', 'old');
  expect(asked).toEqual(['put a/1', 'put a/2', 'get a/old']);
});

test('what could not be put is not taken for put', async () => {
  const { store, asked } = noted();
  let fails = true;
  const put: ObjectStore['put'] = (...given) => (fails ? Promise.reject(new Error('away')) : store.put(...given));
  const mine = rememberedObjects({ ...store, put }, { most: 5, below: 100 });
  await expect(mine.put('a', 'h', Buffer.from('x'))).rejects.toThrow('away');
  fails = false;
  await mine.put('a', 'h', Buffer.from('x'));
  expect(asked).toEqual(['put a/h']);
});
