import { describe, expect, test } from 'vitest';
import type { Json, JsonObject } from '../json.ts';
import { call, each, iff, type ShortNode, set } from '../testing.ts';
import { codesOf, reading } from './testing.ts';

const within = (parent: string) => ({ parent });

describe('types', () => {
  const on = (expression: string, input: JsonObject, vars: JsonObject = {}): string[] =>
    codesOf({ input, vars, nodes: [set('r', { v: `{{ ${expression} }}` })], edges: ['trigger > r'] }).map((code) =>
      code.replace('@r', ''),
    );
  const input = {
    type: 'object',
    properties: {
      n: { type: 'number' },
      s: { type: 'string' },
      l: { type: 'array', items: { type: 'object', properties: { q: { type: 'number' } } } },
    },
    additionalProperties: false,
  };

  test('the input schema types trigger.data', () => {
    expect(on('trigger.data.n * 2', input)).toEqual([]);
    expect(on('trigger.data.s * 2', input)).toEqual(['error:type_mismatch']);
    expect(on('trigger.data.z', input)).toEqual(['error:unknown_field']);
    expect(on('sum(trigger.data.l.map(i => i.q))', input)).toEqual([]);
    expect(on('trigger.data.l.map(i => i.q.trim())', input)).not.toEqual([]);
  });

  test('variables: what nothing assigns to keeps the type of its first value; first values may be expressions', () => {
    expect(on('vars.n + 1', {}, { n: 1 })).toEqual([]);
    expect(on('vars.t * 2', {}, { t: 'x' })).toEqual(['error:type_mismatch']);
    expect(on('vars.z', {}, { n: 1 })).toEqual(['error:unknown_field']);
    expect(on('vars.cfg.max * 2', {}, { cfg: { max: '{{ trigger.data.max }}' } })).toEqual([]);
    expect(on('vars.vazia.length + 1', {}, { vazia: [] })).toEqual([]);
  });

  test('a variable that is assigned may have any type, those that an expression names as well', () => {
    const flow = (values: Json): string[] =>
      codesOf({
        vars: { t: 'x' },
        nodes: [{ id: 'a', type: 'assign', config: { values } }, set('r', { v: '{{ vars.t * 2 }}' })],
        edges: ['trigger > a', 'a > r'],
      });
    expect(flow({ t: 5 })).toEqual([]);
    expect(flow('{{ trigger.data }}')).toEqual([]);
  });

  test('assigning to a variable that vars does not declare is unknown_name', () => {
    expect(
      codesOf({ nodes: [{ id: 'a', type: 'assign', config: { values: { x: 1 } } }], edges: ['trigger > a'] }),
    ).toEqual(['error:unknown_name@a']);
  });

  test('outputSchema is what the checker takes', () => {
    const outputSchema = {
      type: 'object',
      properties: { n: { type: 'number' } },
      additionalProperties: false,
      required: ['n'],
    };
    expect(reading('steps.a.n + 1', [call('a', { outputSchema })], ['trigger > a', 'a > r'])).toEqual([]);
    expect(reading('steps.a.m', [call('a', { outputSchema })], ['trigger > a', 'a > r'])).toEqual([
      'error:unknown_field',
    ]);
  });

  test('first values of variables and settings read trigger and tenant only', () => {
    expect(codesOf({ vars: { a: '{{ trigger.data.x }}', b: '{{ tenant.slug }}' }, nodes: [], edges: [] })).toEqual([]);
    expect(codesOf({ vars: { a: '{{ steps.x }}' }, nodes: [], edges: [] })).toEqual(['error:unknown_name']);
    expect(codesOf({ vars: { a: '{{ run.id }}' }, nodes: [], edges: [] })).toEqual(['error:unknown_name']);
  });

  test('output reads what the top scope has', () => {
    const flow = (output: Json): string[] =>
      codesOf({
        nodes: [set('a'), each('l'), set('d', { v: 1 }, within('l'))],
        edges: ['trigger > a', 'a > l', 'l.each > d'],
        output,
      });
    expect(flow({ a: '{{ steps.a.v }}', l: '{{ steps.l }}' })).toEqual([]);
    expect(flow('{{ steps.d.v }}')).toEqual(['error:not_before']);
    expect(flow('{{ nada }}')).toEqual(['error:unknown_name']);
  });
});

describe('what needs the whole flow', () => {
  const assign = (id: string, name = 'n', more: object = {}): ShortNode => ({
    id,
    type: 'assign',
    config: { values: { [name]: 1 } },
    ...more,
  });
  const vars = { n: 0, m: 0 };

  test('parallel_assign: a warning where two that may run at once write one variable', () => {
    expect(codesOf({ vars, nodes: [assign('a'), assign('b')], edges: ['trigger > a', 'trigger > b'] })).toEqual([
      'warning:parallel_assign@a',
    ]);
    expect(codesOf({ vars, nodes: [assign('a'), assign('b')], edges: ['trigger > a', 'a > b'] })).toEqual([]);
    expect(codesOf({ vars, nodes: [assign('a'), assign('b', 'm')], edges: ['trigger > a', 'trigger > b'] })).toEqual(
      [],
    );
    expect(
      codesOf({
        vars,
        nodes: [iff('c'), assign('a'), assign('b')],
        edges: ['trigger > c', 'c.true > a', 'c.false > b'],
      }),
    ).toEqual([]);
    expect(
      codesOf({
        vars,
        nodes: [each('l'), assign('a', 'n', within('l')), assign('b')],
        edges: ['trigger > l', 'l.each > a', 'l > b'],
      }),
    ).toEqual([]);
    expect(
      codesOf({
        vars,
        nodes: [each('l'), assign('a', 'n', within('l')), assign('b')],
        edges: ['trigger > l', 'l.each > a', 'trigger > b'],
      }),
    ).toEqual(['warning:parallel_assign@a']);
  });

  test('two_responses: an error, only where it is certain', () => {
    const r = (id: string): ShortNode => ({ id, type: 'respond' });
    expect(codesOf({ nodes: [r('a'), r('b')], edges: ['trigger > a', 'a > b'] })).toEqual(['error:two_responses@b']);
    expect(codesOf({ nodes: [r('a'), r('b')], edges: ['trigger > a', 'trigger > b'] })).toEqual([]);
    expect(codesOf({ nodes: [iff('c'), r('a'), r('b')], edges: ['trigger > c', 'c.true > a', 'c.false > b'] })).toEqual(
      [],
    );
    expect(
      codesOf({ nodes: [iff('c'), r('a'), r('b')], edges: ['trigger > c', 'c.true > a', 'c.false > b', 'a > b'] }),
    ).toEqual([]);
    expect(codesOf({ nodes: [{ ...r('a'), disabled: true }, r('b')], edges: ['trigger > a', 'a > b'] })).toEqual([]);
  });

  test('wait_longer_than_run: a warning', () => {
    const wait = (config: JsonObject, settings: JsonObject = {}): string[] =>
      codesOf({ nodes: [{ id: 'w', type: 'wait', config }], edges: ['trigger > w'], settings });
    expect(wait({ for: 'P31D' })).toEqual(['warning:wait_longer_than_run@w']);
    expect(wait({ for: 'P30D' })).toEqual([]);
    expect(wait({ for: 'P31D' }, { timeout: null })).toEqual([]);
    expect(wait({ for: 'PT2H' }, { timeout: 'PT1H' })).toEqual(['warning:wait_longer_than_run@w']);
    expect(wait({ for: '{{ trigger.data.x }}' })).toEqual([]);
    expect(
      codesOf({
        nodes: [{ id: 'w', type: 'waitForEvent', config: { events: [{ port: 'a', name: 'b' }], timeout: 'P40D' } }],
        edges: ['trigger > w'],
      }),
    ).toEqual(['warning:wait_longer_than_run@w']);
  });

  test('settings: zone, durations, key and concurrency', () => {
    const settings = (given: JsonObject): string[] => codesOf({ nodes: [], edges: [], settings: given });
    expect(
      settings({
        timezone: 'America/Sao_Paulo',
        timeout: 'P1D',
        key: '{{ trigger.data.id }}',
        whenBusy: 'replace',
        concurrency: { max: 2, key: '{{ tenant.id }}' },
        priority: 1,
        onFailure: 'avisa',
        keepData: 'failures',
        redact: ['trigger.data.cpf'],
      }),
    ).toEqual([]);
    expect(settings({ timezone: 'Marte/Olimpo' })).toEqual(['error:bad_config']);
    for (const timeout of ['um dia', 'PT0S', '-P1D']) expect(settings({ timeout })).toEqual(['error:bad_config']);
    expect(settings({ key: '{{ steps.x }}' })).toEqual(['error:unknown_name']);
    expect(settings({ key: '{{ trigger.data.id' })).toEqual(['error:bad_expression']);
    expect(settings({ key: null, timeout: null })).toEqual([]);
    expect(settings({ concurrency: { max: 1, key: '{{ nada }}' } })).toEqual(['error:unknown_name']);
  });
});

describe('triggers', () => {
  const trigger = (type: string, config: JsonObject): string[] =>
    codesOf({ nodes: [], edges: [], trigger: { type, config } });
  const cases: [string, JsonObject, string[]][] = [
    ['manual', {}, []],
    ['api', {}, []],
    ['webhook', { path: 'a-b', auth: 'none' }, ['warning:open_webhook']],
    ['webhook', { path: 'a-b' }, ['warning:open_webhook']],
    ['webhook', { path: 'a-b', auth: null }, ['warning:open_webhook']],
    ['webhook', { path: 'a-b', auth: { type: 'none' } }, ['warning:open_webhook']],
    [
      'webhook',
      {
        path: 'a-b',
        auth: { type: 'hmac', connection: 'con_1' },
        method: 'POST',
        respond: 'atEnd',
        timeout: 'PT10S',
        dedupe: '{{ trigger.data.id }}',
      },
      [],
    ],
    ['webhook', { path: 'a-b', auth: { type: 'hmac' } }, ['error:missing_connection']],
    ['webhook', { auth: { type: 'basic', connection: 'c' } }, ['error:bad_config']],
    ['webhook', { path: 'a', auth: { type: 'segredo', connection: 'c' } }, ['error:bad_config']],
    ['webhook', { path: 'a', auth: { type: 'basic', connection: 'c' }, respond: 'depois' }, ['error:bad_config']],
    [
      'webhook',
      { path: 'a', auth: { type: 'basic', connection: 'c' }, dedupe: '{{ steps.x }}' },
      ['error:unknown_name'],
    ],
    ['schedule', { cron: '0 9 * * mon' }, []],
    ['schedule', { every: 'PT1H', timezone: 'America/Manaus', catchup: 'P1D', data: { a: 1 } }, []],
    ['schedule', {}, ['error:bad_config']],
    ['schedule', { every: 'uma hora' }, ['error:bad_config']],
    ['schedule', { cron: '61 9 * * mon' }, ['error:bad_config']],
    ['schedule', { cron: 'todo dia' }, ['error:bad_config']],
    ['schedule', { every: 'PT1H', timezone: 'Lua' }, ['error:bad_config']],
    [
      'message',
      { channel: 'whatsapp', keywords: ['oi'], collect: 'PT5S', match: '{{ trigger.data.text == "x" }}' },
      [],
    ],
    ['message', {}, ['error:bad_config']],
    ['event', { name: 'pago', key: '{{ event.data.id }}', match: '{{ event.data.v > 1 }}' }, []],
    ['event', {}, ['error:bad_config']],
    ['event', { name: 'x', match: '{{ 5 }}' }, ['error:type_mismatch']],
    ['lua', {}, ['error:unknown_node_type']],
  ];

  test.each(cases)('%s %j', (type, config, expected) => {
    expect(trigger(type, config)).toEqual(expected);
  });
});
