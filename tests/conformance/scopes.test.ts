import { expect } from 'vitest';
import { demo, until } from './client.ts';
import { flowOf, get, once, post, set, stop, type TestFlow, type TestNode, wait, waitFor } from './flow-of.ts';
import { type Stub, test } from './stub.ts';

const api = demo();
const output = async (flow: TestFlow, data: unknown = {}) => {
  const run = await api.runOnce(flowOf(flow), data);
  expect(run.error).toBeNull();
  return run.output;
};
const scope = (config: Record<string, unknown> = {}, more: Record<string, unknown> = {}): TestNode => ({
  type: 'scope',
  config,
  ...more,
});
const undoable = (stub: Stub, name: string, more: Record<string, unknown> = {}) => ({
  ...post(`${stub.url}/${name}`, {}, { parent: 's', ...more }),
  compensation: {
    type: 'http.request',
    config: { method: 'POST', url: `${stub.url}/undo-${name}`, body: { status: `{{ steps.${name}.status }}` } },
    retry: { maxAttempts: 1 },
  },
});
const paths = (stub: Stub) => stub.hits().map((hit) => hit.path);

test('compensations run when the scope fails, last finished first, then its error goes on', async ({ stub }) => {
  const nodes = {
    s: scope({ compensate: true }),
    a: undoable(stub, 'a'),
    b: undoable(stub, 'b'),
    f: { type: 'fail', config: { code: 'x', message: 'x' }, parent: 's' },
    fim: stop('{{ error.code }}'),
  };
  expect(await output({ nodes, edges: 'trigger > s.error > fim, s.each > a > b > f' })).toBe('x');
  expect(paths(stub)).toEqual(['/a', '/b', '/undo-b', '/undo-a']);
  expect(stub.hits('/undo-a')[0]?.body).toEqual({ status: 200 });
});

test('they run at a timeout, an interrupt and a cancel of the run; not where the scope went well', async ({ stub }) => {
  const doc = (config: Record<string, unknown>) => ({
    nodes: {
      s: scope({ compensate: true, ...config }),
      a: undoable(stub, 'a'),
      e: waitFor('nunca', {}, {}),
      fim: stop('fim'),
      bem: stop('bem'),
    },
    edges: 'trigger > s.out > bem, s.each > a > e',
  });
  const within = (flow: TestFlow, edges: string): TestFlow => ({
    ...flow,
    nodes: { ...flow.nodes, e: { ...(flow.nodes.e as TestNode), parent: 's' } },
    edges,
  });
  await output(within(doc({ timeout: 'PT1S' }), 'trigger > s.timeout > fim, s.out > bem, s.each > a > e'));
  expect(paths(stub)).toEqual(['/a', '/undo-a']);
  const interrupted = await api.start(
    await api.deploy(
      flowOf(
        within(
          doc({ interrupt: [{ port: 'para', name: 'pare' }] }),
          'trigger > s.para > fim, s.out > bem, s.each > a > e',
        ),
      ),
    ),
  );
  await api.waiting(interrupted);
  await api.event(interrupted, 'pare');
  expect((await api.ended(interrupted)).output).toBe('fim');
  expect(paths(stub)).toEqual(['/a', '/undo-a', '/a', '/undo-a']);
  const cancelled = await api.start(
    await api.deploy(flowOf(within(doc({}), 'trigger > s.out > bem, s.error > fim, s.each > a > e'))),
  );
  await api.waiting(cancelled);
  await api.post(`/v1/runs/${cancelled}/cancel`);
  expect((await api.ended(cancelled)).status).toBe('cancelled');
  expect(paths(stub).length).toBe(6);
  await output({
    nodes: { s: scope({ compensate: true }), a: undoable(stub, 'a'), fim: stop('fim') },
    edges: 'trigger > s > fim, s.each > a',
  });
  expect(paths(stub).slice(6)).toEqual(['/a']);
});

test('a compensation that fails is recorded, the rest still run; those inside loops and scopes too', async ({
  stub,
}) => {
  stub.on('/undo-b', { status: 500 });
  const inner = { ...undoable(stub, 'c'), parent: 'cada' };
  const nodes = {
    s: scope({ compensate: true }),
    a: undoable(stub, 'a'),
    b: undoable(stub, 'b'),
    cada: { type: 'forEach', config: { items: [1, 2] }, parent: 's' },
    c: inner,
    f: { type: 'fail', config: { code: 'x', message: 'x' }, parent: 's' },
    fim: stop('{{ error.code }}'),
  };
  const run = await api.runOnce(
    flowOf({ nodes, edges: 'trigger > s.error > fim, s.each > a > b > cada > f, cada.each > c' }),
  );
  expect(run.output).toBe('x');
  expect(paths(stub)).toEqual(['/a', '/b', '/c', '/c', '/undo-c', '/undo-c', '/undo-b', '/undo-a']);
  expect(JSON.stringify(await api.steps(run.id))).toContain('http_500');
});

test('an action that did not finish is not undone', async ({ stub }) => {
  stub.on('/b', { status: 422 });
  const nodes = {
    s: scope({ compensate: true }),
    a: undoable(stub, 'a'),
    b: undoable(stub, 'b', once),
    fim: stop('{{ error.code }}'),
  };
  expect(await output({ nodes, edges: 'trigger > s.error > fim, s.each > a > b' })).toBe('http_422');
  expect(paths(stub)).toEqual(['/a', '/b', '/undo-a']);
});

test('nodes of a scope stay readable after it, also past its timeout', async () => {
  const s = scope({ timeout: 'PT1S' });
  const nodes = {
    s,
    a: set({ v: 7 }, { parent: 's' }),
    w: { ...wait('PT1H'), parent: 's' },
    bem: stop('bem'),
    fim: stop('{{ [steps.a?.v, steps.w, port.s, steps.s] }}'),
  };
  expect(await output({ nodes, edges: 'trigger > s.out > bem, s.timeout > fim, s.each > a > w' })).toEqual([
    7,
    null,
    'timeout',
    null,
  ]);
});

test('the result of a scope: its field, else the output of its only end node', async () => {
  const nodes = {
    s: scope({ result: '{{ steps.a.v + 1 }}' }),
    a: set({ v: 1 }, { parent: 's' }),
    t: scope(),
    b: set({ v: 5 }, { parent: 't' }),
    fim: stop('{{ [steps.s, steps.t] }}'),
  };
  expect(await output({ nodes, edges: 'trigger > s > t > fim, s.each > a, t.each > b' })).toEqual([2, { v: 5 }]);
});

test('until: a scope ends at an instant', async () => {
  const nodes = {
    s: scope({ until: '{{ trigger.data.at }}' }),
    w: { ...wait('PT1H'), parent: 's' },
    bem: stop('bem'),
    fim: stop('tarde'),
  };
  expect(
    await output(
      { nodes, edges: 'trigger > s.out > bem, s.timeout > fim, s.each > w' },
      { at: new Date(Date.now() + 1_200).toISOString() },
    ),
  ).toBe('tarde');
});

test('of two failures the first counts', async ({ stub }) => {
  stub.on('/1', { status: 404, delayMs: 300 });
  stub.on('/2', { status: 409, delayMs: 1_200 });
  const run = await api.runOnce(
    flowOf({
      nodes: { a: get(`${stub.url}/1`, once), b: get(`${stub.url}/2`, once) },
      edges: 'trigger > a, trigger > b',
    }),
  );
  expect([run.error.code, run.error.node]).toEqual(['http_404', 'a']);
});

test('config is read once: all attempts send the same', async ({ stub }) => {
  stub.on('/x', { first: { times: 2, status: 503 } });
  const h = post(
    `${stub.url}/x`,
    { quando: '{{ now() }}', acaso: '{{ random() }}', id: '{{ uuid() }}' },
    { retry: { initialInterval: 'PT0.2S' } },
  );
  const flow = await api.deploy(flowOf({ nodes: { h }, edges: 'trigger > h' }));
  await api.through(flow);
  const bodies = stub.hits('/x').map((hit) => hit.text);
  expect([bodies.length, new Set(bodies).size]).toEqual([3, 1]);
  await api.through(flow);
  expect(stub.hits('/x')[3]?.text).not.toBe(bodies[0]);
});

test('errors of several nodes are told apart, with attempts and details', async ({ stub }) => {
  stub.on('/1', { status: 404, body: { x: 1 } });
  stub.on('/2', { status: 409 });
  const nodes = {
    a: get(`${stub.url}/1`, once),
    b: get(`${stub.url}/2`, once),
    ra: set({}),
    rb: set({}),
    fim: stop('{{ [errors.a.code, errors.b.code, errors.a.details.body.x, errors.a.attempts, errors.b.node] }}'),
  };
  expect(await output({ nodes, edges: 'trigger > a.error > ra > b.error > rb > fim' })).toEqual([
    'http_404',
    'http_409',
    1,
    1,
    'b',
  ]);
});

test('join first: of two edges that go live in one step the one written first wins', async () => {
  const nodes = {
    a: set({ v: 1 }),
    b: set({ v: 2 }),
    j: { ...set({ quem: '{{ [port.a, port.b] }}' }), join: 'first' },
    fim: stop('{{ steps.j.quem }}'),
  };
  expect(await output({ nodes, edges: 'trigger > a > j, trigger > b > j > fim' })).toEqual(['out', null]);
});

test('forEach: timeouts of an item and of all', async () => {
  const cada = (config: Record<string, unknown>) => ({
    type: 'forEach',
    config: { items: '{{ range(3) }}', concurrency: 3, onItemError: 'collect', result: '{{ item }}', ...config },
  });
  const flow = (config: Record<string, unknown>) => ({
    nodes: {
      cada: cada(config),
      i: { type: 'if', config: { condition: '{{ item == 1 }}' }, parent: 'cada' },
      w: { ...wait('PT1H'), parent: 'cada' },
      fim: stop('{{ steps.cada }}'),
    },
    edges: 'trigger > cada > fim, cada.each > i.true > w',
  });
  const late = { ok: false, index: 1, error: { code: 'timeout' } };
  expect(await output(flow({ itemTimeout: 'PT1S' }))).toMatchObject([
    { ok: true, value: 0 },
    late,
    { ok: true, value: 2 },
  ]);
  expect(await output(flow({ timeout: 'PT1S' }))).toMatchObject([{ ok: true, value: 0 }, late, { ok: true, value: 2 }]);
  const fails = await api.runOnce(flowOf(flow({ timeout: 'PT1S', onItemError: 'fail' })));
  expect([fails.status, fails.error.code]).toEqual(['failed', 'timeout']);
});

test('loops in loops: index is the innermost, `as` names both, break ends its own', async () => {
  const nodes = {
    fora: { type: 'forEach', config: { items: ['a', 'b'], as: 'letra', result: '{{ steps.dentro }}' } },
    dentro: {
      type: 'forEach',
      config: { items: [10, 20, 30], as: 'n', result: '{{ [letra, letraIndex, n, nIndex, index] }}' },
      parent: 'fora',
    },
    i: { type: 'if', config: { condition: '{{ n == 20 }}' }, parent: 'dentro' },
    b: { type: 'break', config: {}, parent: 'dentro' },
    fim: stop('{{ steps.fora }}'),
  };
  expect(await output({ nodes, edges: 'trigger > fora > fim, fora.each > dentro, dentro.each > i.true > b' })).toEqual([
    [
      ['a', 0, 10, 0, 0],
      ['a', 0, 20, 1, 1],
    ],
    [
      ['b', 1, 10, 0, 0],
      ['b', 1, 20, 1, 1],
    ],
  ]);
});

test('an empty list, and an item that is no list', async () => {
  const cada = { type: 'forEach', config: { items: '{{ trigger.data.itens }}' } };
  const flow = {
    nodes: { cada, s: set({}, { parent: 'cada' }), fim: stop('{{ steps.cada }}'), ruim: stop('{{ error.code }}') },
    edges: 'trigger > cada.out > fim, cada.error > ruim, cada.each > s',
  };
  expect(await output(flow, { itens: [] })).toEqual([]);
  expect(await output(flow, { itens: 'x' })).toEqual(expect.any(String));
});

test('onFailure comes for run_timeout and bad_input too, and a failure flow that fails itself ends', async () => {
  const seen = await api.deploy(
    flowOf({ nodes: { fim: stop('{{ trigger.data.error.code }}') }, edges: 'trigger > fim' }),
  );
  await api.through(
    await api.deploy(
      flowOf({ nodes: { w: wait('PT1H') }, edges: 'trigger > w', settings: { timeout: 'PT1S', onFailure: seen } }),
    ),
  );
  const [handled] = await until(async () => {
    const runs = (await api.runsOf(seen)).filter((run) => run.status === 'succeeded');
    return runs.length > 0 && runs;
  }, 'handled');
  expect((await api.run(handled.id)).output).toBe('run_timeout');
  const self = await api.create(
    flowOf({ nodes: { f: { type: 'fail', config: { code: 'x', message: 'x' } } }, edges: 'trigger > f' }),
  );
  await api.redeploy(
    self.id,
    flowOf({
      nodes: { f: { type: 'fail', config: { code: 'x', message: 'x' } } },
      edges: 'trigger > f',
      settings: { onFailure: self.id },
    }),
  );
  await api.through(self.id);
  await until(async () => (await api.runsOf(self.id)).length > 5, 'it calls itself');
  await until(async () => (await api.runsOf(self.id)).every((run) => run.status === 'failed'), 'and ends');
  expect((await api.runsOf(self.id)).length).toBeLessThanOrEqual(12);
});
