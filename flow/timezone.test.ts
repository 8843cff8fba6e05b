import { expect, test } from 'vitest';
import { admissionSettings } from './admission.ts';
import { sampleStart } from './simulator/sample-run.ts';
import { planOf, problemsOf, runFlow, type ShortFlow, set, shortly, worldOf } from './testing.ts';

const flow = (timezone: string, more: Partial<ShortFlow> = {}): ShortFlow => ({
  nodes: [set('a', { dia: '{{ today() }}', inicio: "{{ startOf(now(), 'days') }}" })],
  edges: ['trigger > a'],
  settings: { timezone },
  ...more,
});
const late = { run: { id: 'run_1', startedAt: '2026-11-21T02:30:00.000Z', test: false, rootId: 'run_1' } };
const run = (timezone: string, data: { zone: string }, hop = false) =>
  runFlow(flow(timezone), data, worldOf(), { start: { ...late, trigger: { type: 'api', data } }, hop });

test('a zone that is an expression is read once, when the run begins, and kept over snapshots', () => {
  const zone = '{{ trigger.data.zone }}';
  expect(run(zone, { zone: 'America/Manaus' }, true).end?.output).toMatchObject({ inicio: '2026-11-20T04:00:00.000Z' });
  expect(run(zone, { zone: 'America/Sao_Paulo' }).end?.output).toMatchObject({ inicio: '2026-11-20T03:00:00.000Z' });
  expect(run('America/Manaus', { zone: '' }).state.timezone).toBeUndefined();
});

test.each(['{{ trigger.data.zone }}', '{{ trigger.data.number }}'])('a run whose zone is none fails: %s', (zone) => {
  const { end } = runFlow(flow(zone), { zone: 'America/Nirgends', number: 8 });
  expect(end).toMatchObject({ status: 'failed', error: { code: 'bad_value' } });
});

test('the checker knows its names and its type, and a schedule must have a zone of its own', () => {
  expect(shortly(problemsOf(flow('{{ tenant.timezone }}')))).toEqual([]);
  expect(shortly(problemsOf(flow('{{ steps.a.dia }}')))).toEqual(['error:unknown_name']);
  expect(shortly(problemsOf(flow('{{ len("x") }}')))).toEqual(['error:type_mismatch']);
  const schedule = (config: object) => flow('{{ tenant.timezone }}', { trigger: { type: 'schedule', config } });
  expect(shortly(problemsOf(schedule({ cron: '0 8 * * 1' })))).toEqual(['error:bad_config']);
  expect(shortly(problemsOf(schedule({ cron: '0 8 * * 1', timezone: 'America/Manaus' })))).toEqual([]);
});

test('a key is read in that zone, too', () => {
  const settings = { timezone: '{{ trigger.data.zone }}', key: '{{ formatDate(trigger.receivedAt, "dd") }}' };
  const plan = planOf({ ...flow(''), settings });
  const key = (zone: string) =>
    admissionSettings(
      plan,
      { type: 'api', data: { zone }, receivedAt: '2026-11-21T02:30:00.000Z' },
      sampleStart().tenant,
    ).key;
  expect([key('America/Sao_Paulo'), key('Europe/Lisbon')]).toEqual(['20', '21']);
});

test('whom a run is about is a text or nothing, where a node works for a subject', () => {
  const reads = (path: string) => [set('a', { de: `{{ ${path} }}` })];
  const about = (path = 'trigger.subject') => ({
    nodes: [...reads(path), { id: 'b', type: 'test.about' }],
    edges: ['trigger > b', 'b > a'],
  });
  expect(shortly(problemsOf(about()))).toEqual([]);
  expect(runFlow(about()).end?.output).toEqual({ de: null });
  const trigger = { type: 'api', subject: 'ten_2', data: {} };
  expect(runFlow(about(), {}, worldOf(), { start: { trigger } }).end?.output).toEqual({ de: 'ten_2' });
  expect(shortly(problemsOf(about('trigger.subject.id')))).not.toEqual([]);
  const alone = { nodes: reads('trigger.subject'), edges: ['trigger > a'] };
  expect(shortly(problemsOf(alone))).toEqual(['error:unknown_field@a']);
});
