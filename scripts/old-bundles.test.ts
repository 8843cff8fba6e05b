import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { dropOldBundles, useBundle } from './old-bundles.mjs';

const cache = mkdtempSync(path.join(tmpdir(), 'trama-bundles-'));
afterAll(() => rmSync(cache, { recursive: true, force: true }));

const HOUR_MS = 3_600_000;
const now = Date.now();
const aged = (name: string, hours: number): void => {
  const at = new Date(now - hours * HOUR_MS);
  utimesSync(path.join(cache, name), at, at);
};
function folder(name: string, hours: number, usedBy?: number): void {
  mkdirSync(path.join(cache, name));
  if (usedBy !== undefined) writeFileSync(path.join(cache, name, `used-by-${usedBy}`), '');
  aged(name, hours);
}
function file(name: string, hours: number): void {
  writeFileSync(path.join(cache, name), '');
  aged(name, hours);
}

test('the two of each kind that were used last stay, and those that a process runs from', () => {
  for (const [name, hours] of Object.entries({ a: 1, b: 2, c: 3, 'd.77': 4 })) folder(`server-${name}`, hours);
  folder('server-running', 30, process.pid);
  // No process has this number: Linux gives none beyond 2^22.
  folder('server-ended', 30, 2 ** 22 + 1);
  folder('server-just-made', 0);
  for (const [name, hours] of Object.entries({ a: 1, b: 2, c: 3 })) file(`workflows-${name}.js`, hours);
  file('builder-stamp', 100);
  dropOldBundles(cache, now);
  const kept = ['builder-stamp', 'server-a', 'server-just-made', 'server-running', 'workflows-a.js', 'workflows-b.js'];
  expect(readdirSync(cache).sort()).toEqual(kept);
});

test('using one makes it the last used', () => {
  folder('server-again', 50, 2 ** 22 + 1);
  useBundle(path.join(cache, 'server-again'));
  expect(readdirSync(path.join(cache, 'server-again'))).toEqual([`used-by-${process.pid}`]);
  for (const name of ['server-x', 'server-y']) folder(name, 1);
  dropOldBundles(cache, now + HOUR_MS);
  expect(readdirSync(cache)).toContain('server-again');
  expect(readdirSync(cache)).not.toContain('server-y');
});

test('where nothing was made yet there is nothing to drop', () => {
  expect(() => dropOldBundles(path.join(cache, 'nothing'))).not.toThrow();
});
