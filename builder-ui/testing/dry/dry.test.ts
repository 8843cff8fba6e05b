import { expect, test } from 'vitest';
import type { FlowNode } from '#flow/document.ts';
import type { NodeType } from '#flow/node-type.ts';
import { testCatalogue } from '#flow/testing.ts';
import { retryPlan } from './retry-plan.ts';
import { scheduleWords } from './schedule-words.ts';
import { waitEnd } from './wait-end.ts';

const anyAction = testCatalogue.get('test.call') as NodeType;
const place = {
  settings: { timezone: 'America/Sao_Paulo' },
  catalogue: new Map([...testCatalogue, ['message.send', { ...anyAction, type: 'message.send' }]]),
};
/** A Saturday, nine in the morning there. */
const SATURDAY = Date.parse('2026-11-21T12:00:00.000Z');

const wait = (config: FlowNode['config'], type = 'wait'): FlowNode => ({ id: 'a', type, config });
const endsAt = (node: FlowNode) => {
  const end = waitEnd(node, place, SATURDAY);
  return end && [new Date(end.at).toISOString(), end.without === null ? null : new Date(end.without).toISOString()];
};

test('a wait says when it would be over, and what its window puts off', () => {
  expect(endsAt(wait({ for: 'PT2H' }))).toEqual(['2026-11-21T14:00:00.000Z', null]);
  const business = { from: '08:00', to: '18:00', days: 'business' };
  expect(endsAt(wait({ for: 'PT2H', window: business }))).toEqual([
    '2026-11-23T11:00:00.000Z',
    '2026-11-21T14:00:00.000Z',
  ]);
  expect(endsAt(wait({ until: '2020-01-01' }))).toEqual(['2026-11-21T12:00:00.000Z', null]);
  expect(endsAt(wait({ title: 'Ok?', timeout: 'P1D' }, 'approval'))).toEqual(['2026-11-22T12:00:00.000Z', null]);
  expect(endsAt(wait({ text: 'Oi?', expect: 'text', timeout: 'PT1H' }, 'ask'))).toEqual([
    '2026-11-21T13:00:00.000Z',
    null,
  ]);
});

test('what depends on data, or never ends by itself, is no time', () => {
  expect(endsAt(wait({ for: '{{ steps.before.span }}' }))).toBeNull();
  expect(endsAt(wait({ title: 'Ok?' }, 'approval'))).toBeNull();
});

test('retries are counted with their pauses and their longest time', () => {
  const node: FlowNode = { id: 'a', type: 'test.call', config: {}, timeout: 'PT10S', retry: { maxAttempts: 5 } };
  expect(retryPlan(node, anyAction)).toEqual({
    attempts: 5,
    pauses: [1000, 2000, 4000, 8000],
    timeoutMs: 10_000,
    worstMs: 65_000,
  });
  expect(retryPlan({ ...node, timeout: 'logo' }, anyAction)).toBeNull();
});

test('schedules are read out, in both languages, where words say it better than a list', () => {
  const said = (cron: string) => scheduleWords({ cron }, 'pt-BR');
  expect(said('0 8 * * 1-5')).toBe('De segunda-feira a sexta-feira, às 08:00');
  expect(said('*/15 9-18 * * *')).toBe('Todo dia, a cada 15 minutos entre 9h e 18h59');
  expect(said('30 7,12 1,15 * *')).toBe('Dia 1 e 15 do mês, às 07:30 e 12:30');
  expect(said('@hourly')).toBe('Todo dia, de hora em hora');
  expect(said('0 9 * * sun')).toBe('Toda semana: domingo, às 09:00');
  expect(scheduleWords({ cron: '0 8 * 1,7 1-5' }, 'en')).toBe('From Monday to Friday in January and July, at 08:00');
  expect(scheduleWords({ every: 'PT10M' }, 'pt-BR')).toMatch(/^A cada 10/);
  expect(said('1-9/4 * * * *')).toBeNull();
  expect(said('nunca')).toBeNull();
});
