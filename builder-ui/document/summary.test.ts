import { expect, test } from 'vitest';
import type { JsonObject } from '#flow/json.ts';
import { durationInWords, summaryOf, triggerSummary } from './summary.ts';

test.each<[string, JsonObject, string]>([
  ['set', { values: { total: '{{ sum(steps.a.cents) }}' } }, 'total = sum(a.cents)'],
  ['set', { values: { a: 1, b: 2, c: 3, d: 4, e: 5 } }, 'a, b, c +2'],
  ['if', { condition: '{{ steps.soma.total > trigger.data.limite }}' }, 'se soma.total > limite'],
  ['wait', { for: 'P1DT2H' }, 'por 1 dia 2 h'],
  ['approval', { title: 'Aprovar {{ trigger.data.id }}?', timeout: 'P1D' }, 'Aprovar id? · até 1 dia'],
  ['forEach', { items: '{{ trigger.data.items }}', as: 'x', concurrency: 5 }, 'cada x de items · 5 por vez'],
  ['code', { source: '// Soma o que foi pago\nreturn 1' }, 'Soma o que foi pago'],
  ['http.request', { method: 'POST', url: 'https://erp.example/notify' }, 'POST erp.example/notify'],
  ['data.query', { table: 'clientes', where: [{}, {}] }, 'lista clientes · 2 filtros'],
  ['nunca.vista', { a: 'um', b: {}, c: 'dois', d: 'três' }, 'um · dois'],
])('a card of %s says what it does', (type, config, said) => {
  expect(summaryOf({ type, config }, 'pt-BR')).toBe(said);
});

test('attempts and polls are told after what is done', () => {
  const node = { type: 'http.request', config: { method: 'GET', url: 'https://x.example' }, retry: { maxAttempts: 3 } };
  expect(summaryOf(node, 'pt-BR')).toBe('GET x.example · até 3 tentativas');
  expect(summaryOf({ ...node, poll: { every: 'PT1M', until: '', for: 'PT1H' } }, 'en')).toBe(
    'GET x.example · again every 1 min · up to 3 attempts',
  );
});

test('a trigger says what it listens to', () => {
  expect(triggerSummary({ type: 'webhook', config: { path: 'pedido', method: 'POST' } }, 'pt-BR')).toBe('POST /pedido');
  expect(triggerSummary({ type: 'schedule', config: { every: 'PT5M' } }, 'pt-BR')).toBe('a cada 5 min');
  expect(durationInWords('sem prazo', 'pt-BR')).toBe('sem prazo');
});
