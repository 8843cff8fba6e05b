import { expect, test } from 'vitest';
import { Pressure } from './pressure.ts';

const at = (loopDelays: number[], pool = { waiting: 0, size: 10 }): Pressure => {
  const left = [...loopDelays];
  const pressure = new Pressure({ loopDelayMs: () => left.shift() ?? 0, pool: () => pool }, 1_000_000);
  for (const _ of loopDelays) pressure.look();
  pressure.stop();
  return pressure;
};
const refuses = (pressure: Pressure, plan: string): boolean => {
  try {
    pressure.refuse(plan, 0);
    return false;
  } catch {
    return true;
  }
};

test('small plans are turned away first, the largest never', () => {
  const plans = ['FREE', 'STARTER', 'BUSINESS', 'ENTERPRISE'];
  const turnedAway = (ms: number) => plans.filter((plan) => refuses(at([ms, ms]), plan));
  expect(turnedAway(900)).toEqual([]);
  expect(turnedAway(1_500)).toEqual(['FREE']);
  expect(turnedAway(3_000)).toEqual(['FREE', 'STARTER']);
  expect(turnedAway(60_000)).toEqual(['FREE', 'STARTER', 'BUSINESS']);
});

test('one long pause turns nobody away', () => {
  expect(refuses(at([10, 9_000]), 'FREE')).toBe(false);
  expect(refuses(at([9_000, 10]), 'FREE')).toBe(false);
});

test('who waits for a connection counts like a late event loop', () => {
  const pressure = at([0, 0], { waiting: 400, size: 10 });
  expect(pressure.lateMs).toBe(2_000);
  expect(refuses(pressure, 'STARTER')).toBe(true);
});

test('the time to come back grows with how late we are, and has an end', () => {
  const secondsOf = (ms: number): number => {
    try {
      at([ms, ms]).refuse('FREE', 0);
    } catch (error) {
      return (error as { waitUntil: number }).waitUntil / 1_000;
    }
    return 0;
  };
  expect([1_000, 3_000, 60_000].map(secondsOf)).toEqual([2, 6, 10]);
});
