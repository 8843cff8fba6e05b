import { expect } from 'vitest';
import { sleep } from '#scripts/embedded/processes.ts';
import { demo, until } from './client.ts';
import { flowOf, get, set, stop, type TestNode, wait, waitFor } from './flow-of.ts';
import { test } from './stub.ts';

const api = demo();
const calling = (flow: string, more: Record<string, unknown> = {}): TestNode => ({
  type: 'flow',
  config: { flow, input: '{{ trigger.data }}', ...more },
});
const parentOf = (f: TestNode) =>
  flowOf({
    nodes: { f, bom: stop('{{ steps.f }}'), ruim: stop('{{ error }}') },
    edges: 'trigger > f.out > bom, f.error > ruim',
  });
const childRun = async (flow: string) => {
  const [run] = await until(async () => {
    const runs = await api.runsOf(flow);
    return runs.length > 0 && runs;
  }, 'the child');
  return run;
};

test('the output of the other run comes back; its trigger is of type flow', async () => {
  const child = await api.deploy(flowOf({ nodes: { fim: stop('{{ trigger }}') }, edges: 'trigger > fim' }));
  const run = await api.runOnce(parentOf(calling(child)), { n: 1 });
  expect(run.output).toMatchObject({ type: 'flow', data: { n: 1 } });
  expect(await childRun(child)).toMatchObject({ status: 'succeeded', flowVersion: 1 });
});

test('without wait: the id of the run, which goes its own way', async () => {
  const child = await api.deploy(flowOf({ nodes: { w: wait('PT1S'), fim: stop(1) }, edges: 'trigger > w > fim' }));
  const run = await api.runOnce(parentOf(calling(child, { wait: false })));
  const own = await childRun(child);
  expect(run.output).toEqual({ runId: own.id });
  expect((await api.ended(own.id)).status).toBe('succeeded');
});

test('it is found by its slug, and is the version published at that moment', async () => {
  const child = await api.deploy(
    flowOf({ name: `Filho ${Date.now()}`, nodes: { fim: stop(1) }, edges: 'trigger > fim' }),
  );
  const { slug } = (await api.get(`/v1/flows/${child}`)).body;
  const parent = await api.deploy(
    flowOf({
      nodes: { e: waitFor('vai'), f: calling(slug), fim: stop('{{ steps.f }}') },
      edges: 'trigger > e.ok > f > fim',
    }),
  );
  const run = await api.start(parent);
  await api.waiting(run);
  await api.redeploy(child, flowOf({ nodes: { fim: stop(2) }, edges: 'trigger > fim' }));
  await api.event(run, 'vai');
  expect((await api.ended(run)).output).toBe(2);
});

test('the error of the other run is the error of the node', async () => {
  const child = await api.deploy(
    flowOf({
      nodes: { f: { type: 'fail', config: { code: 'sem_estoque', message: 'acabou' } } },
      edges: 'trigger > f',
    }),
  );
  expect((await api.runOnce(parentOf(calling(child)))).output).toMatchObject({
    code: 'sem_estoque',
    message: 'acabou',
    node: 'f',
  });
});

test('a flow that is not there, not published or refuses the input is an error of the node', async () => {
  const draft = await api.create(flowOf({ nodes: { fim: stop(1) }, edges: 'trigger > fim' }));
  for (const flow of ['flw_0197a0000000700080000000000000aa', 'nao-existe-isto', draft.id])
    expect((await api.runOnce(parentOf(calling(flow)))).output.code).toEqual(expect.any(String));
  const strict = await api.deploy(
    flowOf({ nodes: { fim: stop(1) }, edges: 'trigger > fim', input: { type: 'object', required: ['x'] } }),
  );
  expect((await api.runOnce(parentOf(calling(strict)))).output.code).toBe('bad_input');
});

test('cancel goes down: the run that it waits for is cancelled, its request too', async ({ stub }) => {
  stub.on('/preso', { hang: true });
  const child = await api.deploy(flowOf({ nodes: { h: get(`${stub.url}/preso`) }, edges: 'trigger > h' }));
  const middle = await api.deploy(parentOf(calling(child)));
  const run = await api.start(await api.deploy(parentOf(calling(middle))));
  await until(async () => stub.hits('/preso').length === 1, 'the call');
  await api.post(`/v1/runs/${run}/cancel`);
  expect((await api.ended(run)).status).toBe('cancelled');
  expect((await api.ended((await childRun(child)).id)).status).toBe('cancelled');
  await until(async () => stub.hits('/preso')[0]?.aborted, 'closed', 5_000);
});

test('a child cancelled from outside fails the node of its parent', async () => {
  const child = await api.deploy(flowOf({ nodes: { w: wait('PT1H') }, edges: 'trigger > w' }));
  const run = await api.start(await api.deploy(parentOf(calling(child))));
  const own = await childRun(child);
  await api.waiting(own.id);
  await api.post(`/v1/runs/${own.id}/cancel`);
  expect((await api.ended(run)).output.code).toBe('cancelled');
});

test('a parent that waits for its child says so', async () => {
  const child = await api.deploy(flowOf({ nodes: { e: waitFor('vai') }, edges: 'trigger > e' }));
  const run = await api.start(await api.deploy(parentOf(calling(child))));
  expect((await api.waiting(run)).waitingFor).toMatchObject([{ node: 'f', kind: 'flow' }]);
  await api.event((await childRun(child)).id, 'vai');
  expect((await api.ended(run)).status).toBe('succeeded');
});

test.each(['skip', 'signal'])(
  'whenBusy %s of the other flow: flow_busy with wait, else the open run',
  async (whenBusy) => {
    const child = await api.deploy(
      flowOf({ nodes: { e: waitFor('vai') }, edges: 'trigger > e', settings: { key: 'k', whenBusy } }),
    );
    const open = await api.start(child);
    await api.waiting(open);
    expect((await api.runOnce(parentOf(calling(child)))).output.code).toBe('flow_busy');
    expect((await api.runOnce(parentOf(calling(child, { wait: false })))).output).toEqual({ runId: open });
    await api.post(`/v1/runs/${open}/cancel`);
  },
);

test('whenBusy queue of the other flow: it waits its turn', async () => {
  const child = await api.deploy(
    flowOf({
      nodes: { e: waitFor('vai'), fim: stop('{{ trigger.data.n }}') },
      edges: 'trigger > e.ok > fim',
      settings: { key: 'k', whenBusy: 'queue' },
    }),
  );
  const open = await api.start(child, { n: 0 });
  const run = await api.start(await api.deploy(parentOf(calling(child))), { n: 1 });
  const queued = await until(async () => (await api.runsOf(child)).find((one) => one.status === 'queued'), 'queued');
  await api.waiting(open);
  await api.event(open, 'vai');
  await api.waiting(queued.id);
  await api.event(queued.id, 'vai');
  expect((await api.ended(run)).output).toBe(1);
});

test('replace of the other flow: the parent of the replaced run hears it as an error', async () => {
  const child = await api.deploy(
    flowOf({
      nodes: { e: waitFor('vai'), fim: stop('ok') },
      edges: 'trigger > e.ok > fim',
      settings: { key: 'k', whenBusy: 'replace' },
    }),
  );
  const first = await api.start(await api.deploy(parentOf(calling(child))));
  await api.waiting((await childRun(child)).id);
  const second = await api.start(await api.deploy(parentOf(calling(child))));
  expect((await api.ended(first)).output.code).toBe('replaced');
  const open = await until(
    async () => (await api.runsOf(child)).find((one) => one.status !== 'cancelled'),
    'the second',
  );
  await api.waiting(open.id);
  await api.event(open.id, 'vai');
  expect((await api.ended(second)).output).toBe('ok');
});

test('ten deep, and no deeper', async () => {
  const made = await api.create(flowOf({ nodes: { fim: stop(1) }, edges: 'trigger > fim' }));
  await api.redeploy(
    made.id,
    flowOf({
      nodes: {
        i: { type: 'if', config: { condition: '{{ trigger.data.n > 0 }}' } },
        f: { type: 'flow', config: { flow: made.id, input: { n: '{{ trigger.data.n - 1 }}' } } },
        mais: stop('{{ steps.f + 1 }}'),
        zero: stop(0),
      },
      edges: 'trigger > i.true > f > mais, i.false > zero',
    }),
  );
  expect((await api.through(made.id, { n: 10 })).output).toBe(10);
  const deeper = await api.through(made.id, { n: 11 });
  expect([deeper.status, deeper.error.code]).toEqual(['failed', 'too_many_runs']);
});

test('respond inside the other flow does nothing', async () => {
  const child = await api.deploy(
    flowOf({ nodes: { r: { type: 'respond', config: { status: 418, body: 'filho' } } }, edges: 'trigger > r' }),
  );
  const path = `pai-${Date.now()}`;
  await api.deploy(
    flowOf({
      trigger: { type: 'webhook', config: { path, respond: 'atEnd' } },
      nodes: { f: calling(child), fim: stop('pai') },
      edges: 'trigger > f > fim',
    }),
  );
  const answer = await api.hook(path);
  expect([answer.status, answer.body]).toEqual([200, 'pai']);
});

test('a test starts tests, without keys', async () => {
  const child = await api.deploy(
    flowOf({
      nodes: { fim: stop('{{ run.test }}') },
      edges: 'trigger > fim',
      settings: { key: 'k', whenBusy: 'skip' },
    }),
  );
  const parent = await api.deploy(parentOf(calling(child)));
  expect((await api.through(parent, {}, { test: true })).output).toBe(true);
});

test('many children at once, from a loop', async () => {
  const child = await api.deploy(
    flowOf({
      nodes: { a: set({ v: '{{ trigger.data * 2 }}' }), fim: stop('{{ steps.a.v }}') },
      edges: 'trigger > a > fim',
    }),
  );
  const run = await api.runOnce(
    flowOf({
      nodes: {
        cada: { type: 'forEach', config: { items: '{{ range(20) }}', concurrency: 10 } },
        f: { type: 'flow', config: { flow: child, input: '{{ item }}' }, parent: 'cada' },
      },
      edges: 'trigger > cada, cada.each > f',
    }),
  );
  expect(run.output).toEqual(Array.from({ length: 20 }, (_, i) => i * 2));
});

test('a parent that is paused while its child ends goes on when it is resumed', async () => {
  const child = await api.deploy(flowOf({ nodes: { e: waitFor('vai'), fim: stop(5) }, edges: 'trigger > e.ok > fim' }));
  const run = await api.start(await api.deploy(parentOf(calling(child))));
  const own = await childRun(child);
  await api.waiting(own.id);
  await api.post(`/v1/runs/${run}/pause`);
  await api.waiting(run, 'paused');
  await api.event(own.id, 'vai');
  await api.ended(own.id);
  await sleep(500);
  expect((await api.run(run)).status).toBe('paused');
  await api.post(`/v1/runs/${run}/resume`);
  expect((await api.ended(run)).output).toBe(5);
});

test('a run that stops takes along the run that it waited for', async () => {
  const child = await api.deploy(flowOf({ nodes: { w: wait('PT1H') }, edges: 'trigger > w' }));
  const run = await api.runOnce(
    flowOf({ nodes: { f: calling(child), w: wait('PT2S'), fim: stop('ok') }, edges: 'trigger > f, trigger > w > fim' }),
  );
  expect(run).toMatchObject({ status: 'succeeded', output: 'ok' });
  expect((await api.ended((await childRun(child)).id)).status).toBe('cancelled');
});
