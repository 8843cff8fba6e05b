import { expect } from 'vitest';
import { demo, unique } from './client.ts';
import { flowOf, set, stop, type TestNode } from './flow-of.ts';
import { test } from './stub.ts';

const api = demo();
const code = (source: string, input: unknown = null, more: Record<string, unknown> = {}): TestNode => ({
  type: 'code',
  config: { source, input },
  ...more,
});
/** One node, its output or its error. */
const through = async (n: TestNode, data: unknown = {}) =>
  (
    await api.runOnce(
      flowOf({
        nodes: { n, bom: stop('{{ steps.n }}'), ruim: stop('{{ error }}') },
        edges: 'trigger > n.out > bom, n.error > ruim',
      }),
      data,
    )
  ).output;
const alive = async () =>
  expect(
    (await api.runOnce(flowOf({ nodes: { s: set({ v: 1 }), fim: stop(1) }, edges: 'trigger > s > fim' }))).output,
  ).toBe(1);

test('code: a default-exported function of input, sync or async', async () => {
  expect(
    await through(code('export default function (input) { return input.a + 1 }', { a: '{{ trigger.data.n }}' }), {
      n: 2,
    }),
  ).toBe(3);
  expect(
    await through(
      code('export default async ({ x }) => { await null; return [x, undefined, { y: undefined }] }', { x: 1 }),
    ),
  ).toEqual([1, null, {}]);
  expect(await through(code('export default () => {}'))).toBeNull();
  expect(await through(code('const f = (n) => n < 2 ? n : f(n - 1) + f(n - 2)\nexport default (n) => f(n)', 15))).toBe(
    610,
  );
});

test('code: the source is not searched for expressions', async () => {
  expect(await through(code('export default () => "{{ trigger.data }}"'))).toBe('{{ trigger.data }}');
});

test.each([
  ['a syntax error', 'export default ( => {'],
  ['a throw', 'export default () => { throw new Error("quebrou") }'],
  ['a rejection', 'export default async () => { throw new TypeError("quebrou") }'],
  ['no default export', 'export const a = 1'],
  ['a default export that is no function', 'export default 7'],
  ['a cycle in what it returns', 'export default () => { const a = {}; a.a = a; return a }'],
  ['an import', 'import fs from "node:fs"; export default () => 1'],
  ['a global of Node', 'export default () => process.exit(1)'],
  ['the network', 'export default () => fetch("http://example.com")'],
])('code: %s fails the node, with a message', async (_, source) => {
  const error = await through(code(source, null, { retry: { maxAttempts: 1 } }));
  expect(error).toMatchObject({ code: expect.any(String), message: expect.stringMatching(/./), node: 'n' });
});

test('code: an endless loop ends at its timeout; an endless promise too', async () => {
  const limits = { timeout: 'PT1S', retry: { maxAttempts: 1 } };
  expect((await through(code('export default () => { for (;;); }', null, limits))).code).toBe('timeout');
  expect((await through(code('export default () => new Promise(() => {})', null, limits))).code).toEqual(
    expect.any(String),
  );
  await alive();
});

test('code: memory and recursion end the node, not the server', async () => {
  const one = { retry: { maxAttempts: 1 } };
  const hungry = [
    'const a = []; for (;;) a.push("x".repeat(1e6) + a.length)',
    'return "x".repeat(2 ** 29)',
    'const f = () => f() + 1; return f()',
    'return new Array(1e9).fill(0)',
  ];
  const errors = await Promise.all(hungry.map((body) => through(code(`export default () => { ${body} }`, null, one))));
  for (const error of errors) expect(error.code).toEqual(expect.any(String));
  await alive();
});

test('code: runs know nothing of each other', async () => {
  const source = 'export default () => { globalThis.n = (globalThis.n ?? 0) + 1; Array.prototype.x = 1; return n }';
  expect(await Promise.all([1, 2, 3].map(() => through(code(source))))).toEqual([1, 1, 1]);
});

test('code: what is returned has no prototype keys', async () => {
  expect(await through(code(`export default () => JSON.parse('{"__proto__":{"a":1},"b":2}')`))).toEqual({ b: 2 });
});

const store = (action: string, config: Record<string, unknown>): TestNode => ({ type: `store.${action}`, config });
test('store: what one run puts another gets; add counts; once is once', async () => {
  const key = unique('chave');
  const flow = flowOf({
    nodes: {
      antes: store('get', { key }),
      poe: store('put', { key, value: { a: 1 } }),
      depois: store('get', { key }),
      soma: store('add', { key: `${key}-n`, by: 2 }),
      mais: store('add', { key: `${key}-n`, by: 3 }),
      um: store('once', { key: `${key}-u` }),
      fim: stop('{{ [steps.antes, steps.depois, steps.mais.value, steps.um.first] }}'),
    },
    edges: 'trigger > antes > poe > depois > soma > mais > um > fim',
  });
  const id = await api.deploy(flow);
  expect((await api.through(id)).output).toEqual([
    { value: null, found: false },
    { value: { a: 1 }, found: true },
    5,
    true,
  ]);
  const second = await api.through(id);
  expect([second.output[0].found, second.output[2], second.output[3]]).toEqual([true, 10, false]);
});

test('store: of ten parallel runs `once` says true to one, and `add` loses nothing', async () => {
  const key = unique('corrida');
  const flow = await api.deploy(
    flowOf({
      nodes: {
        um: store('once', { key }),
        n: store('add', { key: `${key}-n`, by: 1 }),
        fim: stop('{{ [steps.um.first, steps.n.value] }}'),
      },
      edges: 'trigger > um > n > fim',
    }),
  );
  const runs = await Promise.all(Array.from({ length: 10 }, () => api.through(flow)));
  const firsts = runs.filter((run) => run.output[0] === true);
  expect(firsts.length).toBe(1);
  expect(runs.map((run) => run.output[1]).sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
});

test('crypto: signs and verifies with a connection; tokens differ', async () => {
  const { id } = await api.made('POST', '/v1/connections', {
    connector: 'secret',
    name: unique('s'),
    secret: 'chave-secreta',
  });
  const run = await api.runOnce(
    flowOf({
      nodes: {
        a: { type: 'crypto.sign', connection: id, config: { payload: 'olá' } },
        b: { type: 'crypto.verify', connection: id, config: { payload: 'olá', signature: '{{ steps.a.signature }}' } },
        c: { type: 'crypto.verify', connection: id, config: { payload: 'ola', signature: '{{ steps.a.signature }}' } },
        t: { type: 'crypto.token', config: {} },
        u: { type: 'crypto.token', config: {} },
        fim: stop('{{ [steps.b.valid, steps.c.valid, steps.t.token == steps.u.token, steps.t.token.length > 20] }}'),
      },
      edges: 'trigger > a > b > c > t > u > fim',
    }),
  );
  expect(run.output).toEqual([true, false, false, true]);
  expect((await api.get(`/v1/runs/${run.id}/trace`)).text).not.toContain('chave-secreta');
  const without = await api.create(
    flowOf({ nodes: { a: { type: 'crypto.sign', config: { payload: 'x' } } }, edges: 'trigger > a' }),
  );
  expect(without.problems).toMatchObject([{ code: 'missing_connection', node: 'a' }]);
});

test('an action is tried alone', async () => {
  const good = await api.post('/v1/node-types/store.get/test', { config: { key: unique('nada') } });
  expect([good.status, good.body]).toEqual([
    200,
    expect.objectContaining({ ok: true, output: { value: null, found: false } }),
  ]);
  const bad = await api.post('/v1/node-types/http.request/test', {
    config: { method: 'GET', url: 'http://10.0.0.1/' },
  });
  expect(bad.body).toMatchObject({ ok: false, error: { code: 'address_refused' } });
  expect((await api.post('/v1/node-types/nao.existe/test', { config: {} })).status).toBe(404);
  expect([404, 422]).toContain((await api.post('/v1/node-types/if/test', { config: {} })).status);
});

test('the catalogue lists every core node and action with its schemas', async () => {
  const { data, triggers } = await api.made('GET', '/v1/node-types');
  const types = data.map((one: { type: string }) => one.type);
  const core = [
    'set',
    'assign',
    'if',
    'switch',
    'wait',
    'waitForEvent',
    'approval',
    'ask',
    'flow',
    'respond',
    'stop',
    'fail',
    'code',
    'forEach',
    'while',
    'scope',
    'break',
    'continue',
  ];
  expect(types).toEqual(expect.arrayContaining([...core, 'http.request']));
  for (const one of data) expect(one).toMatchObject({ config: { type: 'object' }, version: expect.any(Number) });
  expect(triggers.map((one: { type: string }) => one.type)).toEqual(
    expect.arrayContaining(['manual', 'api', 'webhook', 'schedule', 'message', 'event']),
  );
});

test('a value of over 4 MB and a state of over 16 MB fail the node', async () => {
  const big = code('export default () => "x".repeat(5 * 1024 * 1024)', null, { retry: { maxAttempts: 1 } });
  expect((await through(big)).code).toBe('value_too_large');
  const names = Array.from({ length: 6 }, (_, i) => `v${i}`);
  const nodes = Object.fromEntries(
    names.map((name) => [name, code('export default () => "x".repeat(3.9 * 1024 * 1024)')]),
  );
  const run = await api.runOnce(
    flowOf({
      nodes: { ...nodes, fim: stop(`{{ ${names.map((name) => `steps.${name}.length`).join(' + ')} }}`) },
      edges: `trigger > ${names.join(' > ')} > fim`,
    }),
  );
  expect([run.status, run.error?.code]).toEqual(['failed', 'state_too_large']);
});

test('a long value is cut in the trace, with its size and where the whole is', async () => {
  const run = await api.runOnce(
    flowOf({
      nodes: { a: code('export default () => "x".repeat(200000)'), fim: stop('{{ steps.a.length }}') },
      edges: 'trigger > a > fim',
    }),
  );
  const { output } = await api.step(run.id, 'a');
  expect(output).toMatchObject({ $cut: true, size: 200_002, href: expect.stringContaining(run.id) });
  expect((await api.get(output.href)).body).toBe('x'.repeat(200_000));
});

test('keepData failures: a run that succeeded keeps no data, one that failed does', async () => {
  const flow = await api.deploy(
    flowOf({
      nodes: {
        a: set({ v: '{{ trigger.data.s }}' }),
        i: { type: 'if', config: { condition: '{{ trigger.data.falha }}' } },
        f: { type: 'fail', config: { code: 'x', message: 'x' } },
        fim: stop('{{ steps.a.v }}'),
      },
      edges: 'trigger > a > i.true > f, i.false > fim',
      settings: { keepData: 'failures' },
    }),
  );
  const good = await api.through(flow, { s: 'segredinho', falha: false });
  expect(JSON.stringify(await api.steps(good.id)) + JSON.stringify(await api.run(good.id))).not.toContain('segredinho');
  const bad = await api.through(flow, { s: 'segredinho', falha: true });
  expect(JSON.stringify(await api.steps(bad.id))).toContain('segredinho');
});

test('redact: what its paths name is shown nowhere', async () => {
  const flow = await api.deploy(
    flowOf({
      nodes: { a: set({ senha: '{{ trigger.data.senha }}', n: 1 }), fim: stop('{{ steps.a.senha.length }}') },
      edges: 'trigger > a > fim',
      settings: { redact: ['trigger.data.senha', 'steps.a.senha'] },
    }),
  );
  const run = await api.through(flow, { senha: 'aberte-sesamo', n: 1 });
  expect(run.output).toBe(13);
  const shown = (await api.get(`/v1/runs/${run.id}/trace`)).text + (await api.get(`/v1/runs/${run.id}`)).text;
  expect(shown).not.toContain('aberte-sesamo');
});
