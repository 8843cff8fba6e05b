import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { deriveKey, masterSecrets } from './master-secret.ts';

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
  const first = masterSecrets(env);
  expect(first.join()).toMatch(/^[0-9a-f]{64}$/);
  expect(masterSecrets(env)).toEqual(first);
  expect(statSync(path.join(env.TRAMA_DATA, 'secret')).mode & 0o777).toBe(0o600);
});

test('a given master key wins and nothing is written', () => {
  const env = { TRAMA_DATA: dataFolder(), TRAMA_SECRET: 's'.repeat(40) };
  expect(masterSecrets(env)).toEqual([env.TRAMA_SECRET]);
  expect(() => statSync(env.TRAMA_DATA)).toThrow('ENOENT');
});

test('a file holds the current key and those before it; one that others may read is refused, and so is a short key', () => {
  const folder = dataFolder();
  const file = `${folder}-keys`;
  const [now, before] = ['n'.repeat(40), 'b'.repeat(40)];
  const env = { TRAMA_DATA: folder, TRAMA_SECRET_FILE: file, TRAMA_SECRET_PREVIOUS: ['p'.repeat(40)] };
  writeFileSync(file, `${now}\n${before}\n`, { mode: 0o600 });
  expect(masterSecrets(env)).toEqual([now, before, 'p'.repeat(40)]);
  chmodSync(file, 0o644);
  expect(() => masterSecrets(env)).toThrow('TRAMA_SECRET_FILE: outros podem ler');
  chmodSync(file, 0o400);
  expect(masterSecrets(env)[0]).toBe(now);
  rmSync(file);
  expect(() => masterSecrets(env)).toThrow('cannot be read');
  writeFileSync(file, 'short\n', { mode: 0o600 });
  expect(() => masterSecrets(env)).toThrow('32');
});

test('keys of two uses differ', () => {
  expect(deriveKey('k', 'a')).not.toBe(deriveKey('k', 'b'));
  expect(deriveKey('k', 'a')).toBe(deriveKey('k', 'a'));
});
