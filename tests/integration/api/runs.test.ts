import { expect, test } from 'vitest';
import type { TraceStep } from '#flow/machine/protocol.ts';
import { stepOf } from '../data/data-fixture.ts';
import { type Account, deploy, smallFlow, twoAccounts } from './api-fixture.ts';

const { fixture, one, other } = await twoAccounts();

const start = (account: Account, flow: string, body: unknown = { data: { x: 1 } }, headers = {}) =>
  account.call('POST', `/v1/flows/${flow}/runs`, body, headers);

test('a run is accepted with its address, told to Temporal, and read until it ended', async () => {
  const flow = await deploy(one);
  const accepted = await start(one, flow);
  const { id } = accepted.body;
  expect([accepted.status, accepted.headers.get('location')]).toEqual([202, `/v1/runs/${id}`]);
  expect(accepted.body).toMatchObject({ id, runId: id, status: 'running', flowId: flow, flowVersion: 1 });
  expect(fixture.dispatch.started.map((one) => one.runId)).toContain(id);
  expect((await one.call('GET', `/v1/runs/${id}`)).body).toMatchObject({
    ...{ id, flowId: flow, flowVersion: 1, status: 'running', output: null, error: null, endedAt: null },
    trigger: { type: 'api', data: { x: 1 } },
  });
  await fixture.end(one, id, { output: { ok: true }, steps: [stepOf(1, 'a'), stepOf(2, 'fim')] });
  expect((await one.call('GET', `/v1/runs/${id}`)).body).toMatchObject({ status: 'succeeded', output: { ok: true } });
  const trace = await one.call('GET', `/v1/runs/${id}/trace`);
  expect(trace.body.steps.map((s: TraceStep) => [s.node, s.status])).toEqual([
    ['a', 'succeeded'],
    ['fim', 'succeeded'],
  ]);
});

test('a flow is also started by its slug', async () => {
  const flow = await deploy(one, smallFlow({ name: 'Pelo apelido' }));
  const { slug } = (await one.call('GET', `/v1/flows/${flow}`)).body;
  expect(slug).toBe('pelo-apelido');
  expect((await start(one, slug)).body.flowId).toBe(flow);
});

test('Prefer: wait gives the finished run, or 202 when the wait is over', async () => {
  const flow = await deploy(one);
  const waiting = start(one, flow, { data: 1 }, { prefer: 'wait=20' });
  const accepted = async () => (await one.call('GET', `/v1/runs?flow=${flow}`)).body.data[0]?.id;
  await expect.poll(accepted, { timeout: 15_000 }).toBeDefined();
  await fixture.end(one, await accepted(), { output: 7 });
  const finished = await waiting;
  expect([finished.status, finished.body.status, finished.body.output]).toEqual([200, 'succeeded', 7]);
  expect(finished.headers.get('preference-applied')).toBe('wait=20');
  const over = await start(one, flow, { data: 1 }, { prefer: 'respond-async, wait=0' });
  expect([over.status, over.body.status]).toEqual([202, 'running']);
  expect(over.body.id).toBe(over.body.runId);
});

test('draft, pins and simulation are for tests', async () => {
  const flow = await deploy(one);
  const wanted = [
    { version: 'draft' },
    { pins: { a: { output: 1 } } },
    { simulate: true },
    { until: 'a' },
    { headers: {} },
    { query: {} },
  ];
  for (const more of wanted) {
    const answer = await start(one, flow, { data: {}, ...more });
    expect([answer.status, answer.body.code]).toEqual([422, 'invalid']);
    expect((await start(one, flow, { data: {}, test: true, ...more })).status).toBe(202);
  }
  expect((await start(one, flow, { data: {}, version: 9 })).status).toBe(404);
  expect((await start(one, flow, { data: {}, version: 1 })).status).toBe(202);
  expect((await start(one, flow, { data: {}, version: 'rascunho', test: true })).status).toBe(422);
});

test('until: what leads to a node is run as a part of its own; other tenants and unknown nodes are refused', async () => {
  const flow = await deploy(one, smallFlow());
  const part = await start(one, flow, { data: {}, test: true, until: 'a' });
  expect([part.status, part.body.flowVersion]).toEqual([202, null]);
  const unknown = await start(one, flow, { data: {}, test: true, version: 'draft', until: 'z' });
  expect([unknown.status, unknown.body.errors?.[0]?.pointer]).toEqual([422, '/until']);
  expect((await start(other, flow, { data: {}, test: true, version: 'draft', until: 'a' })).status).toBe(404);
});

test('data that does not fit the input points at each fault', async () => {
  const input = { type: 'object', properties: { id: { type: 'number' } }, required: ['id'] };
  const flow = await deploy(one, smallFlow({ input }));
  const missing = await start(one, flow, { data: {} }, { 'accept-language': 'en' });
  expect([missing.status, missing.body.code]).toEqual([422, 'bad_input']);
  expect(missing.body.errors).toEqual([{ pointer: '/data/id', code: 'required', message: '/id is missing' }]);
  expect((await start(one, flow, { data: { id: 'x' } })).body.errors[0].pointer).toBe('/data/id');
  expect((await start(one, flow, { data: { id: 1 } })).status).toBe(202);
});

test('a busy key: queued, skipped or delivered, each said in its own way', async () => {
  const settings = (whenBusy: string) => ({ settings: { key: '{{ trigger.data.k }}', whenBusy } });
  const queue = await deploy(one, smallFlow(settings('queue')));
  const first = (await start(one, queue, { data: { k: 'a' } })).body;
  expect((await start(one, queue, { data: { k: 'a' } })).body).toMatchObject({ status: 'queued' });
  expect((await start(one, queue, { data: { k: 'b' } })).body).toMatchObject({ status: 'running' });
  expect(first.status).toBe('running');

  const skip = await deploy(one, smallFlow(settings('skip')));
  const open = (await start(one, skip, { data: { k: 'a' } })).body;
  const skipped = await start(one, skip, { data: { k: 'a' } });
  expect([skipped.status, skipped.body]).toEqual([202, { id: open.id, runId: open.id, skipped: true }]);

  const signal = await deploy(one, smallFlow(settings('signal')));
  const held = (await start(one, signal, { data: { k: 'a' } })).body;
  const told = await start(one, signal, { data: { k: 'a' } });
  expect([told.status, told.body]).toEqual([202, { id: held.id, runId: held.id, delivered: true }]);
});

test('the same Idempotency-Key starts one run', async () => {
  const flow = await deploy(one);
  const first = await start(one, flow, { data: { n: 1 } }, { 'idempotency-key': 'run-1' });
  const again = await start(one, flow, { data: { n: 1 } }, { 'idempotency-key': 'run-1' });
  expect([again.status, again.body]).toEqual([202, first.body]);
  expect(again.headers.get('idempotency-replayed')).toBe('true');
  expect(again.headers.get('location')).toBe(first.headers.get('location'));
  expect((await one.call('GET', `/v1/runs?flow=${flow}`)).body.data).toHaveLength(1);
});

test('an open run shows what its workflow tells, and long values are cut but not lost', async () => {
  const flow = await deploy(one);
  const { id } = (await start(one, flow)).body;
  const waitingFor = [{ node: 'w', kind: 'event' as const, since: '2025-01-01T00:00:00.000Z', reason: 'pagamento' }];
  const long = 'x'.repeat(50_000);
  fixture.dispatch.live.set(id, { status: 'waiting', waitingFor, steps: [stepOf(1, 'a', { output: long })] });
  expect((await one.call('GET', `/v1/runs/${id}`)).body).toMatchObject({ status: 'waiting', waitingFor });
  const { steps } = (await one.call('GET', `/v1/runs/${id}/trace`)).body;
  expect(steps[0].output).toMatchObject({ $cut: true, size: 50_002, href: `/v1/runs/${id}/steps/1/output` });
  expect((await one.call('GET', steps[0].output.href)).body).toBe(long);
  expect((await one.call('GET', `/v1/runs/${id}/steps/2/output`)).status).toBe(404);
});

test('runs are listed newest first, by flow, status and text', async () => {
  const flow = await deploy(one);
  const ids = [];
  for (const n of [1, 2, 3]) ids.push((await start(one, flow, { data: { marca: `pedido-${n}` } })).body.id);
  await fixture.end(one, ids[0], { status: 'failed', error: { code: 'quebrou', message: 'x' } });
  const list = async (query: string) =>
    (await one.call('GET', `/v1/runs?flow=${flow}&${query}`)).body.data.map((r: { id: string }) => r.id);
  expect(await list('')).toEqual(ids.toReversed());
  expect(await list('status=failed')).toEqual([ids[0]]);
  expect(await list('status=running,failed&limit=2')).toEqual([ids[2], ids[1]]);
  expect(await list('q=pedido-2')).toEqual([ids[1]]);
  expect(await list('q=quebrou')).toEqual([ids[0]]);
  expect(await list('from=2100-01-01')).toEqual([]);
  expect((await one.call('GET', '/v1/runs?status=nada')).status).toBe(422);
});

test('an open run is cancelled, paused and told of events; an ended one says that it has ended', async () => {
  const flow = await deploy(one);
  const { id } = (await start(one, flow)).body;
  for (const action of ['pause', 'resume', 'cancel'])
    expect((await one.call('POST', `/v1/runs/${id}/${action}`)).status).toBe(202);
  const event = { name: 'pagou', data: { ok: true }, id: 'e1' };
  const sent = await one.call('POST', `/v1/runs/${id}/events`, event);
  expect([sent.status, sent.body.duplicate]).toEqual([202, false]);
  const repeated = await one.call('POST', `/v1/runs/${id}/events`, event);
  expect([repeated.body.duplicate, repeated.body.id]).toEqual([true, sent.body.id]);
  await fixture.end(one, id, { status: 'cancelled' });
  for (const action of ['pause', 'resume', 'cancel']) {
    const answer = await one.call('POST', `/v1/runs/${id}/${action}`);
    expect([answer.status, answer.body.code]).toEqual([409, 'run_ended']);
  }
  expect((await one.call('POST', `/v1/runs/${id}/events`, { name: 'pagou' })).status).toBe(409);
});

test('a retry is a new run of the ended one', async () => {
  const flow = await deploy(one);
  const { id } = (await start(one, flow)).body;
  expect((await one.call('POST', `/v1/runs/${id}/retry`)).status).toBe(409);
  await fixture.end(one, id, { status: 'failed', steps: [stepOf(1, 'a')] });
  const again = await one.call('POST', `/v1/runs/${id}/retry`, { from: 'fim' });
  expect([again.status, again.body.retryOf]).toEqual([202, id]);
  expect((await one.call('GET', `/v1/runs/${again.body.id}`)).body.retryOf).toBe(id);
  expect((await one.call('POST', `/v1/runs/${id}/retry`, { from: 'nada' })).status).toBe(422);
});

test('one thing is done to many runs', async () => {
  const flow = await deploy(one);
  for (const n of [1, 2, 3]) await start(one, flow, { data: { n } });
  const done = await one.call('POST', '/v1/runs/bulk', { filter: { flow }, action: 'cancel' });
  expect([done.status, done.body]).toEqual([202, { matched: 3, done: 3, failed: [], more: false }]);
  expect((await one.call('POST', '/v1/runs/bulk', { filter: { flow }, action: 'burn' })).status).toBe(422);
});

test('many runs are counted first, and taken in parts: each once, none that came after', async () => {
  const flow = await deploy(one);
  const ids: string[] = [];
  for (const n of [1, 2, 3]) ids.push((await start(one, flow, { data: { n } })).body.id);
  for (const id of ids) await fixture.end(one, id, { status: 'failed', steps: [stepOf(1, 'a')] });
  const ask = { filter: { flow, to: new Date(Date.now() + 1).toISOString() }, action: 'retry' };
  const bulk = async (account: Account, more: object) =>
    (await account.call('POST', '/v1/runs/bulk', { ...ask, ...more })).body;
  expect(await bulk(one, { dryRun: true })).toEqual({ matched: 3, done: 0, failed: [], more: false });
  expect(await bulk(other, { dryRun: true })).toMatchObject({ matched: 0 });
  expect(await bulk(one, { limit: 2 })).toEqual({ matched: 2, done: 2, failed: [], more: true, next: ids[1] });
  expect(await bulk(one, { limit: 2, after: ids[1] })).toEqual({ matched: 1, done: 1, failed: [], more: false });
  const retries = await Promise.all(ids.map((id) => one.call('GET', `/v1/runs?retryOf=${id}`)));
  expect(retries.map(({ body }) => body.data.length)).toEqual([1, 1, 1]);
});

test('a bulk action whose answer was lost is repeated under its key, and tries nothing again twice', async () => {
  const flow = await deploy(one);
  const ids: string[] = [];
  for (const n of [1, 2]) ids.push((await start(one, flow, { data: { n } })).body.id);
  for (const id of ids) await fixture.end(one, id, { status: 'failed', steps: [stepOf(1, 'a')] });
  const ask = { filter: { flow, to: new Date(Date.now() + 1).toISOString() }, action: 'retry' };
  const bulk = async () => (await one.call('POST', '/v1/runs/bulk', ask, { 'Idempotency-Key': 'de-novo' })).body;
  expect(await bulk()).toMatchObject({ matched: 2, done: 2 });
  // As a process leaves it that died before it could keep the answer.
  await fixture.data.database.withTenant(
    one.tenantId,
    (db) => db.sql`
      update idempotency_keys set answer = null, lease_until = now() - interval '1 second'
      where tenant_id = ${db.tenant} and key = 'de-novo'`,
  );
  expect(await bulk()).toMatchObject({ matched: 2, done: 2 });
  const retries = await Promise.all(ids.map((id) => one.call('GET', `/v1/runs?retryOf=${id}`)));
  expect(retries.map(({ body }) => body.data.length)).toEqual([1, 1]);
});

test('events start flows and are accepted once an id; names of the product are refused', async () => {
  const flow = await deploy(one, smallFlow({ trigger: { type: 'event', config: { name: 'pedido.pago' } } }));
  const event = { name: 'pedido.pago', key: 7, data: { total: 1 }, id: 'p-1' };
  const sent = await one.call('POST', '/v1/events', event);
  expect([sent.status, sent.body.started.length, sent.body.key]).toEqual([202, 1, '7']);
  expect((await one.call('GET', `/v1/runs/${sent.body.started[0]}`)).body).toMatchObject({
    flowId: flow,
    trigger: { type: 'event', data: { total: 1 } },
  });
  const again = await one.call('POST', '/v1/events', event);
  expect(again.body).toMatchObject({ id: sent.body.id, duplicate: true, started: [] });
  for (const name of ['trigger', 'trama.x', 'http.x', 'stripe.paid']) {
    const refused = await one.call('POST', '/v1/events', { name });
    expect([name, refused.status, refused.body.code]).toEqual([name, 403, 'forbidden']);
  }
  expect((await one.call('POST', '/v1/events', { data: 1 })).status).toBe(422);
});

test('a live stream tells a run from its first step to its end', async () => {
  const flow = await deploy(one);
  const { id } = (await start(one, flow)).body;
  fixture.dispatch.live.set(id, { status: 'running', waitingFor: [], steps: [stepOf(1, 'a', { status: 'running' })] });
  const read = (lastEventId?: string) =>
    fixture.fetch(`/v1/runs/${id}/stream`, {
      headers: { authorization: `Bearer ${one.key}`, ...(lastEventId && { 'last-event-id': lastEventId }) },
    });
  const live = read();
  await new Promise((done) => setTimeout(done, 300));
  await fixture.end(one, id, { steps: [stepOf(1, 'a'), stepOf(2, 'fim')] });
  const { text, headers } = await live;
  expect(headers.get('content-type')).toMatch(/^text\/event-stream/);
  const events = text
    .split('\n\n')
    .map((part) => /event: (\w+)/.exec(part)?.[1])
    .filter(Boolean);
  expect(events).toEqual(['step', 'run', 'step', 'step', 'run', 'end']);
  expect((await read('1')).text).not.toContain('"n":1,');
});

test('a live stream of a flow tells of its runs, and of no others', async () => {
  const [flow, elsewhere] = [await deploy(one), await deploy(one)];
  const leave = new AbortController();
  const answer = await fetch(`${fixture.url}/v1/runs/stream?flow=${flow}`, {
    headers: { authorization: `Bearer ${one.key}` },
    signal: leave.signal,
  });
  let text = '';
  const reading = (async () => {
    for await (const chunk of answer.body ?? []) text += new TextDecoder().decode(chunk as Uint8Array);
  })().catch(() => undefined);
  const { id } = (await start(one, flow)).body;
  const { id: other } = (await start(one, elsewhere)).body;
  fixture.dispatch.changed();
  await expect.poll(() => text).toContain(id);
  await fixture.end(one, id, { output: 1 });
  await expect.poll(() => text).toContain('"status":"succeeded"');
  leave.abort();
  await reading;
  expect(text).not.toContain(other);
});

test("another tenant's run is not there, whatever is asked of it", async () => {
  const flow = await deploy(one);
  const { id } = (await start(one, flow)).body;
  const calls: [string, string, unknown?][] = [
    ['GET', ''],
    ['GET', '/trace'],
    ['GET', '/stream'],
    ['GET', '/steps/1/output'],
    ['POST', '/cancel', {}],
    ['POST', '/pause', {}],
    ['POST', '/resume', {}],
    ['POST', '/retry', {}],
    ['POST', '/events', { name: 'x' }],
  ];
  for (const [method, tail, body] of calls) {
    const answer = await other.call(method, `/v1/runs/${id}${tail}`, body);
    expect([tail, answer.status, answer.body.code]).toEqual([tail, 404, 'not_found']);
  }
  expect((await other.call('GET', `/v1/runs?flow=${flow}`)).body.data).toEqual([]);
  expect((await other.call('POST', '/v1/runs/bulk', { filter: { flow }, action: 'cancel' })).body.matched).toBe(0);
  expect((await other.call('GET', `/v1/runs/stream?flow=${flow}`)).status).toBe(404);
});
