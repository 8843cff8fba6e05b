import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { readEnv } from '#config/env.ts';
import { fencesOf } from './fences.ts';

const read = (file: string): string => readFileSync(file, 'utf8');
const inDocs = readdirSync('docs', { recursive: true, encoding: 'utf8' }).map((file) => path.join('docs', file));
const pages = ['README.md', 'CHANGELOG.md', ...inDocs.filter((file) => file.endsWith('.md'))];

const withoutFences = (markdown: string): string => markdown.replaceAll(/^```[\s\S]*?^```$/gm, '');

/** `## A first flow, with curl` → `a-first-flow-with-curl`, as GitHub makes it. */
const anchorsOf = (markdown: string): string[] =>
  [...withoutFences(markdown).matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replaceAll(' ', '-'),
  );

test.each(pages)('%s links to what there is', (page) => {
  for (const [, target = ''] of withoutFences(read(page)).matchAll(/\]\(([^)\s]+)\)/g)) {
    if (/^[a-z]+:/.test(target)) continue;
    const [file = '', anchor] = target.split('#');
    const there = file === '' ? page : path.join(path.dirname(page), file);
    expect(existsSync(there), `${page} → ${target}`).toBe(true);
    if (anchor !== undefined) expect(anchorsOf(read(there)), `${page} → ${target}`).toContain(anchor);
  }
});

test.each(pages)('%s shows files as they are', (page) => {
  for (const { words, text } of fencesOf(read(page))) {
    const file = words.find((word) => word.startsWith('file='))?.slice('file='.length);
    if (file !== undefined) expect(text).toBe(read(file).trimEnd());
  }
});

describe('decisions', () => {
  const index = read('docs/decisions/README.md');
  const numberOf = (file: string): string => file.split('-', 1)[0] ?? '';
  const files = readdirSync('docs/decisions').filter((file) => /^\d/.test(file));

  test.each(files)('%s has its line in the index, with its title', (file) => {
    const title = read(`docs/decisions/${file}`)
      .split('\n', 1)[0]
      ?.replace(/^# *\d+ *[.·] */, '');
    expect(index.split('\n')).toContain(`| [${numberOf(file)}](${file}) | ${title} |`);
  });

  test('no two have one number', () => {
    expect(new Set(files.map(numberOf)).size).toBe(files.length);
  });
});

describe('settings', () => {
  const table = read('docs/starting.md')
    .split('\n')
    .filter((line) => line.startsWith('| `'));
  const named = table.flatMap((line) =>
    [...(line.split('|')[1] ?? '').matchAll(/`([A-Z_]+)`/g)].map(([, name = '']) => name),
  );
  const there = [...`${read('config/env.ts')}${read('config/billing-env.ts')}`.matchAll(/^ {2}([A-Z][A-Z_]+):/gm)].map(
    ([, name = '']) => name,
  );

  test('the table names every setting, and none that there is not', () => {
    // NODE_ENV is Node's own.
    expect(named.toSorted()).toEqual(there.filter((name) => name !== 'NODE_ENV').toSorted());
  });

  test('the defaults in it are the real ones', () => {
    const defaults = readEnv({});
    const cellOf = (name: string) => table.find((line) => line.includes(`\`${name}\``))?.split('|')[2] ?? '';
    for (const name of [
      'PORT',
      'LOG_LEVEL',
      'TEMPORAL_NAMESPACE',
      'TRAMA_PG_PORT',
      'TRAMA_TEMPORAL_PORT',
      'TRAMA_TEMPORAL_UI_PORT',
    ] as const)
      expect(cellOf(name), name).toContain(String(defaults[name]));
  });
});
