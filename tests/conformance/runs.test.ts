import { expect } from 'vitest';
import { sleep } from '#scripts/embedded/processes.ts';
import { demo, unique, until } from './client.ts';
import { flowOf, get, once, post, set, stop, wait, waitFor } from './flow-of.ts';
import { test } from './stub.ts';

const api = demo();
const small = flowOf({
  nodes: { a: set({ v: '{{ trigger.data.n }}' }), fim: stop('{{ steps.a.v }}') },
  edges: 'trigger > a > fim',
});

test('a start is 202 with an address, and the run tells its flow, version, trigger, times and output', async () => {
  const flow = await api.deploy(small);
  const began = await api.post(`/v1/flows/${flow}/runs`, { data: { n: 3 } });
  expect(began.status).toBe(202);
  expect(began.body).toMatchObject({ id: began.body.runId, flowId: flow, flowVersion: 1 });
  expect(began.headers.get('location')).toBe(`/v1/runs/${began.body.id}`);
  const run = await api.ended(began.body.id);
  expect(run).toMatchObject({
    ...{ id: began.body.id, flowId: flow, flowVersion: 1, status: 'succeeded', output: 3, error: null },
    trigger: { type: 'api', data: { n: 3 } },
  });
  for (const at of [run.startedAt, run.endedAt]) expect(at).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
});

test('Prefer: wait gives 200 and the finished run, or 202 when the wait is over', async () => {
  const flow = await api.deploy(small);
  const done = await api.post(`/v1/flows/${flow}/runs`, { data: { n: 1 } }, { prefer: 'wait=20' });
  expect([done.status, done.body.status, done.body.output]).toEqual([200, 'succeeded', 1]);
  const slow = await api.deploy(flowOf({ nodes: { w: wait('PT5S') }, edges: 'trigger > w' }));
  const began = Date.now();
  const over = await api.post(`/v1/flows/${slow}/runs`, {}, { prefer: 'wait=1' });
  expect(over.status).toBe(202);
  expect(over.headers.get('location')).toBe(`/v1/runs/${over.body.id}`);
  expect(Date.now() - began).toBeLessThan(3_500);
});

test('Prefer: wait gives a failed run with 200 as well', async () => {
  const flow = await api.deploy(
    flowOf({ nodes: { f: { type: 'fail', config: { code: 'nao', message: 'não deu' } } }, edges: 'trigger > f' }),
  );
  const done = await api.post(`/v1/flows/${flow}/runs`, {}, { prefer: 'wait=20' });
  expect([done.status, done.body.status]).toEqual([200, 'failed']);
  expect(done.body.error).toMatchObject({ code: 'nao', message: 'não deu', node: 'f' });
});

test('data that does not fit the input is 422, with a pointer to each fault', async () => {
  const input = {
    type: 'object',
    properties: { id: { type: 'number' }, itens: { type: 'array', items: { type: 'string' } } },
    required: ['id'],
  };
  const flow = await api.deploy({ ...small, input });
  const wrong = await api.post(`/v1/flows/${flow}/runs`, { data: { itens: ['a', 7] } });
  expect([wrong.status, wrong.body.code]).toEqual([422, 'bad_input']);
  expect(wrong.body.errors.map((one: { pointer: string }) => one.pointer).sort()).toEqual([
    '/data/id',
    '/data/itens/1',
  ]);
  expect(await api.runsOf(flow)).toEqual([]);
  expect((await api.through(flow, { id: 1, n: 2 })).output).toBe(2);
});

test('draft, pins and simulate ask for test', async () => {
  const flow = await api.deploy(small);
  for (const more of [{ version: 'draft' }, { pins: { a: { output: {} } } }, { simulate: true }])
    expect((await api.post(`/v1/flows/${flow}/runs`, { data: {}, ...more })).status).toBe(422);
  await api.made('PUT', `/v1/flows/${flow}/draft`, {
    definition: flowOf({ nodes: { fim: stop('rascunho') }, edges: 'trigger > fim' }),
  });
  const draft = await api.through(flow, {}, { version: 'draft', test: true });
  expect(draft).toMatchObject({ output: 'rascunho', flowVersion: null, test: true });
  const pinned = await api.through(flow, { n: 1 }, { test: true, pins: { a: { output: { v: 9 } } } });
  expect(pinned.output).toBe(9);
  expect(await api.step(pinned.id, 'a')).toMatchObject({ status: 'pinned', output: { v: 9 } });
  expect((await api.post(`/v1/flows/${flow}/runs`, { data: {}, version: 2 })).status).toBe(404);
  expect((await api.through(flow, { n: 4 }, { version: 1 })).output).toBe(4);
});

test('an older version can be run by its number', async () => {
  const flow = await api.deploy(flowOf({ nodes: { fim: stop(1) }, edges: 'trigger > fim' }));
  await api.redeploy(flow, flowOf({ nodes: { fim: stop(2) }, edges: 'trigger > fim' }));
  expect(await api.through(flow, {}, { version: 1 })).toMatchObject({ output: 1, flowVersion: 1 });
  expect(await api.through(flow)).toMatchObject({ output: 2, flowVersion: 2 });
});

test('a pin of an error or a port leads that way; a pinned action calls nobody', async ({ stub }) => {
  const flow = await api.deploy(
    flowOf({
      nodes: { h: post(`${stub.url}/x`), bom: stop('bom'), ruim: stop('{{ error.code }}') },
      edges: 'trigger > h > bom, h.error > ruim',
    }),
  );
  const failing = await api.through(
    flow,
    {},
    { test: true, pins: { h: { error: { code: 'http_500', message: 'x' } } } },
  );
  expect(failing.output).toBe('http_500');
  const fine = await api.through(
    flow,
    {},
    { test: true, pins: { h: { output: { status: 200, headers: {}, body: 1 } } } },
  );
  expect(fine.output).toBe('bom');
  expect(stub.hits()).toEqual([]);
});

test('simulate pins what has effects with an example, and skips time', async ({ stub }) => {
  const flow = await api.deploy(
    flowOf({
      nodes: { w: wait('P3D'), h: post(`${stub.url}/x`), fim: stop('{{ steps.h.status }}') },
      edges: 'trigger > w > h > fim',
    }),
  );
  const run = await api.through(flow, {}, { test: true, simulate: true });
  expect([run.status, run.output]).toEqual(['succeeded', 200]);
  expect((await api.step(run.id, 'h')).status).toBe('pinned');
  expect(stub.hits()).toEqual([]);
});

test('run.test is true in a test alone', async () => {
  const flow = await api.deploy(flowOf({ nodes: { fim: stop('{{ run.test }}') }, edges: 'trigger > fim' }));
  expect([(await api.through(flow)).output, (await api.through(flow, {}, { test: true })).output]).toEqual([
    false,
    true,
  ]);
});

test('the trace lists steps in order, the skipped ones too, with input, output, port and attempts', async () => {
  const flow = await api.deploy(
    flowOf({
      nodes: {
        a: set({ v: '{{ trigger.data.n }}' }),
        b: { type: 'if', config: { condition: '{{ steps.a.v > 1 }}' } },
        c: set({ x: 1 }),
        d: set({ y: 2 }),
        fim: stop('ok'),
      },
      edges: 'trigger > a > b.true > c > fim, b.false > d > fim',
    }),
  );
  const run = await api.through(flow, { n: 2 });
  const steps = await api.steps(run.id);
  const of = (node: string) => steps.find((one) => one.node === node);
  expect(of('a')).toMatchObject({
    status: 'succeeded',
    input: { values: { v: 2 } },
    output: { v: 2 },
    attempts: 1,
    path: [],
    error: null,
  });
  expect(of('b')).toMatchObject({ status: 'succeeded', output: { value: true }, port: 'true' });
  expect(of('d')).toMatchObject({ status: 'skipped', output: null });
  expect(of('fim')).toMatchObject({ status: 'succeeded' });
  expect(steps.length).toBe(5);
  for (const node of ['a', 'b', 'c', 'fim'])
    expect(Date.parse(of(node).endedAt)).toBeGreaterThanOrEqual(Date.parse(of(node).startedAt));
  const ran = steps.filter((one) => one.status !== 'skipped').map((one) => one.node);
  expect(ran).toEqual(['a', 'b', 'c', 'fim']);
});

test('rounds carry their path', async () => {
  const flow = await api.deploy(
    flowOf({
      nodes: {
        fora: { type: 'forEach', config: { items: '{{ [1, 2] }}' } },
        dentro: { type: 'while', config: { condition: '{{ index < 2 }}' }, parent: 'fora' },
        x: set({ v: '{{ index }}' }, { parent: 'dentro' }),
      },
      edges: 'trigger > fora, fora.each > dentro, dentro.each > x',
    }),
  );
  const run = await api.through(flow);
  const paths = (await api.steps(run.id)).filter((one) => one.node === 'x').map((one) => one.path);
  const at = (i: number, j: number) => [
    { container: 'fora', index: i },
    { container: 'dentro', index: j },
  ];
  expect(paths).toEqual([at(0, 0), at(0, 1), at(1, 0), at(1, 1)]);
});

test('a failed node tells its error and its attempts, in the trace and in the run', async ({ stub }) => {
  stub.on('/x', { status: 500, body: { por: 'quê' } });
  const flow = await api.deploy(
    flowOf({
      nodes: { h: get(`${stub.url}/x`, { retry: { maxAttempts: 2, initialInterval: 'PT0.2S' } }) },
      edges: 'trigger > h',
    }),
  );
  const run = await api.through(flow);
  expect(run.status).toBe('failed');
  expect(run.error).toMatchObject({
    code: 'http_500',
    node: 'h',
    attempts: 2,
    details: { status: 500, body: { por: 'quê' } },
  });
  expect(await api.step(run.id, 'h')).toMatchObject({
    status: 'failed',
    attempts: 2,
    output: null,
    error: { code: 'http_500' },
  });
  expect(stub.hits('/x').length).toBe(2);
});

test('a waiting run says what for, until when and why, and its trace too', async () => {
  const flow = await api.deploy(
    flowOf({
      nodes: { w: wait('PT2H'), e: waitFor('vai'), f: wait('PT1H') },
      edges: 'trigger > w, trigger > e.ok > f',
    }),
  );
  const id = await api.start(flow);
  const run = await api.waiting(id);
  expect(run.waitingFor.map((one: { node: string; kind: string }) => [one.node, one.kind]).sort()).toEqual([
    ['e', 'event'],
    ['w', 'timer'],
  ]);
  const timer = run.waitingFor.find((one: { node: string }) => one.node === 'w');
  expect(Date.parse(timer.until) - Date.now()).toBeGreaterThan(7_000_000);
  expect(timer.reason).toEqual(expect.any(String));
  expect(await api.step(id, 'w')).toMatchObject({ status: 'waiting', endedAt: null });
  await api.post(`/v1/runs/${id}/cancel`);
  expect((await api.ended(id)).waitingFor ?? []).toEqual([]);
});

test('cancel ends a waiting run, and cancelling again is 409', async () => {
  const flow = await api.deploy(flowOf({ nodes: { w: wait('PT2H') }, edges: 'trigger > w' }));
  const id = await api.start(flow);
  await api.waiting(id);
  expect((await api.post(`/v1/runs/${id}/cancel`)).status).toBe(202);
  expect(await api.ended(id)).toMatchObject({ status: 'cancelled' });
  expect((await api.step(id, 'w')).status).toBe('cancelled');
  expect((await api.post(`/v1/runs/${id}/cancel`)).status).toBe(409);
});

test('cancel really ends a request that is under way', async ({ stub }) => {
  stub.on('/preso', { hang: true });
  const flow = await api.deploy(flowOf({ nodes: { h: get(`${stub.url}/preso`) }, edges: 'trigger > h' }));
  const id = await api.start(flow);
  await until(async () => stub.hits('/preso').length === 1, 'the call');
  await api.post(`/v1/runs/${id}/cancel`);
  expect((await api.ended(id)).status).toBe('cancelled');
  await until(async () => stub.hits('/preso')[0]?.aborted, 'the request is closed', 5_000);
  await sleep(1_000);
  expect(stub.hits('/preso').length).toBe(1);
});

test('paused: no node starts, timers count on, and resume lets it go on', async ({ stub }) => {
  const flow = await api.deploy(
    flowOf({
      nodes: { w: wait('PT1.5S'), h: post(`${stub.url}/depois`), fim: stop('ok') },
      edges: 'trigger > w > h > fim',
    }),
  );
  const id = await api.start(flow);
  await api.waiting(id);
  expect((await api.post(`/v1/runs/${id}/pause`)).status).toBe(202);
  await api.waiting(id, 'paused');
  await sleep(2_500);
  expect(stub.hits()).toEqual([]);
  expect((await api.run(id)).status).toBe('paused');
  await api.post(`/v1/runs/${id}/resume`);
  const run = await api.ended(id);
  expect(run.output).toBe('ok');
  expect(stub.hits('/depois').length).toBe(1);
});

test('events that come while a run is paused are kept', async () => {
  const flow = await api.deploy(
    flowOf({ nodes: { e: waitFor('vai'), fim: stop('{{ steps.e.data.n }}') }, edges: 'trigger > e.ok > fim' }),
  );
  const id = await api.start(flow);
  await api.waiting(id);
  await api.post(`/v1/runs/${id}/pause`);
  await api.waiting(id, 'paused');
  await api.event(id, 'vai', { n: 5 });
  await sleep(500);
  expect((await api.run(id)).status).toBe('paused');
  await api.post(`/v1/runs/${id}/resume`);
  expect((await api.ended(id)).output).toBe(5);
});

test('the run itself times out, paused or not', async () => {
  const flow = await api.deploy(
    flowOf({ nodes: { w: wait('PT1H') }, edges: 'trigger > w', settings: { timeout: 'PT2S' } }),
  );
  const [running, paused] = [await api.start(flow), await api.start(flow)];
  await api.post(`/v1/runs/${paused}/pause`);
  for (const id of [running, paused]) {
    const run = await api.ended(id);
    expect([run.status, run.error.code]).toEqual(['failed', 'run_timeout']);
  }
});

test('bulk cancels what its filter finds', async () => {
  const flow = await api.deploy(flowOf({ nodes: { w: wait('PT1H') }, edges: 'trigger > w' }));
  const ids = await Promise.all([1, 2, 3].map(() => api.start(flow)));
  const answer = await api.post('/v1/runs/bulk', { filter: { flow }, action: 'cancel' });
  expect([answer.status, answer.body.done]).toEqual([202, 3]);
  for (const id of ids) expect((await api.ended(id)).status).toBe('cancelled');
});

test('onFailure starts the named flow with the run and the error; a test starts nothing', async () => {
  const name = unique('socorro');
  const handler = await api.deploy(
    flowOf({ name, nodes: { fim: stop('{{ trigger.data }}') }, edges: 'trigger > fim' }),
  );
  const flow = await api.deploy(
    flowOf({
      nodes: { f: { type: 'fail', config: { code: 'ai', message: 'dói' } } },
      edges: 'trigger > f',
      settings: { onFailure: handler },
    }),
  );
  const test = await api.through(flow, {}, { test: true });
  const run = await api.through(flow);
  const [handled, ...more] = await until(async () => {
    const runs = await api.runsOf(handler);
    return runs.length > 0 && runs;
  }, 'the handler runs');
  expect(more).toEqual([]);
  expect((await api.ended(handled.id)).output).toMatchObject({
    run: { id: run.id, flowId: flow, flowVersion: 1 },
    error: { code: 'ai', message: 'dói', node: 'f' },
  });
  expect(test.status).toBe('failed');
});

test('a node that fails without an edge from error fails the run and cancels what else runs', async ({ stub }) => {
  stub.on('/preso', { hang: true });
  stub.on('/ruim', { status: 422, delayMs: 500 });
  const flow = await api.deploy(
    flowOf({
      nodes: { p: get(`${stub.url}/preso`), r: get(`${stub.url}/ruim`, once) },
      edges: 'trigger > p, trigger > r',
    }),
  );
  const run = await api.through(flow);
  expect([run.status, run.error.code, run.error.node]).toEqual(['failed', 'http_422', 'r']);
  await until(async () => stub.hits('/preso')[0]?.aborted, 'closed');
  expect((await api.step(run.id, 'p')).status).toBe('cancelled');
});

test('`last` is null at first, and an item may be null', async () => {
  const flow = flowOf({
    nodes: {
      w: { type: 'while', config: { condition: '{{ last == null || last < 3 }}', result: '{{ (last ?? 0) + 1 }}' } },
      a: set({ v: '{{ last }}' }, { parent: 'w' }),
      c: { type: 'forEach', config: { items: [null, 1], result: '{{ item }}' } },
      b: set({ v: '{{ item }}' }, { parent: 'c' }),
      fim: stop('{{ [steps.w, steps.c] }}'),
    },
    edges: 'trigger > w > c > fim, w.each > a, c.each > b',
  });
  expect((await api.runOnce(flow)).output).toEqual([3, [null, 1]]);
});
