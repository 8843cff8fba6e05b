import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { contextOf, stagesOf } from '../image/dockerfile.ts';

test('a Dockerfile is read as its stages, with comments left out and long lines joined', () => {
  const text = '# x\nFROM a AS build\nRUN one \\\n && two\n# y\nCOPY . .\n\nFROM b\nUSER node\n';
  expect(stagesOf(text)).toEqual([
    {
      name: 'build',
      instructions: [
        { name: 'RUN', words: 'one   && two' },
        { name: 'COPY', words: '. .' },
      ],
    },
    { name: undefined, instructions: [{ name: 'USER', words: 'node' }] },
  ]);
});

test('a name in .dockerignore means the root of the context, and any folder only with **', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'trama-context-'));
  for (const file of ['dist/a', 'deep/dist/b', 'deep/c.log', 'd.log', 'e.env', '.env', 'deep/.env']) {
    mkdirSync(path.join(folder, path.dirname(file)), { recursive: true });
    writeFileSync(path.join(folder, file), '');
  }
  expect(contextOf(folder, '# x\ndist/\n*.log\n**/.env')).toEqual(['deep/c.log', 'deep/dist/b', 'e.env']);
  rmSync(folder, { recursive: true });
});
