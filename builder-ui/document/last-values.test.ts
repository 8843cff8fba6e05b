import { expect, test } from 'vitest';
import type { Run, Step } from '../api-types.ts';
import { lastValues, preview } from './last-values.ts';

const step = (node: string, output: Step['output'], more: Partial<Step> = {}) =>
  ({ node, output, endedAt: '2025-01-01T00:00:00Z', error: null, ...more }) as Step;
const run = { trigger: { type: 'api', data: { cliente: { nome: 'Ana' } } } } as unknown as Run;

test('a name shows what it held in the last run: of rounds the last, of what failed nothing', () => {
  const at = lastValues(run, [
    step('soma', { total: 1 }),
    step('soma', { total: 2 }),
    step('erp', null, { error: { code: 'http_500', message: '' } as Step['error'] }),
  ]);
  expect(at('trigger.data.cliente.nome')).toBe('Ana');
  expect(at('steps.soma.total')).toBe(2);
  expect(at('steps.erp')).toBeUndefined();
  expect(at('steps.soma.total.length')).toBeUndefined();
  expect(at('run.id')).toBeUndefined();
});

test('a long value is shown by its beginning', () => {
  expect(preview('curto')).toBe('"curto"');
  expect(preview('x'.repeat(90))).toHaveLength(32);
});
