import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { deriveKey, masterSecret } from './master-secret.ts';

const folders: string[] = [];
const dataFolder = (): string => {
  const folder = mkdtempSync(path.join(tmpdir(), 'trama-secret-'));
  folders.push(folder);
  return path.join(folder, 'data');
};

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

test('a master key is made once, kept, and readable by its owner only', () => {
  const env = { TRAMA_DATA: dataFolder(), TRAMA_SECRET: undefined };
  const first = masterSecret(env);
  expect(first).toMatch(/^[0-9a-f]{64}$/);
  expect(masterSecret(env)).toBe(first);
  expect(statSync(path.join(env.TRAMA_DATA, 'secret')).mode & 0o777).toBe(0o600);
});

test('a given master key wins and nothing is written', () => {
  const env = { TRAMA_DATA: dataFolder(), TRAMA_SECRET: 's'.repeat(40) };
  expect(masterSecret(env)).toBe(env.TRAMA_SECRET);
  expect(() => statSync(env.TRAMA_DATA)).toThrow('ENOENT');
});

test('keys of two uses differ', () => {
  expect(deriveKey('k', 'a')).not.toBe(deriveKey('k', 'b'));
  expect(deriveKey('k', 'a')).toBe(deriveKey('k', 'a'));
});
