import { expect } from 'vitest';
import { sleep } from '#scripts/embedded/processes.ts';
import { demo, send, until } from './client.ts';
import { flowOf, set, stop, wait } from './flow-of.ts';
import { test } from './stub.ts';

const byValue = (a: unknown, b: unknown): number => Number(a) - Number(b);

const api = demo();
const asking = (config: Record<string, unknown> = {}) =>
  flowOf({
    nodes: {
      ok: {
        type: 'approval',
        config: { title: 'Trocar a peça {{ trigger.data.peca }}?', details: { total: 350 }, ...config },
      },
      sim: stop('{{ steps.ok }}'),
      nao: stop({ nao: '{{ steps.ok.comment }}' }),
      tarde: stop('tarde'),
    },
    edges: 'trigger > ok.approved > sim, ok.rejected > nao, ok.timeout > tarde',
  });
/** Starts a run that asks, and gives its approval. */
async function ask(config: Record<string, unknown> = {}) {
  const run = await api.start(await api.deploy(asking(config)), { peca: 'relação' });
  const approval = await until(
    async () => (await api.made('GET', `/v1/approvals?run=${run}`)).data[0],
    'the approval is open',
  );
  return { run, approval, decide: (body: unknown) => api.post(`/v1/approvals/${approval.id}`, body) };
}

test('a run that asks waits, and its approval is listed with all that a person needs', async () => {
  const { run, approval, decide } = await ask();
  expect(approval).toMatchObject({
    runId: run,
    node: 'ok',
    title: 'Trocar a peça relação?',
    details: { total: 350 },
    status: 'open',
  });
  const waiting = await api.waiting(run);
  expect(waiting.waitingFor).toMatchObject([{ node: 'ok', kind: 'approval' }]);
  const answer = await decide({ decision: 'approved', comment: 'pode' });
  expect([answer.status, answer.body.status]).toEqual([200, 'approved']);
  const ended = await api.ended(run);
  expect(ended.output).toMatchObject({ decision: 'approved', comment: 'pode', fields: {}, by: expect.any(String) });
  expect(Date.parse(ended.output.at)).toBeGreaterThan(0);
});

test('rejected leaves by its port', async () => {
  const { run, decide } = await ask();
  await decide({ decision: 'rejected', comment: 'caro' });
  expect((await api.ended(run)).output).toEqual({ nao: 'caro' });
});

test('of ten decisions at once the first wins; the rest and all later are 409 already_closed', async () => {
  const { run, decide } = await ask();
  const answers = await Promise.all(
    Array.from({ length: 10 }, (_, i) => decide({ decision: i % 2 ? 'approved' : 'rejected', comment: String(i) })),
  );
  expect(answers.map((one) => one.status).toSorted(byValue)).toEqual([200, ...Array(9).fill(409)]);
  for (const one of answers) if (one.status === 409) expect(one.body.code).toBe('already_closed');
  await api.ended(run);
  expect((await decide({ decision: 'approved' })).body.code).toBe('already_closed');
});

test('a decision is approved or rejected, and fields are held to their schemas', async () => {
  const fields = { valor: { type: 'number', minimum: 1 }, obs: { type: 'string', default: '-' } };
  const { run, approval, decide } = await ask({ fields });
  expect(approval.fields).toEqual(fields);
  expect((await decide({ decision: 'talvez' })).status).toBe(422);
  const wrong = await decide({ decision: 'approved', fields: { valor: 'dez' } });
  expect([wrong.status, wrong.body.errors[0].pointer]).toEqual([422, '/fields/valor']);
  expect((await decide({ decision: 'approved', fields: { valor: 5, outro: 1 } })).status).toBe(422);
  await decide({ decision: 'approved', fields: { valor: 5 } });
  expect((await api.ended(run)).output.fields).toEqual({ valor: 5, obs: '-' });
});

test('its time over, the approval leaves by timeout and is closed', async () => {
  const { run, approval, decide } = await ask({ timeout: 'PT1S' });
  expect(approval.expiresAt).toEqual(expect.any(String));
  expect((await api.ended(run)).output).toBe('tarde');
  expect((await decide({ decision: 'approved' })).body.code).toBe('already_closed');
  expect((await api.get(`/v1/approvals/${approval.id}`)).body.status).toBe('timeout');
});

test('a cancelled run, an ended one and a cancelled node close it', async () => {
  const { run, decide } = await ask();
  await api.post(`/v1/runs/${run}/cancel`);
  await api.ended(run);
  expect([(await decide({ decision: 'approved' })).status]).toEqual([409]);
  const flow = flowOf({
    nodes: {
      ok: { type: 'approval', config: { title: 'x' } },
      w: wait('PT1S'),
      j: { ...set({ v: 1 }), join: 'first' },
      z: wait('PT3S'),
    },
    edges: 'trigger > ok.approved > j, trigger > w > j > z',
  });
  const other = await api.start(await api.deploy(flow));
  const { data } = await until(async () => {
    const page = await api.made('GET', `/v1/approvals?run=${other}`);
    return page.data[0]?.status === 'cancelled' && page;
  }, 'closed by the join');
  expect((await api.post(`/v1/approvals/${data[0].id}`, { decision: 'approved' })).body.code).toBe('already_closed');
  expect((await api.ended(other)).status).toBe('succeeded');
});

test('two approvals of one run are two, and each is decided by itself', async () => {
  const flow = flowOf({
    nodes: {
      cada: { type: 'forEach', config: { items: [1, 2], concurrency: 2, result: '{{ steps.ok.comment }}' } },
      ok: { type: 'approval', config: { title: 'item {{ item }}' }, parent: 'cada' },
    },
    edges: 'trigger > cada, cada.each > ok',
  });
  const run = await api.start(await api.deploy(flow));
  const both = await until(async () => {
    const { data } = await api.made('GET', `/v1/approvals?run=${run}`);
    return data.length === 2 && data;
  }, 'two approvals');
  for (const one of both) await api.post(`/v1/approvals/${one.id}`, { decision: 'approved', comment: one.title });
  expect((await api.ended(run)).output).toEqual(['item 1', 'item 2']);
});

test('the page shows a form on GET and decides nothing, whoever scans it', async () => {
  const { run, approval, decide } = await ask();
  for (const method of ['GET', 'HEAD', 'GET']) {
    const page = await send(approval.url, method, undefined, { 'accept-language': 'pt-BR' });
    expect(page.status).toBe(200);
    expect(page.headers.get('referrer-policy')).toBe('no-referrer');
    expect(page.headers.get('content-type')).toContain('text/html');
    if (method === 'GET') expect(page.text).toContain('Trocar a peça relação?');
  }
  await sleep(300);
  expect((await api.run(run)).status).toBe('waiting');
  expect((await api.get(`/v1/approvals/${approval.id}`)).body.status).toBe('open');
  await decide({ decision: 'rejected' });
});

test('the form of the page decides, once; then the page says that it is closed', async () => {
  const { run, approval } = await ask({ fields: { valor: { type: 'number' } } });
  const post = (form: Record<string, string>) =>
    send(approval.url, 'POST', new URLSearchParams(form).toString(), {
      'content-type': 'application/x-www-form-urlencoded',
    });
  expect((await post({ decision: 'approved', 'f.valor': 'muito' })).status).toBe(422);
  expect((await post({ decision: 'approved', comment: 'pela página', 'f.valor': '7.5' })).status).toBe(200);
  expect((await api.ended(run)).output).toMatchObject({
    decision: 'approved',
    comment: 'pela página',
    fields: { valor: 7.5 },
  });
  expect((await post({ decision: 'rejected' })).status).toBe(409);
  expect((await send(approval.url, 'GET')).status).toBe(409);
  expect((await api.get(`/v1/approvals/${approval.id}`)).body.url).toBeNull();
});

test('a token that nobody gave opens nothing, and every approval has its own', async () => {
  const [one, two] = [await ask(), await ask()];
  expect(one.approval.url).not.toBe(two.approval.url);
  expect(one.approval.url).toMatch(/\/a\/[\w-]{43}$/);
  for (const token of ['x', one.approval.url.slice(-43).toLowerCase(), one.approval.id])
    expect((await send(`${api.url}/a/${token}`, 'POST', 'decision=approved')).status).toBe(404);
  for (const { run, decide } of [one, two]) {
    await decide({ decision: 'approved' });
    await api.ended(run);
  }
});

test('for assignees a link alone is not enough: they sign in', async () => {
  const { approval, decide } = await ask({ assignees: ['owner'] });
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  expect((await send(approval.url, 'POST', 'decision=approved', form)).status).toBe(401);
  expect((await api.get(`/v1/approvals/${approval.id}`)).body.status).toBe('open');
  expect((await decide({ decision: 'approved' })).status).toBe(200);
});

test('approval.url and approval.expiresAt can be read in message and via', async () => {
  const { problems } = await api.made('POST', '/v1/flows/validate', {
    definition: asking({
      timeout: 'P1D',
      message: 'Decida em {{ approval.url }} até {{ approval.expiresAt }}',
      via: [{ channel: 'email', to: '{{ approval.url }}' }],
    }),
  });
  expect(problems).toEqual([]);
});

test('an approval of another id is 404', async () => {
  expect((await api.get('/v1/approvals/apr_0197a0000000700080000000000000aa')).status).toBe(404);
  expect((await api.post('/v1/approvals/apr_0197a0000000700080000000000000aa', { decision: 'approved' })).status).toBe(
    404,
  );
});

test('a paused run keeps a decision, and a pin decides in a test', async () => {
  const { run, decide } = await ask();
  await api.post(`/v1/runs/${run}/pause`);
  await api.waiting(run, 'paused');
  expect((await decide({ decision: 'approved' })).status).toBe(200);
  await sleep(400);
  expect((await api.run(run)).status).toBe('paused');
  await api.post(`/v1/runs/${run}/resume`);
  expect((await api.ended(run)).output.decision).toBe('approved');
  const flow = await api.deploy(asking());
  const pinned = await api.through(
    flow,
    {},
    { test: true, pins: { ok: { port: 'rejected', output: { comment: 'pino' } } } },
  );
  expect(pinned.output).toEqual({ nao: 'pino' });
});
