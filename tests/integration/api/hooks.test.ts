import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { apiFixture, deploy, smallFlow, twoAccounts } from './api-fixture.ts';

const { fixture, one, other } = await twoAccounts();
let n = 0;

/** Publishes a flow behind a new path; gives the path. */
async function hook(config: Record<string, unknown> = {}, more: Record<string, unknown> = {}, account = one) {
  const path = `gancho-${++n}`;
  const flow = await deploy(account, smallFlow({ trigger: { type: 'webhook', config: { path, ...config } }, ...more }));
  return { path, flow };
}
const post = (path: string, body: unknown, init: RequestInit = {}, account = one) =>
  fixture.fetch(`/hooks/${account.slug}/${path}`, {
    method: 'POST',
    body: typeof body === 'string' ? body : JSON.stringify(body),
    ...init,
    headers: { 'content-type': 'application/json', ...(init.headers as Record<string, string>) },
  });
const triggerOf = async (runId: string) => (await one.call('GET', `/v1/runs/${runId}`)).body.trigger;

const isGuarded = (headers: Headers) => {
  expect(headers.get('content-security-policy')).toBe("sandbox; default-src 'none'");
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('set-cookie')).toBeNull();
};

test('a call is accepted at once, and the run has body, query and headers', async () => {
  const { path } = await hook();
  const answer = await post(
    `${path}?loja=7`,
    { id: 1 },
    { headers: { 'X-Origem': 'ERP', authorization: 'Bearer segredo', cookie: 'a=b' } },
  );
  expect([answer.status, Object.keys(answer.body).sort()]).toEqual([202, ['runId', 'status']]);
  isGuarded(answer.headers);
  const trigger = await triggerOf(answer.body.runId);
  expect(trigger).toMatchObject({ type: 'webhook', data: { id: 1 }, query: { loja: '7' } });
  expect(trigger.headers).toMatchObject({ 'x-origem': 'ERP', authorization: '[redacted]', cookie: '[redacted]' });
  expect(trigger.receivedAt).toMatch(/Z$/);
});

test('forms are strings, text is { text }, bytes are a file', async () => {
  const { path } = await hook();
  const send = async (type: string, body: string) =>
    (await triggerOf((await post(path, body, { headers: { 'content-type': type } })).body.runId)).data;
  expect(await send('application/x-www-form-urlencoded', 'total=10&nome=Ana')).toEqual({ total: '10', nome: 'Ana' });
  expect(await send('text/plain', 'olá')).toEqual({ text: 'olá' });
  expect(await send('application/pdf', '%PDF')).toMatchObject({ type: 'application/pdf', size: 4 });
  const broken = await post(path, '{');
  expect([broken.status, broken.body.code]).toEqual([400, 'malformed']);
});

test('who waits gets what respond sent, with headers of the list alone', async () => {
  const { path } = await hook({ respond: 'atEnd' });
  const headers = { 'X-Pedido': '7', 'Set-Cookie': 'a=b', 'Content-Security-Policy': 'none' };
  fixture.dispatch.answers.set('*', { kind: 'answer', status: 201, headers, body: { ok: true } });
  const answer = await post(path, { id: 1 });
  fixture.dispatch.answers.clear();
  expect([answer.status, answer.body]).toEqual([201, { ok: true }]);
  expect(answer.headers.get('x-pedido')).toBe('7');
  isGuarded(answer.headers);
});

test('without respond it is the output at the end, 500 with the id of a run that failed, 202 at the timeout', async () => {
  const { path, flow } = await hook({ respond: 'atEnd' });
  const endNext = async (more: object) => {
    const waiting = post(path, { id: 1 });
    await new Promise((done) => setTimeout(done, 150));
    const runId = (await one.call('GET', `/v1/runs?flow=${flow}&status=running`)).body.data[0].id;
    await fixture.end(one, runId, more);
    return { runId, answer: await waiting };
  };
  const good = (await endNext({ output: [1, 2] })).answer;
  expect([good.status, good.body]).toEqual([200, [1, 2]]);
  const bad = await endNext({ status: 'failed', error: { code: 'x', message: 'segredo do ERP' } });
  expect([bad.answer.status, bad.answer.body.code, bad.answer.body.runId]).toEqual([500, 'run_failed', bad.runId]);
  expect(bad.answer.text).not.toContain('segredo');
  const late = await hook({ respond: 'atEnd', timeout: 'PT0.2S' });
  const over = await post(late.path, {});
  expect([over.status, over.headers.get('location')]).toEqual([202, `/v1/runs/${over.body.runId}`]);
});

test('data that does not fit: 422 where the caller waits, else a run that failed', async () => {
  const input = { type: 'object', required: ['id'] };
  const waits = await hook({ respond: 'atEnd' }, { input });
  const refused = await post(waits.path, {});
  expect([refused.status, refused.body.code, refused.body.errors[0].pointer]).toEqual([422, 'bad_input', '/id']);
  isGuarded(refused.headers);
  const quick = await hook({}, { input });
  const failed = await post(quick.path, {});
  expect(failed.status).toBe(202);
  const run = (await one.call('GET', `/v1/runs/${failed.body.runId}`)).body;
  expect([run.status, run.error.code]).toEqual(['failed', 'bad_input']);
});

test('a refused call is read once, and by the flow as it is now', async () => {
  const input = { type: 'object', required: ['id'] };
  const { path, flow } = await hook({ respond: 'atEnd' }, { input });
  const { actions } = fixture.deps;
  const { files } = actions;
  if (!files) throw new Error('no files are kept here');
  let kept = 0;
  actions.files = {
    ...files,
    put: (...given) => {
      kept++;
      return files.put(...given);
    },
  };
  const form = () => {
    const body = new FormData();
    body.set('foto', new Blob(['%PNG'], { type: 'image/png' }), 'a.png');
    return fixture.fetch(`/hooks/${one.slug}/${path}`, { method: 'POST', body });
  };
  for (const times of [1, 2, 3]) expect([(await form()).status, kept]).toEqual([422, times]);
  actions.files = files;
  const definition = smallFlow({ trigger: { type: 'webhook', config: { path } } });
  await one.call('PUT', `/v1/flows/${flow}/draft`, { definition });
  await one.call('POST', `/v1/flows/${flow}/publish`, {});
  expect((await form()).status).toBe(202);
});

test('a repeat that dedupe knows gets the first answer, and starts nothing', async () => {
  const dedupe = { dedupe: '{{ trigger.data.id }}' };
  const quick = await hook(dedupe);
  const first = await post(quick.path, { id: 1 });
  const twins = await Promise.all([post(quick.path, { id: 1, again: true }), post(quick.path, { id: 1 })]);
  for (const twin of twins) {
    expect([twin.status, twin.body]).toEqual([200, first.body]);
    expect(twin.headers.get('trama-duplicate')).toBe('true');
  }
  expect(first.headers.get('trama-duplicate')).toBeNull();
  expect((await post(quick.path, { id: 2 })).status).toBe(202);
  expect((await one.call('GET', `/v1/runs?flow=${quick.flow}`)).body.data).toHaveLength(2);

  const waits = await hook({ ...dedupe, respond: 'atEnd' });
  fixture.dispatch.answers.set('*', { kind: 'answer', status: 418, headers: {}, body: { chá: true } });
  expect((await post(waits.path, { id: 1 })).status).toBe(418);
  fixture.dispatch.answers.clear();
  const repeat = await post(waits.path, { id: 1 });
  expect([repeat.status, repeat.body, repeat.headers.get('trama-duplicate')]).toEqual([200, { chá: true }, 'true']);
});

test('a busy key: queued, skipped and delivered are said at once, also to who would wait', async () => {
  for (const respond of ['immediately', 'atEnd']) {
    const busy = async (whenBusy: string) => {
      const settings = { key: '{{ trigger.data.k }}', whenBusy };
      const { path } = await hook({ respond, timeout: 'PT0.1S' }, { settings });
      const { runId } = (await post(path, { k: 'a' })).body;
      return { runId, second: await post(path, { k: 'a' }) };
    };
    const queue = await busy('queue');
    expect([queue.second.status, queue.second.body.status]).toEqual([202, 'queued']);
    const skip = await busy('skip');
    expect([skip.second.status, skip.second.body]).toEqual([202, { skipped: true, runId: skip.runId }]);
    const signal = await busy('signal');
    expect([signal.second.status, signal.second.body]).toEqual([202, { runId: signal.runId, delivered: true }]);
  }
});

test('an unknown path, a wrong method and a huge body have the same guards', async () => {
  const { path } = await hook();
  for (const where of ['nada', `${path}/x`, '%zz', '']) {
    const missing = await post(where, {});
    expect([where, missing.status]).toEqual([where, 404]);
    isGuarded(missing.headers);
  }
  expect((await post(path, {}, {}, other)).status).toBe(404);
  const wrong = await fixture.fetch(`/hooks/${one.slug}/${path}`, { method: 'PUT' });
  expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'POST']);
  isGuarded(wrong.headers);
  const huge = await post(path, JSON.stringify('x'.repeat(5_000_000)));
  expect(huge.status).toBe(413);
  isGuarded(huge.headers);
  const any = await hook({ method: 'ANY' });
  expect((await fixture.fetch(`/hooks/${one.slug}/${any.path}?a=1`)).status).toBe(202);
});

const connect = (body: object) =>
  one.call('POST', '/v1/connections', { connector: 'webhook', secret: 's3gredo', ...body });

test('a secret in a header and a password open their webhooks, and nothing else does', async () => {
  await connect({ name: 'por cabeçalho', header: 'X-Chave' });
  const { path } = await hook({ auth: { type: 'header', connection: 'por cabeçalho' } });
  const right = await post(path, {}, { headers: { 'x-chave': 's3gredo' } });
  expect(right.status).toBe(202);
  expect((await triggerOf(right.body.runId)).headers['x-chave']).toBe('[redacted]');
  for (const headers of [{}, { 'x-chave': 'errado' }, { authorization: 's3gredo' }]) {
    const wrong = await post(path, {}, { headers: headers as Record<string, string> });
    expect([wrong.status, wrong.body.code]).toEqual([401, 'unauthorized']);
    isGuarded(wrong.headers);
  }
  const { id } = (await connect({ name: 'por senha', username: 'erp' })).body;
  const basic = await hook({ auth: { type: 'basic', connection: id } });
  const authorization = (pair: string) => ({
    headers: { authorization: `Basic ${Buffer.from(pair).toString('base64')}` },
  });
  expect((await post(basic.path, {}, authorization('erp:s3gredo'))).status).toBe(202);
  expect((await post(basic.path, {}, authorization('erp:outro'))).status).toBe(401);
  await one.call('PATCH', `/v1/connections/${id}`, { name: 'outro nome' });
  expect((await post(basic.path, {}, authorization('erp:s3gredo'))).status).toBe(202);
  await expect(hook({ auth: { type: 'header', connection: 'não existe' } })).rejects.toThrow('missing_connection');
});

test('a signature is checked over the raw bytes, before they are read', async () => {
  await connect({ name: 'github', preset: 'github' });
  const { path } = await hook({ auth: { type: 'hmac', connection: 'github' } });
  const raw = '{ "a":1,\n "b": 2 }';
  const sign = (text: string) => `sha256=${createHmac('sha256', 's3gredo').update(text).digest('hex')}`;
  const signed = (text: string, signature: string) =>
    post(path, text, { headers: { 'x-hub-signature-256': signature } });
  expect((await signed(raw, sign(raw))).status).toBe(202);
  expect((await signed(raw, sign('{"a":1,"b":2}'))).status).toBe(401);
  expect((await signed('{', sign('x'))).status).toBe(401);
});

test('where webhooks have a host of their own, each host answers its own', async () => {
  const walled = await apiFixture({ hooksUrl: 'https://hooks.example' });
  const account = await walled.account();
  const id = await deploy(account, smallFlow({ trigger: { type: 'webhook', config: { path: 'a/b' } } }));
  expect((await account.call('GET', `/v1/flows/${id}`)).body.webhook).toEqual({
    ...{ url: `https://hooks.example/hooks/${account.slug}/a/b`, method: 'POST' },
  });
  const inside = await walled.fetch(`/hooks/${account.slug}/a/b`, { method: 'POST' });
  expect(inside.status).toBe(404);
  isGuarded(inside.headers);
  expect((await walled.fetch('/healthz')).status).toBe(200);
  await walled.close();
});
