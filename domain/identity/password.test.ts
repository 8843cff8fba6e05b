import { expect, test } from 'vitest';
import { hashPassword, verifyPassword } from './password.ts';

test('a password opens its own hash and no other opens it', async () => {
  const stored = await hashPassword('correct horse');
  expect(await verifyPassword('correct horse', stored)).toBe(true);
  expect(await verifyPassword('correct hors', stored)).toBe(false);
  expect(await verifyPassword('', stored)).toBe(false);
});

test('two hashes of one password differ, and neither shows it', async () => {
  const [a, b] = await Promise.all([hashPassword('same'), hashPassword('same')]);
  expect(a).not.toBe(b);
  expect(a).not.toContain('same');
});

test('what is no hash of ours opens to nothing', async () => {
  expect(await verifyPassword('x', 'plain')).toBe(false);
});
