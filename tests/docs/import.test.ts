import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { MAPPED_TYPES } from '#flow/import/nodes/mappings.ts';
import { TRIGGER_TYPES } from '#flow/import/triggers.ts';

const page = readFileSync('docs/import.md', 'utf8');

test.each([...MAPPED_TYPES, ...TRIGGER_TYPES])('the page about importing names %s', (type) => {
  expect(page).toContain(`\`${type}\``);
});
