import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { inTime, Stop } from './in-time.ts';

const SOON = { timeoutMs: 10, graceMs: 30 };
const late = expect.objectContaining({ code: 'timeout' });

test('what ends in time is given, and nothing fires', async () => {
  const stop = new Stop();
  expect(await inTime(SOON, stop, async () => 1)).toBe(1);
  await sleep(15);
  expect(stop.reason).toBeUndefined();
});

test('what is told to end and was done at that moment is given as done', async () => {
  const stop = new Stop();
  expect(await inTime(SOON, stop, () => sleep(20, 'done'))).toBe('done');
  expect(stop.reason).toEqual(late);
});

test('what fails once it was told to end, or never ends, took too long', async () => {
  const failing = (stop: Stop) => async () => {
    await sleep(20);
    stop.throwIfAborted();
  };
  const stop = new Stop();
  await expect(inTime(SOON, stop, failing(stop))).rejects.toEqual(late);
  await expect(inTime(SOON, new Stop(), () => new Promise(() => {}))).rejects.toEqual(late);
});
