import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sleep } from '#scripts/embedded/processes.ts';
import { timed } from '#tests/pace.ts';
import { freeSettings, Product } from '#tests/running-product.ts';
import { Client, until } from './client.ts';
import { flowOf, post, set, stop, wait, waitFor } from './flow-of.ts';
import { type Stub, startStub } from './stub.ts';

// A product of its own: it is killed.
const home = mkdtempSync(path.join(tmpdir(), 'trama-crash-'));
let product: Product;
let api: Client;
let stub: Stub;

beforeAll(async () => {
  const settings = { ...(await freeSettings()), TRAMA_ALLOW_PRIVATE_HOSTS: '127.0.0.1' };
  product = new Product(path.join(home, 'data'), settings);
  stub = await startStub();
  api = new Client(await product.start());
});
afterAll(async () => {
  await product.stop();
  await stub.close();
  rmSync(home, { recursive: true, force: true });
});

/** Kills the whole group, and starts it again on the same data. Gives the milliseconds until it was ready, as of an idle machine. */
async function crash(downMs = 0): Promise<number> {
  product.signal('SIGKILL');
  await product.gone(10_000);
  await sleep(downMs);
  return (await timed(() => product.start())).idleMs;
}

/** How many calls of a path came under each idempotency key. */
const callsByKey = (where: string): number[] => {
  const counts = new Map<string, number>();
  for (const { headers } of stub.hits(where)) {
    const key = String(headers['idempotency-key']);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts.values()];
};

test('runs that wait for a timer, an event or a person, that call, or wait their turn, all go on: none twice, none lost', async () => {
  stub.on('/lenta', { delayMs: 3_000 });
  const after = (where: string) => post(`${stub.url}/${where}`, { n: '{{ trigger.data.n }}' });
  const timer = await api.deploy(
    flowOf({ nodes: { w: wait('PT6S'), h: after('timer'), fim: stop('ok') }, edges: 'trigger > w > h > fim' }),
  );
  const event = await api.deploy(
    flowOf({
      nodes: { e: waitFor('depois'), h: after('event'), fim: stop('{{ steps.e.data.v }}') },
      edges: 'trigger > e.ok > h > fim',
    }),
  );
  const approval = await api.deploy(
    flowOf({
      nodes: { a: { type: 'approval', config: { title: 'x' } }, h: after('approval'), fim: stop('ok') },
      edges: 'trigger > a.approved > h > fim',
    }),
  );
  const calling = await api.deploy(
    flowOf({ nodes: { h: after('lenta'), d: after('seguinte'), fim: stop('ok') }, edges: 'trigger > h > d > fim' }),
  );
  const queue = await api.deploy(
    flowOf({
      nodes: { e: waitFor('solta'), h: after('queue'), fim: stop('{{ trigger.data.n }}') },
      edges: 'trigger > e.ok > h > fim',
      settings: { key: 'k' },
    }),
  );
  const child = await api.deploy(
    flowOf({ nodes: { e: waitFor('filho'), fim: stop('do filho') }, edges: 'trigger > e.ok > fim' }),
  );
  const parent = await api.deploy(
    flowOf({
      nodes: { f: { type: 'flow', config: { flow: child } }, fim: stop('{{ steps.f }}') },
      edges: 'trigger > f > fim',
    }),
  );

  const many = async (flow: string) => Promise.all([0, 1, 2, 3].map((n) => api.start(flow, { n })));
  const [timers, events, approvals, parents] = await Promise.all([timer, event, approval, parent].map(many));
  if (!timers || !events || !approvals || !parents) throw new Error('four kinds');
  for (const run of [...events, ...approvals, ...parents]) await api.waiting(run);
  const queued: string[] = [];
  for (const n of [0, 1, 2]) queued.push(await api.start(queue, { n }));
  await api.waiting(queued[0] ?? '');
  const open = (await api.made('GET', '/v1/approvals?limit=100&status=open')).data;
  expect(open.length).toBe(4);
  await api.publishEvent('antes', {});
  const calls = await many(calling);
  await until(async () => stub.hits('/lenta').length === 4, 'four calls are under way');
  // Accepted means started: these are answered, and the next thing that happens is the end of the world.
  const accepted = await many(calling);

  const readyMs = await crash();
  expect(readyMs).toBeLessThan(15_000);

  for (const run of timers) expect((await api.ended(run, 60_000)).output).toBe('ok');
  for (const run of [...calls, ...accepted]) expect((await api.ended(run, 60_000)).output).toBe('ok');
  for (const [v, run] of events.entries()) {
    await api.event(run, 'depois', { v });
    expect((await api.ended(run)).output).toBe(v);
  }
  for (const { id } of open) expect((await api.post(`/v1/approvals/${id}`, { decision: 'approved' })).status).toBe(200);
  for (const run of approvals) expect((await api.ended(run)).output).toBe('ok');
  for (const run of await api.runsOf(child)) await api.event(run.id, 'filho');
  for (const run of parents) expect((await api.ended(run)).output).toBe('do filho');
  for (const [n, run] of queued.entries()) {
    await api.waiting(run);
    await api.event(run, 'solta');
    expect((await api.ended(run)).output).toBe(n);
  }
  for (const [where, runs] of Object.entries({ timer: 4, event: 4, approval: 4, queue: 3, seguinte: 8 })) {
    const counts = callsByKey(`/${where}`);
    expect([where, counts.length]).toEqual([where, runs]);
  }
  // What was under way when the power went is asked again, under the same key: the other side can tell.
  expect(callsByKey('/lenta').length).toBe(8);
}, 180_000);

test('events and decisions that were accepted just before a crash are heard after it', async () => {
  const flow = await api.deploy(
    flowOf({ nodes: { e: waitFor('vai'), fim: stop('{{ steps.e.data.n }}') }, edges: 'trigger > e.ok > fim' }),
  );
  const asking = await api.deploy(
    flowOf({
      nodes: { a: { type: 'approval', config: { title: 'x' } }, fim: stop('sim') },
      edges: 'trigger > a.approved > fim',
    }),
  );
  const [one, two, asked] = [await api.start(flow), await api.start(flow), await api.start(asking)];
  for (const run of [one, two, asked]) await api.waiting(run);
  const [approval] = (await api.made('GET', `/v1/approvals?run=${asked}`)).data;
  const answers = await Promise.all([
    // Its own first: the one to all could have ended it before it comes.
    api.event(one, 'vai', { n: 1 }).then(async (own) => [own, await api.publishEvent('vai', { n: 2 })]),
    api.post(`/v1/approvals/${approval.id}`, { decision: 'approved' }),
  ]);
  expect(answers.flat().map((answer) => answer.status)).toEqual([202, 202, 200]);
  await crash();
  expect([1, 2]).toContain((await api.ended(one, 60_000)).output);
  expect((await api.ended(two, 60_000)).output).toBe(2);
  expect((await api.ended(asked, 60_000)).output).toBe('sim');
}, 120_000);

test('killed again and again while it works, no run is lost and every effect has one key', async () => {
  stub.on('/passo', { delayMs: 100 });
  const step = (n: number) => post(`${stub.url}/passo`, { run: '{{ run.id }}', n });
  const flow = await api.deploy(
    flowOf({
      nodes: {
        a: step(1),
        b: step(2),
        w: wait('PT0.5S'),
        c: step(3),
        cada: { type: 'forEach', config: { items: '{{ range(5) }}' } },
        d: { ...step(4), parent: 'cada' },
        fim: stop('ok'),
      },
      edges: 'trigger > a > b > w > c > cada > fim, cada.each > d',
    }),
  );
  const runs: string[] = [];
  for (let round = 0; round < 3; round++) {
    runs.push(...(await Promise.all(Array.from({ length: 8 }, () => api.start(flow)))));
    await sleep(400 * round);
    await crash();
  }
  for (const run of runs) expect(await api.ended(run, 90_000)).toMatchObject({ status: 'succeeded', output: 'ok' });
  expect(callsByKey('/passo').length).toBe(runs.length * 8);
  const { data } = await api.made('GET', `/v1/runs?flow=${flow}&limit=100`);
  expect(data.length).toBe(24);
}, 240_000);

test('runs of a large flow, whose plan stands apart, go on after a crash', async () => {
  const steps = Array.from({ length: 60 }, (_, n) => `s${n}`);
  const value = (n: number) => (n === 0 ? '{{ steps.e.data.v }}' : `{{ steps.s${n - 1}.v + 1 }}`);
  const nodes = Object.fromEntries(steps.map((id, n) => [id, set({ v: value(n), nota: 'x'.repeat(100) })]));
  const flow = await api.deploy(
    flowOf({
      nodes: { e: waitFor('segue'), ...nodes, fim: stop('{{ steps.s59.v }}') },
      edges: `trigger > e.ok > ${steps.join(' > ')} > fim`,
    }),
  );
  const runs = await Promise.all([1, 2, 3].map(() => api.start(flow)));
  for (const run of runs) await api.waiting(run);
  await crash();
  await Promise.all(runs.map((run, v) => api.event(run, 'segue', { v })));
  for (const [v, run] of runs.entries()) expect(await api.ended(run)).toMatchObject({ output: v + 59 });
});

test('what fell due while it was down happens at once, and what was paused or cancelled stays so', async () => {
  const flow = await api.deploy(flowOf({ nodes: { w: wait('PT2S'), fim: stop('ok') }, edges: 'trigger > w > fim' }));
  const long = await api.deploy(flowOf({ nodes: { w: wait('PT1H') }, edges: 'trigger > w' }));
  const [due, paused, gone] = [await api.start(flow), await api.start(long), await api.start(long)];
  await Promise.all([due, paused, gone].map((run) => api.waiting(run)));
  await api.post(`/v1/runs/${paused}/pause`);
  await api.waiting(paused, 'paused');
  expect((await api.post(`/v1/runs/${gone}/cancel`)).status).toBe(202);
  await crash(3_000);
  expect((await api.ended(due, 10_000)).output).toBe('ok');
  expect((await api.ended(gone)).status).toBe('cancelled');
  expect((await api.run(paused)).status).toBe('paused');
  await api.post(`/v1/runs/${paused}/cancel`);
  expect((await api.ended(paused)).status).toBe('cancelled');
}, 120_000);

test('a model that was being asked is asked again, and the ledger says that an answer was lost', async () => {
  const path = '/v1/chat/completions';
  const choices = [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: 'olá' } }];
  const usage = { prompt_tokens: 10, completion_tokens: 5 };
  stub.on(path, { body: { model: 'm', choices, usage }, first: { times: 1, hang: true } });
  const server = { provider: 'compatible', baseUrl: `${stub.url}/v1`, apiKey: 'k', model: 'm' };
  await api.made('POST', '/v1/connections', { connector: 'ai', name: 'ia', ...server });
  const g = { type: 'ai.generate', connection: 'ia', config: { prompt: 'oi' } };
  const id = await api.start(await api.deploy(flowOf({ nodes: { g }, edges: 'trigger > g' })));
  await until(async () => stub.hits(path).length === 1, 'the model was asked');
  await crash();
  expect((await api.ended(id, 80_000)).output).toMatchObject({ text: 'olá' });
  expect(await api.made('GET', '/v1/ai/usage')).toMatchObject({
    ...{ calls: 1, lostCalls: 1, inputTokens: 10, outputTokens: 5, reservedTokens: 0 },
  });
}, 120_000);
