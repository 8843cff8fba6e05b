import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, expect, test } from 'vitest';
import { lockData } from './data-lock.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'trama-lock-'));
const file = path.join(folder, 'trama.pid');

afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => rmSync(file, { force: true }));

/** As the kernel tells it; '' on systems that do not. */
const startOfInit = (): string => {
  try {
    return readFileSync('/proc/1/stat', 'utf8').split(') ')[1]?.split(' ')[19] ?? '';
  } catch {
    return '';
  }
};

test('a folder is taken, and given back', () => {
  const release = lockData(folder);
  expect(readFileSync(file, 'utf8')).toContain(String(process.pid));
  release();
  expect(() => readFileSync(file)).toThrow('ENOENT');
});

test('a folder that a living process holds is refused by the name of its setting', () => {
  writeFileSync(file, `1 ${startOfInit()}\n`);
  expect(() => lockData(folder)).toThrow(/^TRAMA_DATA: .* is in use by process 1;/);
});

test('a holder that died holds nothing, even where its process id was given to another', () => {
  writeFileSync(file, '999999999 12\n');
  lockData(folder)();
  writeFileSync(file, '1 987654321\n');
  lockData(folder)();
});
