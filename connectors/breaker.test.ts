import { expect, test } from 'vitest';
import { type Breakers, createBreakers } from './breaker.ts';

const open = (settings = {}) => {
  let nowMs = 1_000_000;
  const breakers = createBreakers({ failures: 3, openMs: 1_000, now: () => nowMs, ...settings });
  return { breakers, pass: (ms: number) => void (nowMs += ms) };
};
const fail = (breakers: Breakers, times: number, key = 'k') => {
  for (let i = 0; i < times; i++) {
    breakers.enter(key);
    breakers.failed(key);
  }
};
const parked = (waitUntil: number) => expect.objectContaining({ code: 'breaker_open', retry: 'wait', waitUntil });

test('it opens after its failures in a row, for its key alone, and says until when', () => {
  const { breakers } = open();
  fail(breakers, 3);
  expect(() => breakers.enter('k')).toThrow(parked(1_001_000));
  expect(() => breakers.enter('other')).not.toThrow();
});

test('an answer between failures begins the row anew', () => {
  const { breakers } = open();
  fail(breakers, 2);
  breakers.succeeded('k');
  fail(breakers, 2);
  expect(() => breakers.enter('k')).not.toThrow();
});

test('after the pause one call passes; its success closes, its failure opens for another pause', () => {
  const { breakers, pass } = open();
  fail(breakers, 3);
  pass(1_000);
  breakers.enter('k');
  expect(() => breakers.enter('k')).toThrow(parked(1_002_000));
  breakers.failed('k');
  expect(() => breakers.enter('k')).toThrow(parked(1_002_000));
  pass(1_000);
  breakers.enter('k');
  breakers.succeeded('k');
  expect(() => breakers.enter('k')).not.toThrow();
});

test('a probe that was given up, or is never heard of again, makes room for the next', () => {
  const { breakers, pass } = open();
  fail(breakers, 3);
  pass(1_000);
  breakers.enter('k');
  breakers.abandoned('k');
  breakers.enter('k');
  expect(() => breakers.enter('k')).toThrow();
  pass(1_000);
  expect(() => breakers.enter('k')).not.toThrow();
});

test('pauses after 429 double up to five minutes, and begin anew after an answer', () => {
  const { breakers } = open();
  const pauses = Array.from({ length: 8 }, () => breakers.throttled('k'));
  expect(pauses).toEqual([5_000, 10_000, 20_000, 40_000, 80_000, 160_000, 300_000, 300_000]);
  breakers.succeeded('k');
  expect(breakers.throttled('k')).toBe(5_000);
});

test('how many are open is told, and those whose pause is over are not', () => {
  const { breakers, pass } = open();
  fail(breakers, 3, 'a');
  fail(breakers, 2, 'b');
  expect(breakers.open()).toBe(1);
  pass(1_000);
  expect(breakers.open()).toBe(0);
});

test('the keys longest unused are forgotten first', () => {
  const { breakers } = open({ maxKeys: 2 });
  fail(breakers, 3, 'a');
  fail(breakers, 3, 'b');
  breakers.failed('a');
  fail(breakers, 1, 'c');
  expect(() => breakers.enter('a')).toThrow();
  expect(() => breakers.enter('b')).not.toThrow();
});
