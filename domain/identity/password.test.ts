import { scryptSync } from 'node:crypto';
import { expect, test } from 'vitest';
import { hashPassword, isOutdated, verifyPassword } from './password.ts';

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

test('a hash of the time before argon2id opens still, and is known to be outdated', async () => {
  const salt = Buffer.from('0123456789abcdef');
  const key = scryptSync('correct horse', salt, 32, { N: 1024, r: 8, p: 1 });
  const old = `scrypt$1024$8$1$${salt.toString('base64')}$${key.toString('base64')}`;
  expect(await verifyPassword('correct horse', old)).toBe(true);
  expect(await verifyPassword('correct hors', old)).toBe(false);
  expect([isOutdated(old), isOutdated(await hashPassword('x'))]).toEqual([true, false]);
});
