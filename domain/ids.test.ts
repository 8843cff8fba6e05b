import { v7 } from 'uuid';
import { expect, test } from 'vitest';
import { formatId, newId, parseId, uuidIn, uuidWithin } from './ids.ts';

test('an id and its uuid are two writings of one thing', () => {
  const id = newId('run');
  expect(id).toMatch(/^run_[0-9a-f]{32}$/);
  expect(formatId('run', parseId('run', id))).toBe(id);
});

test('ids sort in the order in which they were made', () => {
  const ids = Array.from({ length: 500 }, () => newId('run'));
  expect(ids.toSorted()).toEqual(ids);
});

test('of one call each thing has an id of its own, the same at each try, that sorts with the time of the call', () => {
  const call = v7({ msecs: 1_700_000_000_000 });
  const [first, second, again] = ['a', 'b', 'a'].map((part) => formatId('run', uuidWithin(call, part)));
  expect([first === again, first === second]).toEqual([true, false]);
  const madeAt = (msecs: number) => formatId('run', v7({ msecs }));
  const inOrder = [madeAt(1_699_999_999_999), first ?? '', madeAt(1_700_000_000_001)];
  expect(inOrder.toSorted()).toEqual(inOrder);
});

test.each(['', 'run_', 'flw_0190b2c47c4e7a3f8f0e5b6d7c8a9b0c', 'run_0190B2C47C4E7A3F8F0E5B6D7C8A9B0C', 'x'])(
  'the wrong id %j is not found, whatever is wrong with it',
  (id) => {
    expect(uuidIn('run', id)).toBeNull();
    expect(() => parseId('run', id)).toThrow(expect.objectContaining({ code: 'not_found' }));
  },
);
