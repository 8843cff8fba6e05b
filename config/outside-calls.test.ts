import { afterEach, expect, test, vi } from 'vitest';
import { type CallOutside, createOutside, OutsideClosed, OutsideRefused } from './outside-calls.ts';

afterEach(() => void vi.useRealTimers());

const away = () => Promise.reject(new Error('away'));
const open = async (mail: CallOutside) => {
  for (let i = 0; i < 5; i++) await mail(away).catch(() => undefined);
};

test('after five failures in a row it is not asked, and only it; then one call tries, and closes it', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  const calls = createOutside(20);
  const [mail, store] = [calls.breaker('mail'), calls.breaker('key_service')];
  await open(mail);
  let asked = 0;
  const ask = () => mail(async () => ++asked);
  await expect(ask()).rejects.toThrow(OutsideClosed);
  expect([asked, await store(async () => 'kept')]).toEqual([0, 'kept']);
  expect(calls.states()).toEqual([
    { name: 'mail', state: 'open', refused: 1 },
    { name: 'key_service', state: 'closed', refused: 0 },
  ]);
  vi.advanceTimersByTime(25);
  expect(await ask()).toBe(1);
  expect(calls.states()[0]).toMatchObject({ name: 'mail', state: 'closed' });
});

test('a try that fails leaves it alone again', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  const mail = createOutside(20).breaker('mail');
  await open(mail);
  vi.advanceTimersByTime(25);
  await expect(mail(away)).rejects.toThrow('away');
  await expect(mail(async () => 1)).rejects.toThrow(OutsideClosed);
});

test('who refuses is well: no number of refusals, nor of errors that the caller calls well, opens it', async () => {
  const calls = createOutside();
  const mail = calls.breaker('mail');
  const store = calls.breaker('key_service', (error) => error instanceof TypeError);
  for (let i = 0; i < 20; i++) {
    await mail(() => Promise.reject(new OutsideRefused('no'))).catch(() => undefined);
    await store(() => Promise.reject(new TypeError('404'))).catch(() => undefined);
  }
  expect(calls.states().map(({ state }) => state)).toEqual(['closed', 'closed']);
});
