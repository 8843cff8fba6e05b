import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { checkRun, examplesOf } from './examples.ts';

const pages = readdirSync('docs/actions').filter((file) => file.endsWith('.md'));

describe.each(pages)('docs/actions/%s', (page) => {
  const examples = examplesOf(readFileSync(`docs/actions/${page}`, 'utf8'));

  test.each(examples.map((one) => [one.id, one] as const))('%s comes out as the page says', (_, example) => {
    expect(example.expected).not.toEqual([]);
    for (const expected of example.expected) checkRun(expected, example.document);
  });

  test('has an example with a flow', () => {
    expect(examples).not.toEqual([]);
  });
});
