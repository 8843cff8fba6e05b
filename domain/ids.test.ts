import { expect, test } from 'vitest';
import { formatId, newId, parseId, uuidIn } from './ids.ts';

test('an id and its uuid are two writings of one thing', () => {
  const id = newId('run');
  expect(id).toMatch(/^run_[0-9a-f]{32}$/);
  expect(formatId('run', parseId('run', id))).toBe(id);
});

test('ids sort in the order in which they were made', () => {
  const ids = Array.from({ length: 500 }, () => newId('run'));
  expect(ids.toSorted()).toEqual(ids);
});

test.each(['', 'run_', 'flw_0190b2c47c4e7a3f8f0e5b6d7c8a9b0c', 'run_0190B2C47C4E7A3F8F0E5B6D7C8A9B0C', 'x'])(
  'the wrong id %j is not found, whatever is wrong with it',
  (id) => {
    expect(uuidIn('run', id)).toBeNull();
    expect(() => parseId('run', id)).toThrow(expect.objectContaining({ code: 'not_found' }));
  },
);
