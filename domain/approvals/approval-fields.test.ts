import { expect, test } from 'vitest';
import { readFields } from './approval-fields.ts';

const schemas = {
  amount: { type: 'number', minimum: 1 },
  note: { type: 'string', default: '-' },
  who: { type: ['string', 'null'] },
  address: { type: 'object', properties: { zip: { type: 'string' } } },
};

test('what is left out takes its default, or null where that fits', () => {
  const { amount, note, who } = readFields(
    { amount: schemas.amount, note: schemas.note, who: schemas.who },
    { amount: 2 },
    'approved',
  );
  expect([amount, note, who]).toEqual([2, '-', null]);
});

test('a rejection needs nothing, but what it says must fit', () => {
  expect(readFields({ amount: schemas.amount }, {}, 'rejected')).toEqual({ amount: null });
  expect(() => readFields({ amount: schemas.amount }, { amount: 0 }, 'rejected')).toThrow();
});

test.each([
  [{ amount: 'x' }, '/fields/amount'],
  [{ amount: 2, address: { zip: 5 } }, '/fields/address/zip'],
  [{ amount: 2, other: 1 }, '/fields/other'],
  [{ amount: 2, __proto__: null, constructor: 1 }, '/fields/constructor'],
])('%j is pointed at where it is wrong', (given, pointer) => {
  expect(() =>
    readFields({ amount: schemas.amount, address: { ...schemas.address, default: {} } }, given, 'approved'),
  ).toThrow(expect.objectContaining({ code: 'invalid', errors: [expect.objectContaining({ pointer })] }));
});
