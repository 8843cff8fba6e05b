import pino from 'pino';
import { expect, test } from 'vitest';
import type { CallRecord } from '#domain/calls/call.ts';
import { CallLog } from './call-log.ts';
import { keptBodies, masked } from './kept-bodies.ts';

const call = (tenantId: string, n: number) => ({ tenantId, id: String(n) }) as CallRecord;
const log = pino({ level: 'silent' });

test('calls are written together, each tenant’s in its own statement', async () => {
  const written: [string, number][] = [];
  const calls = new CallLog({ write: async (tenant, batch) => void written.push([tenant, batch.length]), log });
  for (let n = 0; n < 6; n++) calls.add(call(n % 3 === 0 ? 'a' : 'b', n));
  expect(written).toEqual([]);
  await calls.flush();
  expect(written).toEqual([
    ['a', 2],
    ['b', 4],
  ]);
});

test('a database that does not keep up or fails costs calls in the log, and nothing else', async () => {
  const written: string[] = [];
  let fails = true;
  const write = async (_: string, batch: readonly CallRecord[]) => {
    if (fails) throw new Error('away');
    written.push(...batch.map(({ id }) => id));
  };
  const calls = new CallLog({ write, log, most: 3, every: 60_000 });
  for (let n = 0; n < 5; n++) calls.add(call('a', n));
  await calls.flush();
  fails = false;
  calls.add(call('a', 9));
  await calls.flush();
  expect(written).toEqual(['9']);
});

test('bodies that wait have room up to a size, and calls beyond it are kept without theirs', async () => {
  const written: boolean[] = [];
  const write = async (_: string, batch: readonly CallRecord[]) =>
    void written.push(...batch.map(({ bodies }) => bodies !== null));
  const calls = new CallLog({ write, log, mostBytes: 3_000, every: 60_000 });
  const heavy = (n: number) => ({ ...call('a', n), bodies: keptBodies('x'.repeat(500), null, []) });
  for (let n = 0; n < 4; n++) calls.add(heavy(n));
  await calls.flush();
  calls.add(heavy(4));
  await calls.flush();
  expect(written).toEqual([true, true, false, false, true]);
});

test('secrets are masked by the names of fields and by how they look, everything else stays', () => {
  const note = { masked: false };
  const value = {
    name: 'Ana',
    tokens: 3,
    apiKey: 'abc',
    nested: [{ Authorization: 'Bearer abcdefghijkl', text: 'key trm_abcdefghijklmnop end' }],
    optional: { password: null },
  };
  expect(masked(value, note)).toEqual({
    name: 'Ana',
    tokens: '•••',
    apiKey: '•••',
    nested: [{ Authorization: '•••', text: 'key ••• end' }],
    optional: { password: null },
  });
  expect(note.masked).toBe(true);
  expect(keptBodies({ a: 'x'.repeat(20_000) }, null, [])).toMatchObject({
    request: { $cut: true, size: 20_008 },
    answer: null,
    masked: false,
  });
});
