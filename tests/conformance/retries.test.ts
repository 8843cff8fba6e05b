import { expect } from 'vitest';
import { demo, until } from './client.ts';
import { flowOf, once, post, set, stop, waitFor } from './flow-of.ts';
import { test } from './stub.ts';

const api = demo();
const retry = (run: string, body: unknown = {}) => api.post(`/v1/runs/${run}/retry`, body);
const retried = async (run: string, body: unknown = {}) => {
  const answer = await retry(run, body);
  expect(answer.status, answer.text).toBe(202);
  expect(answer.headers.get('location')).toBe(`/v1/runs/${answer.body.id}`);
  return api.ended(answer.body.id);
};

test('from a node: what it does not lead to keeps outputs, ports and assigns; the rest runs again, in a new run', async ({
  stub,
}) => {
  stub.on('/b', { first: { times: 1, status: 422 }, body: { b: 2 } });
  const flow = await api.deploy(
    flowOf({
      vars: { v: 0 },
      nodes: {
        a: post(`${stub.url}/a`),
        c: { type: 'if', config: { condition: '{{ true }}' } },
        muda: { type: 'assign', config: { values: { v: 7 } } },
        b: post(`${stub.url}/b`, { v: '{{ vars.v }}', a: '{{ steps.a.status }}' }, once),
        fim: stop({ b: '{{ steps.b.body.b }}', porta: '{{ port.c }}' }),
      },
      edges: 'trigger > a > c.true > muda > b > fim',
    }),
  );
  const first = await api.through(flow, { n: 1 });
  expect(first.status).toBe('failed');
  const second = await retried(first.id, { from: 'b' });
  expect(second).toMatchObject({
    status: 'succeeded',
    output: { b: 2, porta: 'true' },
    retryOf: first.id,
    trigger: { data: { n: 1 } },
  });
  expect(second.id).not.toBe(first.id);
  expect([stub.hits('/a').length, stub.hits('/b').length]).toEqual([1, 2]);
  expect(stub.hits('/b')[1]?.body).toEqual({ v: 7, a: 200 });
  expect((await api.run(first.id)).status).toBe('failed');
});

test('the idempotency key changes where the other side answered', async ({ stub }) => {
  stub.on('/b', { first: { times: 1, status: 422 } });
  const flow = await api.deploy(flowOf({ nodes: { b: post(`${stub.url}/b`, {}, once) }, edges: 'trigger > b' }));
  await retried((await api.through(flow)).id, { from: 'b' });
  const [one, two] = stub.hits('/b').map((hit) => hit.headers['idempotency-key']);
  expect(one).not.toBe(two);
});

test('the idempotency key stays where no answer came', async ({ stub }) => {
  stub.on('/t', { first: { times: 1, hang: true } });
  stub.on('/d', { first: { times: 1, drop: true } });
  for (const path of ['/t', '/d']) {
    const flow = await api.deploy(
      flowOf({ nodes: { b: post(`${stub.url}${path}`, {}, { ...once, timeout: 'PT1S' }) }, edges: 'trigger > b' }),
    );
    await retried((await api.through(flow)).id, { from: 'b' });
    const keys = stub.hits(path).map((hit) => hit.headers['idempotency-key']);
    expect([keys.length, new Set(keys).size]).toEqual([2, 1]);
  }
});

test('the idempotency key changes in a rerun of what succeeded', async ({ stub }) => {
  const flow = await api.deploy(
    flowOf({ nodes: { a: post(`${stub.url}/a`), b: post(`${stub.url}/b`) }, edges: 'trigger > a > b' }),
  );
  const run = await api.through(flow);
  await retried(run.id, { from: 'a' });
  await retried(run.id);
  for (const path of ['/a', '/b']) {
    const keys = stub.hits(path).map((hit) => hit.headers['idempotency-key']);
    expect([keys.length, new Set(keys).size]).toEqual([3, 3]);
  }
});

test('a retry of a retry keeps the key while no answer comes', async ({ stub }) => {
  stub.on('/d', { first: { times: 2, drop: true } });
  const flow = await api.deploy(flowOf({ nodes: { b: post(`${stub.url}/d`, {}, once) }, edges: 'trigger > b' }));
  const second = await retried((await api.through(flow)).id, { from: 'b' });
  const third = await retried(second.id, { from: 'b' });
  expect(third.status).toBe('succeeded');
  expect(new Set(stub.hits('/d').map((hit) => hit.headers['idempotency-key'])).size).toBe(1);
});

test('without `from` all runs again, with the same trigger, or with other data', async () => {
  const flow = await api.deploy(flowOf({ nodes: { fim: stop('{{ trigger.data.n }}') }, edges: 'trigger > fim' }));
  const run = await api.through(flow, { n: 1 });
  expect((await retried(run.id)).output).toBe(1);
  expect((await retried(run.id, { data: { n: 2 } })).output).toBe(2);
});

test('parallel branches that the node does not lead to are kept', async ({ stub }) => {
  stub.on('/b', { first: { times: 1, status: 422, delayMs: 600 } });
  const flow = await api.deploy(
    flowOf({
      nodes: {
        a: post(`${stub.url}/a`),
        b: post(`${stub.url}/b`, {}, once),
        x: set({ v: '{{ steps.a.status }}' }),
        fim: stop('{{ steps.x.v + steps.b.status }}'),
      },
      edges: 'trigger > a > x > fim, trigger > b > fim',
    }),
  );
  const first = await api.through(flow);
  expect(first.status).toBe('failed');
  const second = await retried(first.id, { from: 'b' });
  expect(second.output).toBe(400);
  expect(stub.hits('/a').length).toBe(1);
});

test('a node of a container, of another flow or an open run cannot be where it begins', async () => {
  const flow = await api.deploy(
    flowOf({
      nodes: { s: { type: 'scope', config: {} }, d: set({}, { parent: 's' }), e: waitFor('vai') },
      edges: 'trigger > s > e, s.each > d',
    }),
  );
  const run = await api.start(flow);
  await api.waiting(run);
  expect((await retry(run, { from: 's' })).status).toBe(409);
  await api.event(run, 'vai');
  await api.ended(run);
  for (const from of ['d', 'nada']) expect((await retry(run, { from })).status).toBe(422);
  expect((await retry('run_0197a0000000700080000000000000aa')).status).toBe(404);
});

test('a version can be named: the fixed one finishes what the broken one began', async ({ stub }) => {
  const doc = (code: string) =>
    flowOf({
      nodes: {
        a: post(`${stub.url}/a`),
        b: { type: 'code', config: { source: `export default () => { ${code} }` } },
        fim: stop('{{ steps.b }}'),
      },
      edges: 'trigger > a > b > fim',
    });
  const flow = await api.deploy(doc('throw new Error("quebrou")'));
  const run = await api.through(flow);
  expect(run.status).toBe('failed');
  await api.redeploy(flow, doc('return 42'));
  expect(await retried(run.id, { from: 'b', version: 2 })).toMatchObject({ output: 42, flowVersion: 2 });
  expect(await retried(run.id, { from: 'b' })).toMatchObject({ status: 'failed', flowVersion: 1 });
  expect(stub.hits('/a').length).toBe(1);
});

test('a cancelled run can be retried from where it stood, and what had not ended runs again', async () => {
  const flow = await api.deploy(
    flowOf({
      nodes: { a: set({ v: '{{ now() }}' }), e: waitFor('vai'), fim: stop('{{ steps.a.v }}') },
      edges: 'trigger > a > e.ok > fim',
    }),
  );
  const run = await api.start(flow);
  await api.waiting(run);
  await api.post(`/v1/runs/${run}/cancel`);
  await api.ended(run);
  for (const from of ['e', 'fim']) {
    const { body } = await retry(run, { from });
    await api.waiting(body.id);
    await api.event(body.id, 'vai');
    expect((await api.ended(body.id)).output).toBe((await api.step(run, 'a')).output.v);
  }
});

test('the nodes that are kept show in the new trace, and errors that were caught are kept too', async ({ stub }) => {
  stub.on('/a', { status: 422 });
  stub.on('/b', { first: { times: 1, status: 422 } });
  const flow = await api.deploy(
    flowOf({
      nodes: {
        a: post(`${stub.url}/a`, {}, once),
        trata: set({ c: '{{ errors.a.code }}' }),
        b: post(`${stub.url}/b`, {}, once),
        fim: stop('{{ [steps.trata.c, errors.a.code, port.a] }}'),
      },
      edges: 'trigger > a.error > trata > b > fim',
    }),
  );
  const second = await retried((await api.through(flow)).id, { from: 'b' });
  expect(second.output).toEqual(['http_422', 'http_422', 'error']);
  expect(stub.hits('/a').length).toBe(1);
});

test('bulk retries what failed', async () => {
  const flow = await api.deploy(
    flowOf({ nodes: { f: { type: 'fail', config: { code: 'x', message: 'x' } } }, edges: 'trigger > f' }),
  );
  for (let i = 0; i < 3; i++) await api.through(flow);
  const answer = await api.post('/v1/runs/bulk', { filter: { flow, status: 'failed' }, action: 'retry' });
  expect([answer.status, answer.body.done]).toEqual([202, 3]);
  await until(async () => (await api.runsOf(flow)).filter((run) => run.status === 'failed').length === 6, 'six failed');
});
