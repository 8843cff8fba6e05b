import { randomBytes } from 'node:crypto';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { startS3 } from '#tests/simulators/s3-server.ts';
import { hashOf } from './payloads.ts';
import { s3Objects } from './s3-objects.ts';

const account = { bucket: 'trama', region: 'sa-east-1', key: 'AKIDEXAMPLE', secret: 'a secret/with+signs' };
const server = await startS3(account);
afterAll(() => server.close());
beforeEach(() => {
  server.faults.length = 0;
  server.requests.length = 0;
});
const store = s3Objects({ ...account, endpoint: server.url, timeoutMs: 120 });
const tenant = `ten_${'1'.repeat(32)}`;
const bytes = randomBytes(200_000);
const hash = hashOf(bytes);

test('what is put comes back, under the tenant’s own prefix; put again it is the same object', async () => {
  await store.put(tenant, hash, bytes);
  await store.put(tenant, hash, bytes);
  expect([...server.objects.keys()]).toEqual([`/trama/${tenant}/${hash}`]);
  expect(Buffer.compare(await store.get(tenant, hash), bytes)).toBe(0);
});

test('what is not there, of another tenant too, is not_found, and is asked for once', async () => {
  await expect(store.get(`ten_${'2'.repeat(32)}`, hash)).rejects.toMatchObject({ code: 'not_found' });
  expect(server.requests).toHaveLength(1);
});

test.each(['../x', 'a'.repeat(63), `${hash}?acl`])('%s is no name of an object, and never leaves', async (name) => {
  await expect(Promise.resolve().then(() => store.get(tenant, name))).rejects.toMatchObject({ code: 'not_found' });
  await expect(Promise.resolve().then(() => store.get('ten_1/../x', hash))).rejects.toMatchObject({
    code: 'not_found',
  });
  expect(server.requests).toEqual([]);
});

test.each(['fail', 'drop', 'truncate', 'hang'] as const)(
  'after one answer that is a %s it is asked again',
  async (fault) => {
    await store.put(tenant, hash, bytes);
    server.faults.push(fault);
    expect(Buffer.compare(await store.get(tenant, hash), bytes)).toBe(0);
  },
);

test.each(['fail', 'drop', 'hang'] as const)(
  'three times %s is `unavailable`: the engine tries again later',
  async (fault) => {
    server.faults.push(fault, fault, fault);
    await expect(store.put(tenant, hash, bytes)).rejects.toMatchObject({ code: 'unavailable', retry: 'retry' });
  },
);

test('a wrong secret, or another region, is refused, and says so', async () => {
  for (const wrong of [{ secret: 'x' }, { region: 'us-east-1' }, { key: 'OTHER' }]) {
    const refused = s3Objects({ ...account, endpoint: server.url, ...wrong });
    await expect(refused.get(tenant, hash)).rejects.toMatchObject({ code: 'unavailable', message: /403/ });
  }
  expect(server.refused).toBeGreaterThanOrEqual(3);
});
