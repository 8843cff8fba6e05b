import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { FOREIGN_TYPES, MAPPED_TYPES } from '#flow/import/nodes/mappings.ts';
import { FOREIGN_TRIGGERS, TRIGGER_TYPES } from '#flow/import/triggers.ts';

/** `activepieces.http: send_request` → `send_request`. */
const shown = (type: string): string => type.replace(/^.*?\./, '').replace(/^.*: /, '');
const others = [...FOREIGN_TYPES, ...FOREIGN_TRIGGERS].map(shown);

const page = readFileSync('docs/import.md', 'utf8');

test.each([...MAPPED_TYPES, ...TRIGGER_TYPES, ...others])('the page about importing names %s', (type) => {
  expect(page).toContain(`\`${type}\``);
});
