import { expect } from 'vitest';
import { sleep } from '#scripts/embedded/processes.ts';
import { demo, until } from './client.ts';
import { flowOf, post, set, stop, type TestFlow, wait, waitFor } from './flow-of.ts';
import { test } from './stub.ts';

const byValue = (a: unknown, b: unknown): number => Number(a) - Number(b);

const api = demo();
const KEYED = '{{ trigger.data.k }}';
const keyed = (whenBusy: string, flow: TestFlow, settings: Record<string, unknown> = {}) =>
  flowOf({ ...flow, settings: { key: KEYED, whenBusy, ...settings } });
const holding = { nodes: { e: waitFor('solta'), fim: stop('{{ trigger.data.n }}') }, edges: 'trigger > e.ok > fim' };
const start = (flow: string, data: unknown) => api.post(`/v1/flows/${flow}/runs`, { data });
const ten = Array.from({ length: 10 }, (_, i) => i);

test('queue: one after another, in order of arrival, and other keys do not wait', async () => {
  const flow = await api.deploy(keyed('queue', holding));
  const runs: string[] = [];
  for (const n of [0, 1, 2, 3]) {
    const answer = await start(flow, { k: 'a', n });
    expect([answer.status, answer.body.status]).toEqual([202, n === 0 ? 'running' : 'queued']);
    runs.push(answer.body.runId);
  }
  const other = await start(flow, { k: 'b', n: 9 });
  expect(other.body.status).toBe('running');
  await api.waiting(other.body.runId);
  for (const [n, run] of runs.entries()) {
    await api.waiting(run);
    for (const later of runs.slice(n + 1)) expect((await api.run(later)).status).toBe('queued');
    await api.event(run, 'solta');
    expect((await api.ended(run)).output).toBe(n);
  }
  await api.post(`/v1/runs/${other.body.runId}/cancel`);
});

test('queue: ten at once run one by one, none twice', async ({ stub }) => {
  stub.on('/x', { delayMs: 100 });
  const flow = await api.deploy(
    keyed('queue', { nodes: { h: post(`${stub.url}/x`, '{{ trigger.data.n }}') }, edges: 'trigger > h' }),
  );
  const started = await Promise.all(ten.map((n) => start(flow, { k: 'a', n })));
  for (const one of started) expect((await api.ended(one.body.runId, 60_000)).status).toBe('succeeded');
  const hits = stub.hits('/x');
  expect(hits.map((hit) => hit.body).toSorted(byValue)).toEqual(ten);
  for (const [i, hit] of hits.entries()) if (i > 0) expect(hit.at).toBeGreaterThanOrEqual(hits[i - 1]?.end ?? Infinity);
});

test('queue: a cancelled one leaves its place to the next; a waiting one can be cancelled', async () => {
  const flow = await api.deploy(keyed('queue', holding));
  const one = (await start(flow, { k: 'a', n: 0 })).body.runId;
  const two = (await start(flow, { k: 'a', n: 1 })).body.runId;
  const three = (await start(flow, { k: 'a', n: 2 })).body.runId;
  await api.waiting(one);
  expect((await api.post(`/v1/runs/${two}/cancel`)).status).toBe(202);
  expect(await api.ended(two)).toMatchObject({ status: 'cancelled' });
  await api.post(`/v1/runs/${one}/cancel`);
  await api.waiting(three);
  await api.event(three, 'solta');
  expect((await api.ended(three)).output).toBe(2);
});

test('queue: a run that fails frees its key', async () => {
  const flow = await api.deploy(
    keyed('queue', {
      nodes: {
        e: waitFor('solta'),
        i: { type: 'if', config: { condition: '{{ trigger.data.n == 0 }}' } },
        f: { type: 'fail', config: { code: 'x', message: 'x' } },
        fim: stop('{{ trigger.data.n }}'),
      },
      edges: 'trigger > e.ok > i.true > f, i.false > fim',
    }),
  );
  const [one, two] = [
    (await start(flow, { k: 'a', n: 0 })).body.runId,
    (await start(flow, { k: 'a', n: 1 })).body.runId,
  ];
  await api.waiting(one);
  await api.event(one, 'solta');
  expect((await api.ended(one)).status).toBe('failed');
  await api.waiting(two);
  await api.event(two, 'solta');
  expect((await api.ended(two)).output).toBe(1);
});

test('skip: the answer names the open run, and nothing is begun', async () => {
  const flow = await api.deploy(keyed('skip', holding));
  const first = (await start(flow, { k: 'a', n: 0 })).body.runId;
  await api.waiting(first);
  const answers = await Promise.all(ten.map((n) => start(flow, { k: 'a', n })));
  for (const { status, body } of answers) {
    expect(status).toBe(202);
    expect(body).toMatchObject({ skipped: true, runId: first });
  }
  expect((await api.runsOf(flow)).length).toBe(1);
  await api.event(first, 'solta');
  await api.ended(first);
  const next = await start(flow, { k: 'a', n: 5 });
  expect(next.body.status).toBe('running');
  await api.event(next.body.runId, 'solta');
});

test('skip: of ten at once one runs', async () => {
  const flow = await api.deploy(keyed('skip', holding));
  const answers = await Promise.all(ten.map((n) => start(flow, { k: 'a', n })));
  expect(answers.filter(({ body }) => body.skipped).length).toBe(9);
  expect(new Set(answers.map(({ body }) => body.runId)).size).toBe(1);
});

test('signal: a trigger becomes the event `trigger` of the open run, in order', async () => {
  const flow = await api.deploy(
    keyed('signal', {
      nodes: {
        w: {
          type: 'while',
          config: { condition: '{{ index < 10 }}', result: '{{ (last ?? []).concat([steps.e.data.n]) }}' },
        },
        e: { ...waitFor('trigger'), parent: 'w' },
        fim: stop('{{ [trigger.data.n, steps.w] }}'),
      },
      edges: 'trigger > w > fim, w.each > e',
    }),
  );
  const first = (await start(flow, { k: 'a', n: 'primeiro' })).body.runId;
  await api.waiting(first);
  for (const n of ten) {
    const { status, body } = await start(flow, { k: 'a', n });
    expect([status, body]).toEqual([202, expect.objectContaining({ runId: first, delivered: true })]);
  }
  expect((await api.ended(first)).output).toEqual(['primeiro', ten]);
  expect((await api.runsOf(flow)).length).toBe(1);
});

test('signal: ten at once make one run, and the others are its events', async () => {
  const flow = await api.deploy(
    keyed('signal', {
      nodes: {
        w: {
          type: 'while',
          config: { condition: '{{ index < 9 }}', result: '{{ (last ?? []).concat([steps.e.data.n]) }}' },
        },
        e: { ...waitFor('trigger'), parent: 'w' },
        fim: stop('{{ steps.w.concat([trigger.data.n]) }}'),
      },
      edges: 'trigger > w > fim, w.each > e',
    }),
  );
  const answers = await Promise.all(ten.map((n) => start(flow, { k: 'a', n })));
  expect(answers.filter(({ body }) => body.delivered).length).toBe(9);
  const run = await api.ended(answers[0]?.body.runId);
  expect(run.output.sort()).toEqual(ten);
});

test('signal: unread triggers are handed back: the oldest begins the next run', async () => {
  const flow = await api.deploy(
    keyed('signal', { nodes: { w: wait('PT2S'), fim: stop('{{ trigger.data.n }}') }, edges: 'trigger > w > fim' }),
  );
  const first = (await start(flow, { k: 'a', n: 0 })).body.runId;
  for (const n of [1, 2]) expect((await start(flow, { k: 'a', n })).body.delivered).toBe(true);
  await api.ended(first);
  const runs = await until(async () => {
    const all = await api.runsOf(flow);
    return all.length === 3 && all.every((run) => run.status === 'succeeded') && all;
  }, 'three runs');
  const outputs = await Promise.all(runs.map(async ({ id }: { id: string }) => (await api.run(id)).output));
  expect(outputs.reverse()).toEqual([0, 1, 2]);
});

test('replace: the open run ends cancelled with the reason, then the newest starts', async () => {
  const flow = await api.deploy(keyed('replace', holding));
  const first = (await start(flow, { k: 'a', n: 0 })).body.runId;
  await api.waiting(first);
  const second = (await start(flow, { k: 'a', n: 1 })).body.runId;
  const ended = await api.ended(first);
  expect([ended.status, ended.error.code]).toEqual(['cancelled', 'replaced']);
  await api.waiting(second);
  await api.event(second, 'solta');
  expect((await api.ended(second)).output).toBe(1);
});

test('replace: of ten at once only one is open at a time, and the newest wins', async () => {
  const flow = await api.deploy(keyed('replace', holding));
  const answers = await Promise.all(ten.map((n) => start(flow, { k: 'a', n })));
  const ids = new Set(answers.map(({ body }) => body.runId));
  expect(ids.size).toBe(10);
  const open = await until(async () => {
    const runs = await api.runsOf(flow);
    const left = runs.filter((run) => run.status !== 'cancelled');
    const [only] = left;
    return left.length === 1 && (await api.run(only.id)).status === 'waiting' && only;
  }, 'one is left');
  for (const run of await api.runsOf(flow))
    if (run.id !== open.id) expect([run.status, run.error.code]).toEqual(['cancelled', 'replaced']);
  await api.event(open.id, 'solta');
  expect((await api.ended(open.id)).status).toBe('succeeded');
});

test('replace: the end is waited for, compensations and all', async ({ stub }) => {
  stub.on('/desfaz', { delayMs: 1_000 });
  const flow = await api.deploy(
    keyed('replace', {
      nodes: {
        s: { type: 'scope', config: { compensate: true } },
        a: {
          ...post(`${stub.url}/faz`, '{{ trigger.data.n }}'),
          parent: 's',
          compensation: {
            type: 'http.request',
            config: { method: 'POST', url: `${stub.url}/desfaz`, body: '{{ trigger.data.n }}' },
          },
        },
        e: { ...waitFor('solta'), parent: 's' },
      },
      edges: 'trigger > s, s.each > a > e',
    }),
  );
  const first = (await start(flow, { k: 'a', n: 0 })).body.runId;
  await api.waiting(first);
  const second = (await start(flow, { k: 'a', n: 1 })).body.runId;
  await api.ended(first);
  await api.waiting(second);
  expect(stub.hits().map((hit) => [hit.path, hit.body])).toEqual([
    ['/faz', 0],
    ['/desfaz', 0],
    ['/faz', 1],
  ]);
  expect(stub.hits('/faz')[1]?.at).toBeGreaterThanOrEqual(stub.hits('/desfaz')[0]?.end ?? Infinity);
  await api.event(second, 'solta');
  expect((await api.ended(second)).status).toBe('succeeded');
});

test('a key of null is none, and a test knows no key', async () => {
  const flow = await api.deploy(keyed('skip', holding));
  const free = await Promise.all([start(flow, { n: 1 }), start(flow, { n: 2 })]);
  expect(free.map(({ body }) => body.status)).toEqual(['running', 'running']);
  const first = await start(flow, { k: 'a' });
  const test = await api.post(`/v1/flows/${flow}/runs`, { data: { k: 'a' }, test: true });
  expect(test.body.status).toBe('running');
  for (const { body } of [...free, first, test]) await api.post(`/v1/runs/${body.runId}/cancel`);
});

test('a key whose expression fails over the data is told to the caller', async () => {
  const flow = await api.deploy(flowOf({ ...holding, settings: { key: '{{ trigger.data.a.b }}' } }));
  expect((await start(flow, {})).status).toBe(422);
});

test('concurrency: as many as max at once, the rest in order', async ({ stub }) => {
  stub.on('/x', { delayMs: 300 });
  const flow = await api.deploy(
    flowOf({
      nodes: { h: post(`${stub.url}/x`, '{{ trigger.data.n }}') },
      edges: 'trigger > h',
      settings: { concurrency: { max: 2 } },
    }),
  );
  const runs: string[] = [];
  for (const n of ten) runs.push((await start(flow, { n })).body.runId);
  for (const run of runs) expect((await api.ended(run, 60_000)).status).toBe('succeeded');
  const hits = stub.hits('/x');
  expect(hits.length).toBe(10);
  const peak = Math.max(...hits.map((hit) => hits.filter((one) => one.at <= hit.at && (one.end ?? 0) > hit.at).length));
  expect(peak).toBe(2);
  // Two at a time: each starts at most one place out of turn.
  for (const [i, hit] of hits.entries()) expect(Math.abs((hit.body as number) - i)).toBeLessThanOrEqual(1);
});

test('concurrency has a key of its own', async () => {
  const flow = await api.deploy(
    flowOf({ ...holding, settings: { concurrency: { max: 1, key: '{{ trigger.data.k }}' } } }),
  );
  const answers = [];
  for (const [k, n] of [
    ['a', 0],
    ['a', 1],
    ['b', 2],
  ] as const)
    answers.push((await start(flow, { k, n })).body);
  expect(answers.map((one) => one.status)).toEqual(['running', 'queued', 'running']);
  await api.waiting(answers[0].runId);
  await api.event(answers[0].runId, 'solta');
  await api.waiting(answers[1].runId);
  for (const one of answers.slice(1)) await api.event(one.runId, 'solta');
  expect((await api.ended(answers[1].runId)).output).toBe(1);
});

test('priority: of queued runs the first in rank starts first', async () => {
  const flow = await api.deploy(flowOf({ ...holding, settings: { concurrency: { max: 1 }, priority: 3 } }));
  const first = (await start(flow, { n: 0 })).body.runId;
  const later = (await start(flow, { n: 1 })).body.runId;
  await api.waiting(first);
  await api.redeploy(flow, flowOf({ ...holding, settings: { concurrency: { max: 1 }, priority: 1 } }));
  const urgent = (await start(flow, { n: 2 })).body.runId;
  await api.event(first, 'solta');
  await api.waiting(urgent);
  expect((await api.run(later)).status).toBe('queued');
  await api.event(urgent, 'solta');
  await api.waiting(later);
  await api.event(later, 'solta');
});

test('a queued run takes the version that was published when it came, and runs to its end', async () => {
  const flow = await api.deploy(keyed('queue', holding));
  const [one, two] = [
    (await start(flow, { k: 'a', n: 0 })).body.runId,
    (await start(flow, { k: 'a', n: 1 })).body.runId,
  ];
  await api.waiting(one);
  await api.redeploy(
    flow,
    keyed('queue', { nodes: { a: set({ v: 1 }), fim: stop('nova') }, edges: 'trigger > a > fim' }),
  );
  const three = (await start(flow, { k: 'a', n: 2 })).body.runId;
  await api.event(one, 'solta');
  await api.waiting(two);
  await sleep(200);
  expect((await api.run(three)).status).toBe('queued');
  await api.event(two, 'solta');
  expect([(await api.ended(two)).flowVersion, (await api.ended(three)).output]).toEqual([1, 'nova']);
});
