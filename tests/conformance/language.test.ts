import { expect } from 'vitest';
import { demo } from './client.ts';
import { flowOf, get, once, post, set, stop, type TestFlow, wait } from './flow-of.ts';
import { test } from './stub.ts';

const api = demo();
const output = async (flow: TestFlow, data: unknown = {}) => {
  const run = await api.runOnce(flowOf(flow), data);
  expect(run.error).toBeNull();
  return run.output;
};
const iff = (condition: string) => ({ type: 'if', config: { condition } });
const values = (expressions: Record<string, unknown>, data: unknown = {}) =>
  output({ nodes: { a: set(expressions), fim: stop('{{ steps.a }}') }, edges: 'trigger > a > fim' }, data);

test('expressions keep their type alone, and make text among text', async () => {
  expect(
    await values(
      {
        n: '{{ 1 + 2 }}',
        t: 'n = {{ 1 + 2 }}',
        dois: '{{ 1 }}{{ 2 }}',
        nada: '{{ null }}',
        texto: 'x{{ null }}y',
        obj: '{{ { a: [1] } }}',
        emTexto: 'o: {{ { a: [1] } }}',
        literal: '\\{{ 1 }}',
        funda: [{ b: '{{ trigger.data.x }}' }],
        chave: { '{{ 1 }}': 2 },
        falta: '{{ trigger.data.nope }}',
        dado: '{{ trigger.data.mal }}',
        fecha: "{{ '}}' }}",
      },
      { x: true, mal: '{{ 1 + 1 }}' },
    ),
  ).toEqual({
    n: 3,
    t: 'n = 3',
    dois: '12',
    nada: null,
    texto: 'xy',
    obj: { a: [1] },
    emTexto: 'o: {"a":[1]}',
    literal: '{{ 1 }}',
    funda: [{ b: true }],
    chave: { '{{ 1 }}': 2 },
    falta: null,
    dado: '{{ 1 + 1 }}',
    fecha: '}}',
  });
});

test('the library over HTTP: money, dates, documents, lists', async () => {
  expect(
    await values({
      m: '{{ formatMoney(123456) }}',
      p: "{{ parseMoney('R$ 1.234,56') }}",
      s: '{{ moneySplit(money(100), 3).map(m => m.amount) }}',
      d: "{{ addDuration('2024-01-31', 'P1M') }}",
      f: "{{ formatDate('2024-03-05T15:04:05.000Z', 'dd/MM/yyyy HH:mm EEEE MMMM') }}",
      c: "{{ cpf('529.982.247-25') }}",
      ruim: "{{ cpf('111.111.111-11') }}",
      fone: "{{ phone('(11) 98765-4321') }}",
      g: "{{ groupBy([1, 2, 3], n => n % 2 == 0 ? 'par' : 'impar') }}",
      z: "{{ zip([1, 2], ['a', 'b']) }}",
      diff: "{{ diff('2024-01-01', '2024-03-01', 'months') }}",
      sl: "{{ slices('2024-01-01', '2024-01-05', 'P2D') }}",
      o: '{{ sortBy([{ n: 2 }, { n: 1 }], x => x.n) }}',
      t: "{{ test('abc123', '^[a-z]+[0-9]+$') }}",
      k: '{{ keys({ b: 1, a: 2 }) }}',
      u: '{{ unique([1, 1, 2]) }}',
      h: "{{ hash('a') == hash('a') }}",
      r: '{{ [round(2.5, 0), round(-1.005, 2), min([]), sum([]), number("x"), number("1.5")] }}',
      b: '{{ bool([0, ""]) }}',
      mt: '{{ [!0, !"", null ?? 1, 0 || 2, 1 && 0] }}',
    }),
  ).toMatchObject({
    m: 'R$\u00a01.234,56',
    p: { amount: 123456, currency: 'BRL' },
    s: [34, 33, 33],
    d: '2024-02-29',
    f: '05/03/2024 12:04 terça-feira março',
    c: '52998224725',
    ruim: null,
    fone: '+5511987654321',
    g: { impar: [1, 3], par: [2] },
    z: [
      [1, 'a'],
      [2, 'b'],
    ],
    diff: 2,
    sl: [
      { from: '2024-01-01', to: '2024-01-02' },
      { from: '2024-01-03', to: '2024-01-04' },
      { from: '2024-01-05', to: '2024-01-05' },
    ],
    o: [{ n: 1 }, { n: 2 }],
    t: true,
    k: ['b', 'a'],
    u: [1, 2],
    h: true,
    b: true,
    mt: [true, true, 1, 2, 0],
  });
});

test.each([
  ['{{ trigger.data.a.b }}', 'bad_value'],
  ['{{ 1 / 0 }}', 'bad_value'],
  ['{{ trigger.data.t - 1 }}', 'bad_value'],
  ['{{ range(1000000) }}', 'expression_too_expensive'],
  ['{{ range(1000).map(x => range(1000).map(y => x * y).length) }}', 'expression_too_expensive'],
  ["{{ 'x'.repeat(2000000) }}", 'expression_too_expensive'],
])('%s fails the node with %s, and the error edge is taken', async (v, code) => {
  const nodes = { a: set({ v }), fim: stop('{{ error }}') };
  const error = await output({ nodes, edges: 'trigger > a.error > fim' }, { t: 'x' });
  expect(error).toMatchObject({ code, node: 'a', attempts: 1, message: expect.any(String) });
});

test('what evaluates to no boolean in a condition is bad_value', async () => {
  const run = await api.runOnce(
    flowOf({ nodes: { i: iff('{{ trigger.data.t }}'), a: set({}) }, edges: 'trigger > i.true > a' }),
    { t: 'x' },
  );
  expect(run.error).toMatchObject({ code: 'bad_value', node: 'i' });
});

test('arms meet again in one node that runs once; parallel branches are waited for, without a barrier', async ({
  stub,
}) => {
  const run = await api.runOnce(
    flowOf({
      nodes: {
        i: iff('{{ true }}'),
        a: set({ v: 1 }),
        b: set({ v: 2 }),
        junta: post(`${stub.url}/junta`),
        l: get(`${stub.url}/lenta?x`),
        r: post(`${stub.url}/rapida`),
        d: post(`${stub.url}/depois`),
        fim: stop('ok'),
      },
      edges: 'trigger > i.true > a > junta, i.false > b > junta > fim, trigger > l > fim, trigger > r > d > fim',
    }),
  );
  expect(run.output).toBe('ok');
  expect(stub.hits('/junta').length).toBe(1);
});

test('each branch goes on as soon as its own predecessor is done', async ({ stub }) => {
  stub.on('/lenta', { delayMs: 2_000 });
  await api.runOnce(
    flowOf({
      nodes: { l: get(`${stub.url}/lenta`), r: get(`${stub.url}/rapida`), d: get(`${stub.url}/depois`), fim: set({}) },
      edges: 'trigger > l > fim, trigger > r > d > fim',
    }),
  );
  expect(stub.hits('/depois')[0]?.at).toBeLessThan(stub.hits('/lenta')[0]?.end ?? 0);
});

test('join first runs at the first live edge, and cancels what only leads to it', async ({ stub }) => {
  stub.on('/preso', { hang: true });
  const run = await api.runOnce(
    flowOf({
      nodes: {
        p: get(`${stub.url}/preso`),
        w: wait('PT1S'),
        depois: set({ v: 1 }),
        j: { ...set({ quem: '{{ port.w }}' }), join: 'first' },
        fim: stop('{{ steps.j.quem }}'),
      },
      edges: 'trigger > p > depois > j, trigger > w > j > fim',
    }),
  );
  expect(run.output).toBe('out');
  const statuses = Object.fromEntries((await api.steps(run.id)).map((one) => [one.node, one.status]));
  expect([statuses.p, statuses.depois]).toEqual(['cancelled', 'cancelled']);
});

test('a disabled node passes through with null; a disabled container runs nothing', async ({ stub }) => {
  const nodes = {
    a: { ...set({ v: 1 }), disabled: true },
    c: { type: 'forEach', config: { items: [1, 2] }, disabled: true },
    h: post(`${stub.url}/x`, {}, { parent: 'c' }),
    fim: stop('{{ [steps.a, steps.c, port.a] }}'),
  };
  expect(await output({ nodes, edges: 'trigger > a > c > fim, c.each > h' })).toEqual([null, null, 'out']);
  expect(stub.hits()).toEqual([]);
});

test('variables: first values may be expressions, assign reads and writes in one step', async () => {
  const nodes = {
    cada: { type: 'forEach', config: { items: '{{ range(20) }}', concurrency: 20 } },
    soma: { type: 'assign', config: { values: { total: '{{ vars.total + item }}' } }, parent: 'cada' },
    troca: { type: 'assign', config: { values: { a: '{{ vars.b }}', b: '{{ vars.a }}' } } },
    fim: stop('{{ [vars.total, vars.a, vars.b] }}'),
  };
  expect(
    await output(
      {
        vars: { total: '{{ trigger.data.n }}', a: 1, b: 2 },
        nodes,
        edges: 'trigger > cada > troca > fim, cada.each > soma',
      },
      { n: 10 },
    ),
  ).toEqual([200, 2, 1]);
});

test('the output: its field, else of the only end node, else null; stop overrides', async () => {
  const a = set({ v: 1 });
  const b = set({ v: 2 });
  expect(await output({ nodes: { a }, edges: 'trigger > a', output: { dobro: '{{ steps.a.v * 2 }}' } })).toEqual({
    dobro: 2,
  });
  expect(await output({ nodes: { a }, edges: 'trigger > a' })).toEqual({ v: 1 });
  expect(await output({ nodes: { a, b }, edges: 'trigger > a, trigger > b' })).toBeNull();
  expect(
    await output({
      nodes: { a, s: stop('fim'), w: wait('PT1H') },
      edges: 'trigger > a > s, trigger > w',
      output: 'nunca',
    }),
  ).toBe('fim');
});

test('forEach: results in order of the items, as many at once as it says', async ({ stub }) => {
  stub.on('/x/0', { delayMs: 800 });
  for (let i = 1; i < 6; i++) stub.on(`/x/${i}`, { delayMs: 200, body: i });
  const cada = {
    type: 'forEach',
    config: { items: '{{ range(6) }}', as: 'n', concurrency: 3, result: '{{ [n, nIndex, steps.h.status] }}' },
  };
  const result = await output({
    nodes: { cada, h: get(`${stub.url}/x/{{ n }}`, { parent: 'cada' }), fim: stop('{{ steps.cada }}') },
    edges: 'trigger > cada > fim, cada.each > h',
  });
  expect(result).toEqual(Array.from({ length: 6 }, (_, i) => [i, i, 200]));
  const hits = stub.hits();
  expect(Math.max(...hits.map((hit) => hits.filter((one) => one.at <= hit.at && (one.end ?? 0) > hit.at).length))).toBe(
    3,
  );
});

test('forEach collect and fail', async ({ stub }) => {
  stub.on('/x/1', { status: 422 });
  stub.on('/x/2', { delayMs: 1_500 });
  const flow = (onItemError: string) => ({
    nodes: {
      cada: { type: 'forEach', config: { items: '{{ range(3) }}', concurrency: 3, onItemError, result: '{{ item }}' } },
      h: get(`${stub.url}/x/{{ item }}`, { ...once, parent: 'cada' }),
      fim: stop('{{ steps.cada }}'),
      ruim: stop('{{ error.code }}'),
    },
    edges: 'trigger > cada.out > fim, cada.error > ruim, cada.each > h',
  });
  expect(await output(flow('collect'))).toMatchObject([
    { ok: true, value: 0 },
    { ok: false, index: 1, error: { code: 'http_422' } },
    { ok: true, value: 2 },
  ]);
  expect(await output(flow('fail'))).toBe('http_422');
});

test('break finishes the loop, continue the round; while passes maxIterations as an error', async () => {
  const loop = (ending: string) => ({
    nodes: {
      cada: { type: 'forEach', config: { items: '{{ range(5) }}', result: '{{ item }}' } },
      i: { ...iff('{{ item == 2 }}'), parent: 'cada' },
      b: { type: ending, config: {}, parent: 'cada' },
      s: { ...set({ v: 1 }), parent: 'cada' },
      fim: stop('{{ steps.cada }}'),
    },
    edges: 'trigger > cada > fim, cada.each > i.true > b, i.false > s',
  });
  expect(await output(loop('break'))).toEqual([0, 1, 2]);
  expect(await output(loop('continue'))).toEqual([0, 1, 2, 3, 4]);
  const w = { type: 'while', config: { condition: '{{ true }}', maxIterations: 3 } };
  expect(
    await output({
      nodes: { w, s: { ...set({}), parent: 'w' }, fim: stop('{{ error.code }}') },
      edges: 'trigger > w.error > fim, w.each > s',
    }),
  ).toBe('too_many_iterations');
});

test('scope: a timeout leaves by its port; without an edge it fails the scope above', async () => {
  const s = { type: 'scope', config: { timeout: 'PT1S' } };
  const w = { ...wait('PT1H'), parent: 's' };
  expect(
    await output({
      nodes: { s, w, bom: stop('a tempo'), fim: stop('tarde') },
      edges: 'trigger > s.out > bom, s.timeout > fim, s.each > w',
    }),
  ).toBe('tarde');
  const run = await api.runOnce(flowOf({ nodes: { s, w, bom: stop(1) }, edges: 'trigger > s.out > bom, s.each > w' }));
  expect([run.status, run.error.code]).toEqual(['failed', 'timeout']);
});

test('a failure that is caught outside: nodes of the scope stay readable, and errors name the node', async () => {
  const nodes = {
    s: { type: 'scope', config: {} },
    a: { ...set({ v: 5 }), parent: 's' },
    f: { type: 'fail', config: { code: 'meu', message: 'm {{ steps.a.v }}' }, parent: 's' },
    fim: stop('{{ [error.code, error.message, error.node, errors.s.code, steps.a?.v] }}'),
  };
  expect(await output({ nodes, edges: 'trigger > s.error > fim, s.each > a > f' })).toEqual([
    'meu',
    'm 5',
    'f',
    'meu',
    5,
  ]);
});

test('wait for and until, and windows, tell when they fired', async () => {
  const at = new Date(Date.now() + 1_500).toISOString();
  const fired = await output(
    {
      nodes: { w: { type: 'wait', config: { until: '{{ trigger.data.at }}' } }, fim: stop('{{ steps.w.firedAt }}') },
      edges: 'trigger > w > fim',
    },
    { at },
  );
  expect(Date.parse(fired) - Date.parse(at)).toBeLessThan(2_000);
  expect(Date.parse(fired)).toBeGreaterThanOrEqual(Date.parse(at));
  const past = await output({
    nodes: { w: { type: 'wait', config: { until: '2020-01-01T00:00:00.000Z' } }, fim: stop('passou') },
    edges: 'trigger > w > fim',
  });
  expect(past).toBe('passou');
});

test('10,000 items, and a deep chain of 500 nodes', async () => {
  const many = await output({
    nodes: {
      cada: { type: 'forEach', config: { items: '{{ range(10000) }}', concurrency: 50, result: '{{ item * 2 }}' } },
      s: { ...set({ v: 1 }), parent: 'cada' },
      fim: stop('{{ [steps.cada.length, sum(steps.cada)] }}'),
    },
    edges: 'trigger > cada > fim, cada.each > s',
  });
  expect(many).toEqual([10_000, 99_990_000]);
  const ids = Array.from({ length: 500 }, (_, i) => `n${i}`);
  const chain = await output({
    nodes: { ...Object.fromEntries(ids.map((id) => [id, set({ id })])), fim: stop('{{ steps.n499.id }}') },
    edges: `trigger > ${ids.join(' > ')} > fim`,
  });
  expect(chain).toBe('n499');
}, 120_000);
