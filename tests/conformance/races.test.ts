import { expect } from 'vitest';
import { sleep } from '#scripts/embedded/processes.ts';
import { demo, unique, until } from './client.ts';
import { flowOf, post, set, stop, wait, waitFor } from './flow-of.ts';
import { test } from './stub.ts';

const api = demo();
const times = <T>(n: number, work: (i: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: n }, (_, i) => work(i)));
const allEnded = (flow: string, n: number) =>
  until(
    async () => {
      const runs = await api.runsOf(flow);
      return runs.length >= n && runs.every((run) => run.endedAt !== null) && runs;
    },
    `${n} ended`,
    60_000,
  );

test('cancelled, paused or told something right after its start, a run does as it is told', async () => {
  const flow = await api.deploy(
    flowOf({ nodes: { e: waitFor('vai'), fim: stop('{{ steps.e.data }}') }, edges: 'trigger > e.ok > fim' }),
  );
  await times(12, async (i) => {
    const run = await api.start(flow);
    if (i % 3 === 0) {
      expect((await api.post(`/v1/runs/${run}/cancel`)).status).toBe(202);
      expect((await api.ended(run)).status).toBe('cancelled');
    } else if (i % 3 === 1) {
      expect((await api.event(run, 'vai', i)).status).toBe(202);
      expect((await api.ended(run)).output).toBe(i);
    } else {
      expect((await api.post(`/v1/runs/${run}/pause`)).status).toBe(202);
      await api.event(run, 'vai', i);
      await api.waiting(run, 'paused');
      await api.post(`/v1/runs/${run}/resume`);
      expect((await api.ended(run)).output).toBe(i);
    }
  });
});

test('of ten cancels at once the run is cancelled once', async () => {
  const flow = await api.deploy(flowOf({ nodes: { w: wait('PT1H') }, edges: 'trigger > w' }));
  const run = await api.start(flow);
  const answers = await times(10, () => api.post(`/v1/runs/${run}/cancel`));
  for (const one of answers) expect([202, 409]).toContain(one.status);
  expect((await api.ended(run)).status).toBe('cancelled');
});

test('triggers that come while a run is ending begin the next: none is lost, none is read twice', async () => {
  const flow = await api.deploy(
    flowOf({
      nodes: { a: set({ v: 1 }), fim: stop('{{ trigger.data.n }}') },
      edges: 'trigger > a > fim',
      settings: { key: 'k', whenBusy: 'signal' },
    }),
  );
  const answers: { runId: string; delivered?: boolean }[] = [];
  for (let n = 0; n < 10; n++)
    answers.push(
      ...(await times(3, async (i) => (await api.post(`/v1/flows/${flow}/runs`, { data: { n: n * 3 + i } })).body)),
    );
  const runs = await allEnded(flow, 30);
  const outputs = await Promise.all(runs.map(async ({ id }: { id: string }) => (await api.run(id)).output));
  expect(outputs.sort((a, b) => a - b)).toEqual(Array.from({ length: 30 }, (_, i) => i));
  expect(answers.length).toBe(30);
});

test('a decision and a timeout at once agree', async () => {
  const flow = await api.deploy(
    flowOf({
      nodes: {
        a: { type: 'approval', config: { title: 'x', timeout: 'PT1S' } },
        sim: stop('sim'),
        tarde: stop('tarde'),
      },
      edges: 'trigger > a.approved > sim, a.timeout > tarde',
    }),
  );
  await times(6, async (i) => {
    const run = await api.start(flow);
    const approval = await until(async () => (await api.made('GET', `/v1/approvals?run=${run}`)).data[0], 'open');
    await sleep(Math.max(0, Date.parse(approval.expiresAt) - Date.now() - 60 + i * 25));
    const { status } = await api.post(`/v1/approvals/${approval.id}`, { decision: 'approved' });
    expect((await api.ended(run)).output).toBe(status === 200 ? 'sim' : 'tarde');
  });
});

test('publishing while runs start leaves each with one version, whole', async () => {
  const doc = (v: number) =>
    flowOf({
      nodes: { a: set({ v }), b: set({ v }), fim: stop('{{ [flow.version, steps.a.v, steps.b.v] }}') },
      edges: 'trigger > a > b > fim',
    });
  const flow = await api.deploy(doc(1));
  const starting = times(12, async (i) => {
    await sleep(i * 40);
    return api.through(flow);
  });
  for (let v = 2; v <= 4; v++) await api.redeploy(flow, doc(v));
  for (const run of await starting) expect(run.output).toEqual([run.flowVersion, run.flowVersion, run.flowVersion]);
});

test('webhooks that arrive together under one key are worked through in order, with none under way beside another', async ({
  stub,
}) => {
  stub.on('/x', { delayMs: 30 });
  const path = unique('fila');
  const flow = await api.deploy(
    flowOf({
      trigger: { type: 'webhook', config: { path } },
      nodes: { h: post(`${stub.url}/x`, '{{ trigger.data.n }}'), fim: stop('ok') },
      edges: 'trigger > h > fim',
      settings: { key: '{{ trigger.data.k }}' },
    }),
  );
  const answers = await times(20, (n) => api.hook(path, { k: n % 2, n }));
  for (const one of answers) expect(one.status).toBe(202);
  await allEnded(flow, 20);
  const hits = stub.hits('/x');
  expect(hits.length).toBe(20);
  for (const k of [0, 1]) {
    const own = hits.filter((hit) => (hit.body as number) % 2 === k);
    for (const [i, hit] of own.entries()) if (i > 0) expect(hit.at).toBeGreaterThanOrEqual(own[i - 1]?.end ?? Infinity);
  }
});

test('a name that many wait for reaches all of them at once', async () => {
  const name = unique('sino');
  const flow = await api.deploy(
    flowOf({ nodes: { e: waitFor(name), fim: stop('{{ steps.e.data }}') }, edges: 'trigger > e.ok > fim' }),
  );
  const runs = await times(25, () => api.start(flow));
  await api.publishEvent(name, 7);
  for (const run of runs) expect((await api.ended(run)).output).toBe(7);
});

test('parents that are cancelled while they start others leave none of them open', async () => {
  const child = await api.deploy(flowOf({ nodes: { w: wait('PT1H') }, edges: 'trigger > w' }));
  const parent = await api.deploy(
    flowOf({
      nodes: {
        cada: { type: 'forEach', config: { items: '{{ range(5) }}', concurrency: 5 } },
        f: { type: 'flow', config: { flow: child }, parent: 'cada' },
      },
      edges: 'trigger > cada, cada.each > f',
    }),
  );
  await times(4, async (i) => {
    const run = await api.start(parent);
    await sleep(i * 120);
    await api.post(`/v1/runs/${run}/cancel`);
    expect((await api.ended(run)).status).toBe('cancelled');
  });
  await sleep(500);
  await until(
    async () => (await api.runsOf(child)).every((run) => run.status === 'cancelled'),
    'all children are cancelled',
  );
});
