import { expect } from 'vitest';
import { demo, send, unique } from './client.ts';
import { flowOf, set, stop, type TestFlow, type TestNode, wait, waitFor } from './flow-of.ts';
import { test } from './stub.ts';

const api = demo();
const hooked = async (config: Record<string, unknown>, flow: TestFlow, path = unique('g')) => {
  const id = await api.deploy(
    flowOf({ ...flow, trigger: { type: 'webhook', config: { path, respond: 'atEnd', ...config } } }),
  );
  return { path, flow: id };
};
const answering = (config: Record<string, unknown>): TestFlow => ({
  nodes: { r: { type: 'respond', config } },
  edges: 'trigger > r',
});

test('a path may have slashes and dots, is matched as written, whatever slash ends it', async () => {
  const path = `${unique('a')}/b.c/D-1`;
  await hooked({}, { nodes: { fim: stop('ok') }, edges: 'trigger > fim' }, path);
  expect((await api.hook(path)).body).toBe('ok');
  expect((await api.hook(`${path}/`)).body).toBe('ok');
  expect((await api.hook(path.toLowerCase())).status).toBe(404);
  expect((await api.hook(`${path}/x`)).status).toBe(404);
});

test('ANY takes every method; HEAD and OPTIONS are answered without harm', async () => {
  const { path } = await hooked({ method: 'ANY' }, { nodes: { fim: stop('ok') }, edges: 'trigger > fim' });
  for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'])
    expect((await api.hook(path, undefined, { method })).status).toBe(200);
  expect((await api.hook(path, undefined, { method: 'HEAD' })).status).toBeLessThan(500);
  expect((await api.hook(path, undefined, { method: 'OPTIONS' })).status).toBeLessThan(500);
});

test('respond: no body with 204, text as text, html under a sandbox, a redirect', async () => {
  const empty = await api.hook((await hooked({}, answering({ status: 204, body: { a: 1 } }))).path);
  expect([empty.status, empty.text]).toEqual([204, '']);
  const text = await api.hook(
    (await hooked({}, answering({ headers: { 'Content-Type': 'text/plain; charset=utf-8' }, body: 'olá' }))).path,
  );
  expect([text.headers.get('content-type'), text.text]).toEqual(['text/plain; charset=utf-8', 'olá']);
  const html = await api.hook(
    (await hooked({}, answering({ headers: { 'content-type': 'text/html' }, body: '<script>alert(1)</script>' }))).path,
  );
  expect(html.headers.get('content-security-policy')).toBe("sandbox; default-src 'none'");
  expect(html.headers.get('x-content-type-options')).toBe('nosniff');
  const redirect = await api.hook(
    (await hooked({}, answering({ status: 302, headers: { Location: 'https://example.com/' } }))).path,
  );
  expect([redirect.status, redirect.headers.get('location')]).toEqual([302, 'https://example.com/']);
  const computed = await api.hook(
    (await hooked({}, answering({ status: '{{ 200 + 2 }}', headers: { 'X-N': '{{ 1 + 1 }}' }, body: '{{ null }}' })))
      .path,
  );
  expect([computed.status, computed.headers.get('x-n'), computed.text]).toEqual([202, '2', 'null']);
});

test('a header that would break out of its line is not sent, and the answer comes', async () => {
  const { path } = await hooked({}, answering({ headers: { 'X-Mau': '{{ trigger.data.h }}' }, body: 'ok' }));
  const answer = await api.hook(path, { h: 'a\r\nSet-Cookie: x=1' });
  expect([answer.status, answer.headers.get('set-cookie'), answer.body]).toEqual([200, null, 'ok']);
});

test('respond answers even where the run fails afterwards', async () => {
  const nodes: Record<string, TestNode> = {
    r: { type: 'respond', config: { body: 'antes' } },
    f: { type: 'fail', config: { code: 'x', message: 'x' } },
  };
  const { path } = await hooked({}, { nodes, edges: 'trigger > r > f' });
  const answer = await api.hook(path);
  expect([answer.status, answer.body]).toEqual([200, 'antes']);
});

test('dedupe atEnd: a first call that failed is replayed as it was answered', async () => {
  const { path, flow } = await hooked(
    { dedupe: '{{ trigger.data.id }}' },
    { nodes: { f: { type: 'fail', config: { code: 'x', message: 'x' } } }, edges: 'trigger > f' },
  );
  const [first, again] = [await api.hook(path, { id: 1 }), await api.hook(path, { id: 1 })];
  expect([first.status, again.status, again.headers.get('trama-duplicate')]).toEqual([500, 200, 'true']);
  expect(again.body.runId).toBe(first.body.runId);
  expect((await api.runsOf(flow)).length).toBe(1);
});

test('dedupe: refused calls are not remembered, and queued and skipped ones are', async () => {
  const input = { type: 'object', required: ['ok'] };
  const { path } = await hooked(
    { dedupe: '{{ trigger.data.id }}' },
    { nodes: { fim: stop('{{ trigger.data.ok }}') }, edges: 'trigger > fim', input },
  );
  expect((await api.hook(path, { id: 1 })).status).toBe(422);
  const right = await api.hook(path, { id: 1, ok: 5 });
  expect([right.status, right.headers.get('trama-duplicate'), right.body]).toEqual([200, null, 5]);
  const busy = await hooked(
    { respond: 'immediately', dedupe: '{{ trigger.data.id }}' },
    { nodes: { e: waitFor('vai') }, edges: 'trigger > e', settings: { key: 'k', whenBusy: 'skip' } },
  );
  const open = await api.hook(busy.path, { id: 1 });
  const skipped = [await api.hook(busy.path, { id: 2 }), await api.hook(busy.path, { id: 2 })];
  expect(skipped.map((one) => [one.status, one.headers.get('trama-duplicate')])).toEqual([
    [202, null],
    [200, 'true'],
  ]);
  expect(skipped[1]?.body).toEqual(skipped[0]?.body);
  await api.post(`/v1/runs/${open.body.runId}/cancel`);
});

test('a webhook with signal delivers its body as the event of the open run', async () => {
  const { path } = await hooked(
    { respond: 'immediately' },
    {
      nodes: { e: waitFor('trigger'), fim: stop('{{ [trigger.data.n, steps.e.data.n] }}') },
      edges: 'trigger > e.ok > fim',
      settings: { key: '{{ trigger.data.k }}', whenBusy: 'signal' },
    },
  );
  const first = await api.hook(path, { k: 1, n: 'a' });
  await api.waiting(first.body.runId);
  expect((await api.hook(path, { k: 1, n: 'b' })).body).toEqual({ runId: first.body.runId, delivered: true });
  expect((await api.ended(first.body.runId)).output).toEqual(['a', 'b']);
});

test('ten callers at once each get the answer of their own run', async () => {
  const { path } = await hooked(
    {},
    {
      nodes: {
        w: wait('PT0.3S'),
        a: set({ v: '{{ trigger.data.n }}' }),
        r: { type: 'respond', config: { body: '{{ steps.a.v }}' } },
      },
      edges: 'trigger > w > a > r',
    },
  );
  const numbers = Array.from({ length: 10 }, (_, n) => n);
  const answers = await Promise.all(numbers.map((n) => api.hook(path, { n })));
  expect(answers.map((one) => one.body)).toEqual(numbers);
});

test('data of any JSON is data', async () => {
  const flow = await api.deploy(flowOf({ nodes: { fim: stop('{{ [trigger.data] }}') }, edges: 'trigger > fim' }));
  for (const data of [null, 'texto', 7, false, [1], { a: null }])
    expect((await api.through(flow, data)).output).toEqual([data]);
  const bare = await api.call('POST', `/v1/flows/${flow}/runs`);
  expect([bare.status, (await api.ended(bare.body.id)).output]).toEqual([202, [{}]]);
  for (const body of ['[]', '"x"', 'null', '7'])
    expect([400, 422]).toContain((await api.call('POST', `/v1/flows/${flow}/runs`, body)).status);
});

test('a gzipped body is read, and a bomb is refused', async () => {
  const { gzipSync } = await import('node:zlib');
  const { path } = await hooked({}, { nodes: { fim: stop('{{ trigger.data.a }}') }, edges: 'trigger > fim' });
  const gzip = (text: string) =>
    send(`${api.url}/hooks/demo/${path}`, 'POST', new Uint8Array(gzipSync(text)), {
      'content-type': 'application/json',
      'content-encoding': 'gzip',
    });
  expect((await gzip('{"a":1}')).body).toBe(1);
  expect((await gzip(JSON.stringify({ a: 'x'.repeat(50_000_000) }))).status).toBe(413);
});

test('a run that only got queued says so to Prefer: wait, and cannot be paused or retried', async () => {
  const flow = await api.deploy(flowOf({ nodes: { e: waitFor('vai') }, edges: 'trigger > e', settings: { key: 'k' } }));
  const first = await api.start(flow);
  const queued = await api.post(`/v1/flows/${flow}/runs`, {}, { prefer: 'wait=1' });
  expect([queued.status, queued.body.status]).toEqual([202, 'queued']);
  for (const action of ['pause', 'resume', 'retry'])
    expect([action, (await api.post(`/v1/runs/${queued.body.id}/${action}`)).status]).toEqual([action, 409]);
  expect((await api.event(queued.body.id, 'vai')).status).toBe(202);
  await api.event(first, 'vai');
  expect((await api.ended(first)).status).toBe('succeeded');
  expect((await api.ended(queued.body.id)).status).toBe('succeeded');
});

test('restart over keyed and queued runs leaves one open a key', async () => {
  const doc = (v: number) =>
    flowOf({
      nodes: { e: waitFor('vai'), fim: stop({ v, n: '{{ trigger.data.n }}' }) },
      edges: 'trigger > e.ok > fim',
      settings: { key: 'k' },
    });
  const flow = await api.deploy(doc(1));
  const [one, two] = [await api.start(flow, { n: 1 }), await api.start(flow, { n: 2 })];
  await api.waiting(one);
  await api.redeploy(flow, doc(2), { openRuns: 'restart' });
  expect((await api.ended(one)).status).toBe('cancelled');
  expect((await api.ended(two)).status).toBe('cancelled');
  const outputs = [];
  for (let i = 0; i < 2; i++) {
    const open = (await api.runsOf(flow)).filter((run) => !['cancelled', 'succeeded'].includes(run.status));
    const next = open.find((run) => run.status !== 'queued');
    expect(open.length).toBe(2 - i);
    await api.waiting(next.id);
    await api.event(next.id, 'vai');
    outputs.push((await api.ended(next.id)).output);
  }
  expect(outputs).toEqual([
    { v: 2, n: 1 },
    { v: 2, n: 2 },
  ]);
});
