import { expect } from 'vitest';
import { demo, unique, until } from './client.ts';
import { flowOf, get, once, post, set, stop, type TestFlow } from './flow-of.ts';
import { test } from './stub.ts';

// While a caller waits, actions run inside the workflow's own task (docs/decisions/004). Nothing of that may be seen.
const api = demo();
const hooked = async (flow: TestFlow): Promise<string> => {
  const path = unique('rapido');
  await api.deploy(flowOf({ ...flow, trigger: { type: 'webhook', config: { path, respond: 'atEnd' } } }));
  return path;
};
const respond = (body: unknown) => ({ type: 'respond', config: { body } });

test('what takes longer than a task goes on, is called once, and the caller gets its answer', async ({ stub }) => {
  stub.on('/lento', { delayMs: 2_500, body: { n: 1 } });
  const path = await hooked({
    nodes: { h: post(`${stub.url}/lento`, {}, once), r: respond('{{ steps.h.body }}') },
    edges: 'trigger > h > r',
  });
  const answer = await api.hook(path);
  expect([answer.status, answer.body]).toEqual([200, { n: 1 }]);
  expect(stub.hits('/lento')).toHaveLength(1);
});

test('attempts are counted over tasks and keep their key', async ({ stub }) => {
  stub.on('/cai', { first: { times: 2, status: 503 }, body: { ok: 1 } });
  const retry = { maxAttempts: 3, initialInterval: 'PT0.1S' };
  const path = await hooked({
    nodes: { h: get(`${stub.url}/cai`, { retry }), r: respond('{{ steps.h.body }}') },
    edges: 'trigger > h > r',
  });
  expect((await api.hook(path)).body).toEqual({ ok: 1 });
  expect(new Set(stub.hits('/cai').map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
  expect(stub.hits('/cai')).toHaveLength(3);
});

test('what is never to be tried again is not', async ({ stub }) => {
  stub.on('/nao', { status: 404 });
  const path = await hooked({
    nodes: { h: get(`${stub.url}/nao`), r: respond('{{ error }}') },
    edges: 'trigger > h.error > r',
  });
  expect((await api.hook(path)).body).toMatchObject({ code: 'http_404', attempts: 1 });
  expect(stub.hits('/nao')).toHaveLength(1);
});

test('a timeout of the node ends an attempt that went on', async ({ stub }) => {
  stub.on('/pendura', { hang: true });
  const path = await hooked({
    nodes: { h: get(`${stub.url}/pendura`, { ...once, timeout: 'PT1S' }), r: respond('{{ error }}') },
    edges: 'trigger > h.error > r',
  });
  expect((await api.hook(path)).body).toMatchObject({ code: 'timeout', attempts: 1 });
  const [hit] = stub.hits('/pendura');
  await until(async () => hit?.aborted, 'the request is closed');
});

test('an answer of megabytes comes through', async ({ stub }) => {
  stub.on('/grande', { body: { text: 'x'.repeat(3 * 1024 * 1024) } });
  const path = await hooked({
    nodes: { h: get(`${stub.url}/grande`), r: respond({ size: '{{ len(steps.h.body.text) }}' }) },
    edges: 'trigger > h > r',
  });
  expect((await api.hook(path)).body).toEqual({ size: 3 * 1024 * 1024 });
});

test('many in a row and side by side all happen, once each', async ({ stub }) => {
  const calls = Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`h${i}`, post(`${stub.url}/c${i}`)]));
  const row = Object.keys(calls).slice(0, 6).join(' > ');
  const beside = Object.keys(calls).slice(6);
  const path = await hooked({
    nodes: { ...calls, fim: set({ ok: true }), r: respond('{{ steps.fim }}') },
    edges: [`trigger > ${row} > fim`, ...beside.map((id) => `trigger > ${id} > fim`), 'fim > r'].join(', '),
  });
  const answer = await api.hook(path);
  expect([answer.status, answer.body]).toEqual([200, { ok: true }]);
  expect(
    stub
      .hits()
      .map((hit) => hit.path)
      .toSorted(),
  ).toEqual(Array.from({ length: 12 }, (_, i) => `/c${i}`).toSorted());
});

test('a cancelled run closes the request that went on', async ({ stub }) => {
  stub.on('/pendura', { hang: true });
  const flow = await api.deploy(
    flowOf({ nodes: { h: get(`${stub.url}/pendura`), fim: stop(1) }, edges: 'trigger > h > fim' }),
  );
  const calling = api.post(`/v1/flows/${flow}/runs`, { data: {} }, { prefer: 'wait=20' });
  const [hit] = await until(async () => stub.hits('/pendura').length > 0 && stub.hits('/pendura'), 'the call');
  const [run] = await api.runsOf(flow);
  const asked = Date.now();
  await api.made('POST', `/v1/runs/${run.id}/cancel`);
  expect((await calling).body).toMatchObject({ status: 'cancelled' });
  // A call that does not end is given up after ten seconds: this one heard of it.
  expect(Date.now() - asked).toBeLessThan(8_000);
  await until(async () => hit?.aborted, 'the request is closed', 5_000);
  expect(stub.hits('/pendura')).toHaveLength(1);
});
