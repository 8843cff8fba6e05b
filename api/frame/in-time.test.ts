import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { inTime } from './in-time.ts';

const SOON = { timeoutMs: 10, graceMs: 30 };
const late = expect.objectContaining({ code: 'timeout' });

test('what ends in time is given, and nothing fires', async () => {
  const stop = new AbortController();
  expect(await inTime(SOON, stop, async () => 1)).toBe(1);
  await sleep(15);
  expect(stop.signal.aborted).toBe(false);
});

test('what is told to end and was done at that moment is given as done', async () => {
  const stop = new AbortController();
  expect(await inTime(SOON, stop, () => sleep(20, 'done'))).toBe('done');
  expect(stop.signal.aborted).toBe(true);
});

test('what fails once it was told to end, or never ends, took too long', async () => {
  const failing = (stop: AbortController) => async () => {
    await sleep(20);
    stop.signal.throwIfAborted();
  };
  const stop = new AbortController();
  await expect(inTime(SOON, stop, failing(stop))).rejects.toEqual(late);
  await expect(inTime(SOON, new AbortController(), () => new Promise(() => {}))).rejects.toEqual(late);
});
