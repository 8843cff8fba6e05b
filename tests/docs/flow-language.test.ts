import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { coreTypes } from '#flow/core/core-types.ts';
import { triggerTypes } from '#flow/core/triggers.ts';
import { settingsSchema } from '#flow/document.ts';
import type { Json } from '#flow/json.ts';
import { PROBLEM_CODES } from '#flow/problem.ts';
import { checkRun, examplesOf } from './examples.ts';

const page = readFileSync('docs/flow-language.md', 'utf8');

const examples = examplesOf(page);

describe.each(examples.map((one) => [one.id, one] as const))('example %s', (_, { document, expected }) => {
  test.each(expected.map((one, i) => [i + 1, one] as const))('comes out as the page says (%i)', (_n, one) => {
    checkRun(one, document);
  });

  test('says what must come out', () => {
    expect(expected).not.toEqual([]);
  });
});

test('examples have names of their own', () => {
  const ids = examples.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.length).toBeGreaterThanOrEqual(40);
});

const nodesOf = (document: Json) => (document as { nodes?: { type: string }[] }).nodes ?? [];

test.each(coreTypes.map(({ type }) => type))('there is an example with a node %s', (type) => {
  expect(examples.some(({ document }) => nodesOf(document).some((node) => node.type === type))).toBe(true);
});

test.each(triggerTypes.map(({ type }) => type))('there is an example with a trigger %s', (type) => {
  const triggers = examples.map(({ document }) => (document as { trigger?: { type: string } }).trigger?.type);
  expect(triggers).toContain(type);
});

test.each(Object.keys(settingsSchema.shape))('the setting %s is explained', (name) => {
  expect(page).toContain(`\`${name}\``);
});

test.each([...PROBLEM_CODES])('the problem %s is explained', (code) => {
  expect(page).toContain(`| \`${code}\` |`);
});
