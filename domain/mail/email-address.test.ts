import { expect, test } from 'vitest';
import { emailAddress } from './email-address.ts';

test('an address that no mail server takes is told so here', () => {
  const before = (letters: number): string => `${'a'.repeat(letters)}@exemplo.com.br`;
  expect(emailAddress.parse(before(64))).toBe(before(64));
  expect(emailAddress.safeParse(before(65)).error?.issues).toMatchObject([{ code: 'custom', path: [] }]);
  expect(emailAddress.safeParse('ana').success).toBe(false);
});
