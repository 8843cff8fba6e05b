import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../json.ts';
import { call, problemsOf, type ShortFlow, type ShortNode, set, shortly } from '../testing.ts';

const one = (node: ShortNode, more: Partial<ShortFlow> = {}): ShortFlow => ({
  nodes: [node],
  edges: [`trigger > ${node.id}`],
  ...more,
});

const codes = (flow: ShortFlow): string[] => shortly(problemsOf(flow));

describe('fields of a node', () => {
  test('timeout, retry and outputSchema are of actions and code, connection, compensation and poll of actions', () => {
    const poll = { every: 'PT1S', until: '{{ output == 1 }}', for: 'PT1M' };
    const compensation = { type: 'test.call', config: {} };
    const outputSchema = { type: 'object' };
    const retry = { maxAttempts: 2 };
    expect(
      codes(one(call('a', { timeout: 'PT1S', retry, outputSchema, connection: 'c', compensation, poll }))),
    ).toEqual([]);
    expect(
      codes(
        one({
          id: 'a',
          type: 'code',
          config: { source: 'export default () => 1' },
          timeout: 'PT1S',
          retry,
          outputSchema,
        }),
      ),
    ).toEqual([]);
    for (const more of [{ connection: 'c' }, { compensation }, { poll }])
      expect(codes(one({ id: 'a', type: 'code', config: { source: 'x' }, ...more }))).toEqual([
        'error:unknown_field@a',
      ]);
    for (const more of [
      { timeout: 'PT1S' },
      { retry },
      { outputSchema },
      { connection: 'c' },
      { compensation },
      { poll },
    ])
      expect(codes(one(set('a', { v: 1 }, more)))).toEqual(['error:unknown_field@a']);
    const w: ShortNode = { id: 'w', type: 'waitForEvent', config: { events: [{ port: 'a', name: 'b' }] } };
    expect(codes(one({ ...w, outputSchema }))).toEqual([]);
    expect(codes(one({ ...w, timeout: 'PT1S' }))).toEqual(['error:unknown_field@w']);
  });

  test('durations are ISO 8601', () => {
    for (const more of [
      { timeout: '10s' },
      { retry: { initialInterval: 'x' } },
      { retry: { maxInterval: 'x' } },
      { retry: { maxWait: 'x' } },
      { poll: { every: 'x', until: '{{ true }}', for: 'PT1S' } },
      { compensation: { type: 'test.call', config: {}, timeout: 'x' } },
    ]) {
      expect(codes(one(call('a', more as object)))).toEqual(['error:bad_config@a']);
    }
  });

  test('a limit of no time, and a repeat without a pause, are mistakes', () => {
    for (const none of ['PT0S', '-PT1S']) {
      for (const more of [
        { timeout: none },
        { poll: { every: none, until: '{{ true }}', for: 'PT1S' } },
        { poll: { every: 'PT1S', until: '{{ true }}', for: none } },
        { compensation: { type: 'test.call', config: {}, timeout: none } },
      ]) {
        expect(codes(one(call('a', more as object)))).toEqual(['error:bad_config@a']);
      }
    }
    expect(codes(one(call('a', { timeout: 'PT0.1S', retry: { initialInterval: 'PT0S' } })))).toEqual([]);
  });

  test('a compensation is an action, checked like one; it can read the output of its own', () => {
    expect(codes(one(call('a', { compensation: { type: 'set', config: {} } })))).toEqual(['error:bad_config@a']);
    expect(codes(one(call('a', { compensation: { type: 'test.call', config: { v: '{{ steps.a.id }}' } } })))).toEqual(
      [],
    );
    expect(codes(one(call('a', { compensation: { type: 'test.call', config: { v: '{{ nada }}' } } })))).toEqual([
      'error:unknown_name@a',
    ]);
  });

  test('poll.until reads the answer as output', () => {
    const poll = (until: string): ShortFlow => one(call('a', { poll: { every: 'PT1S', until, for: 'PT1M' } }));
    expect(codes(poll('{{ output.pronto }}'))).toEqual([]);
    expect(codes(poll('{{ nada }}'))).toEqual(['error:unknown_name@a']);
    expect(codes(poll('{{ 5 }}'))).toEqual(['error:type_mismatch@a']);
  });
});

describe('configs', () => {
  const cases: [string, JsonObject, string[]][] = [
    ['if', {}, ['error:bad_config@a']],
    ['if', { condition: '{{ true }}', condicao: 1 }, ['error:unknown_field@a']],
    ['if', { condition: 'true' }, ['error:bad_config@a']],
    ['if', { condition: '{{ 5 }}' }, ['error:type_mismatch@a']],
    ['if', { condition: '{{ null }}' }, []],
    ['set', { values: 5 }, ['error:bad_config@a']],
    ['set', { values: '{{ trigger.data }}' }, []],
    ['switch', { cases: [] }, ['error:bad_config@a']],
    ['switch', { cases: [{ port: 'x' }] }, ['error:bad_config@a']],
    ['switch', { cases: '{{ trigger.data.casos }}' }, ['error:bad_config@a']],
    ['waitForEvent', { events: ['{{ trigger.data.evento }}'] }, ['error:bad_config@a']],
    ['waitForEvent', { events: [{ port: '{{ trigger.data.porta }}', name: 'b' }] }, ['error:bad_config@a']],
    ['switch', { cases: [{ port: 'x{{ 1 }}', when: '{{ true }}' }] }, ['error:bad_config@a']],
    ['wait', {}, ['error:bad_config@a']],
    ['wait', { for: '3 dias' }, ['error:bad_config@a']],
    ['wait', { for: '-P1D' }, []],
    ['wait', { until: 'amanhã' }, ['error:bad_config@a']],
    ['wait', { until: '2026-12-24' }, []],
    ['wait', { until: '2026-12-24T10:00:00-03:00' }, []],
    ['wait', { for: 'PT1S', window: { from: '25:00', to: '10:00' } }, ['error:bad_config@a']],
    ['wait', { for: 'PT1S', window: { from: '08:00', to: '24:00', days: 'business' } }, []],
    ['wait', { for: 'PT1S', window: { from: '08:00', to: '18:00', days: ['seg'] } }, ['error:bad_config@a']],
    ['waitForEvent', { events: [] }, ['error:bad_config@a']],
    ['waitForEvent', { events: [{ port: 'x', name: 'y', key: 5 }] }, []],
    ['waitForEvent', { events: [{ port: 'x', name: 'y', match: '{{ 5 }}' }] }, ['error:type_mismatch@a']],
    ['approval', {}, ['error:bad_config@a']],
    [
      'approval',
      {
        title: 'x',
        fields: { v: { type: 'number' } },
        message: '{{ approval.url }}',
        via: [{ channel: 'email', to: 'x' }],
      },
      [],
    ],
    ['approval', { title: '{{ approval.url }}' }, ['error:unknown_name@a']],
    ['forEach', {}, ['error:bad_config@a']],
    ['forEach', { items: '{{ 5 }}' }, ['error:type_mismatch@a']],
    ['forEach', { items: [1], concurrency: 0 }, ['error:bad_config@a']],
    ['forEach', { items: [1], concurrency: 51 }, ['error:bad_config@a']],
    ['forEach', { items: [1], concurrency: '{{ 2 }}' }, ['error:bad_config@a']],
    ['forEach', { items: [1], onItemError: 'skip' }, ['error:bad_config@a']],
    ['forEach', { items: [1], as: 'Item' }, ['error:bad_config@a']],
    ['while', {}, ['error:bad_config@a']],
    ['while', { condition: '{{ index < 3 && last == null }}', maxIterations: 1_000_001 }, ['error:bad_config@a']],
    ['while', { condition: '{{ true }}', maxIterations: 1_000_000 }, []],
    ['scope', { timeout: 'x' }, ['error:bad_config@a']],
    ['scope', { compensate: 'sim' }, ['error:bad_config@a']],
    ['flow', {}, ['error:bad_config@a']],
    ['flow', { flow: 'outro', input: { a: 1 }, wait: false }, []],
    ['respond', { status: 99 }, ['error:bad_config@a']],
    ['respond', { status: 204, headers: { a: 'b' }, body: null }, []],
    ['fail', {}, ['error:bad_config@a']],
    ['fail', { code: 'x' }, []],
    ['code', { input: 1 }, ['error:bad_config@a']],
    ['code', { source: 'export default () => `{{ x }}`' }, []],
    ['stop', { output: { a: '{{ trigger.data }}' } }, []],
  ];

  test.each(cases)('%s %j', (type, config, expected) => {
    expect(codes(one({ id: 'a', type, config }))).toEqual(expected);
  });

  test('bad_expression names the field and the range', () => {
    const [problem] = problemsOf(one(set('a', { v: 'oi {{ 1 + }}' })));
    expect(problem).toMatchObject({ code: 'bad_expression', severity: 'error', node: 'a', field: '/config/values/v' });
    expect(problem?.range?.start).toBeGreaterThan(3);
  });
});
