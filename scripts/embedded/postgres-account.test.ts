import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openPassage } from './postgres-account.ts';

const home = mkdtempSync(path.join(tmpdir(), 'trama-passage-'));
const nobody = { uid: 65_534, gid: 65_534 };
const modeOf = (folder: string): string => (statSync(folder).mode & 0o777).toString(8);

afterAll(() => rmSync(home, { recursive: true }));

test('private folders on the way let the account pass but not look, and no others change', () => {
  const open = path.join(home, 'open');
  const target = path.join(open, 'private', 'data');
  mkdirSync(target, { recursive: true });
  chmodSync(open, 0o755);
  chmodSync(path.dirname(target), 0o700);
  chmodSync(target, 0o700);
  expect(openPassage(target, nobody)).toEqual([path.dirname(target), home]);
  expect([home, open, path.dirname(target), target].map(modeOf)).toEqual(['711', '755', '711', '700']);
  expect(openPassage(target, nobody)).toEqual([]);
});
