import { expect, test } from 'vitest';
import { deedKeys, lastDeedKeys } from './deed-key.ts';

test('what is sent again has the same key, another amount and another dialog have others', () => {
  const key = deedKeys();
  const first = key({ payment: 'pay_1', amount: 5_000 });
  expect(key({ payment: 'pay_1', amount: 5_000 })).toBe(first);
  expect(key({ payment: 'pay_1', amount: 4_000 })).not.toBe(first);
  // Back to what was sent before: that one may have been done.
  expect(key({ payment: 'pay_1', amount: 5_000 })).toBe(first);
  expect(deedKeys()({ payment: 'pay_1', amount: 5_000 })).not.toBe(first);
});

test('where each choice closes the page of the one before, what is chosen again after another is another deed', () => {
  const key = lastDeedKeys();
  const first = key({ planTier: 'STARTER' });
  expect(key({ planTier: 'STARTER' })).toBe(first);
  const second = key({ planTier: 'STARTER', coupon: 'NADA' });
  expect(second).not.toBe(first);
  expect([first, second]).not.toContain(key({ planTier: 'STARTER' }));
});
