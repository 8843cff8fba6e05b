import { expect } from 'vitest';
import { sleep } from '#scripts/embedded/processes.ts';
import { demo, send, unique, until } from './client.ts';
import { flowOf, set, stop, type TestFlow, wait, waitFor } from './flow-of.ts';
import { test } from './stub.ts';

const api = demo();
/** `config` is of the trigger. */
type Hooked = TestFlow & { config?: Record<string, unknown> };
/** Publishes a flow behind a new path. */
async function hooked({ config = {}, ...flow }: Hooked): Promise<{ path: string; flow: string }> {
  const path = unique('gancho');
  return {
    path,
    flow: await api.deploy(flowOf({ ...flow, trigger: { type: 'webhook', config: { path, ...config } } })),
  };
}
const echo = { nodes: { fim: stop('{{ trigger }}') }, edges: 'trigger > fim' };
const atEnd = { respond: 'atEnd' };
const soon = async (flow: string) => {
  const [run] = await until(async () => {
    const runs = await api.runsOf(flow);
    return runs.length > 0 && runs;
  }, 'a run');
  return api.ended(run.id);
};

test('immediately: 202 with the run and its status, and the run goes its way', async () => {
  const { path, flow } = await hooked(echo);
  const answer = await api.hook(path, { n: 1 });
  expect(answer.status).toBe(202);
  expect(answer.body).toEqual({ runId: expect.stringMatching(/^run_/), status: 'running' });
  expect((await soon(flow)).output).toMatchObject({ type: 'webhook', data: { n: 1 } });
});

test('every answer carries the security headers and no cookie', async () => {
  const { path } = await hooked(echo);
  for (const answer of [
    await api.hook(path),
    await api.hook('nao-existe'),
    await api.hook(path, undefined, { method: 'GET' }),
  ]) {
    expect(answer.headers.get('content-security-policy')).toBe("sandbox; default-src 'none'");
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(answer.headers.get('set-cookie')).toBeNull();
  }
});

test('an unknown path or tenant is 404 as a problem', async () => {
  const unknown = [
    await api.hook('nao-existe'),
    await send(`${api.url}/hooks/ninguem/x`, 'POST', {}),
    await send(`${api.url}/hooks/demo`, 'POST', {}),
  ];
  for (const answer of unknown) {
    expect([answer.status, answer.body?.code]).toEqual([404, 'not_found']);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(answer.headers.get('content-security-policy')).toBe("sandbox; default-src 'none'");
  }
});

test('another method than the trigger names is 405; each method can be named', async () => {
  const { path } = await hooked(echo);
  const wrong = await api.hook(path, {}, { method: 'PUT' });
  expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'POST']);
  const get = await hooked({ ...echo, config: { ...atEnd, method: 'GET' } });
  const answer = await send(`${api.url}/hooks/demo/${get.path}?a=1&b=x&b=y`, 'GET');
  expect([answer.status, answer.body.query]).toEqual([200, { a: '1', b: ['x', 'y'] }]);
  expect((await api.hook(get.path)).status).toBe(405);
});

test('atEnd: `respond` gives status, allowed headers and body, while the run goes on', async () => {
  const { path, flow } = await hooked({
    config: atEnd,
    nodes: {
      r: {
        type: 'respond',
        config: {
          status: 201,
          headers: {
            'X-Meu': 'sim',
            'Set-Cookie': 'a=b',
            'Content-Security-Policy': 'nada',
            Location: 'https://example.com/1',
          },
          body: { ok: '{{ trigger.data.n }}' },
        },
      },
      w: wait('PT1.5S'),
      fim: stop('depois'),
    },
    edges: 'trigger > r > w > fim',
  });
  const answer = await api.hook(path, { n: 5 });
  expect([answer.status, answer.body]).toEqual([201, { ok: 5 }]);
  expect([answer.headers.get('x-meu'), answer.headers.get('location')]).toEqual(['sim', 'https://example.com/1']);
  expect(answer.headers.get('set-cookie')).toBeNull();
  expect(answer.headers.get('content-security-policy')).toBe("sandbox; default-src 'none'");
  const [run] = await api.runsOf(flow);
  expect(['running', 'waiting']).toContain((await api.run(run.id)).status);
  expect((await api.ended(run.id)).output).toBe('depois');
});

test('atEnd without respond: the output of the run at its end', async () => {
  const { path } = await hooked({
    config: atEnd,
    nodes: { fim: stop({ total: '{{ trigger.data.n * 2 }}' }) },
    edges: 'trigger > fim',
  });
  const answer = await api.hook(path, { n: 4 });
  expect([answer.status, answer.body]).toEqual([200, { total: 8 }]);
  const nothing = await hooked({ config: atEnd, nodes: { a: set({}), b: set({}) }, edges: 'trigger > a, trigger > b' });
  const empty = await api.hook(nothing.path);
  expect([empty.status, empty.text]).toEqual([200, 'null']);
});

test('atEnd: a run that fails unanswered is 500 with its id', async () => {
  const { path, flow } = await hooked({
    config: atEnd,
    nodes: { f: { type: 'fail', config: { code: 'x', message: 'x' } } },
    edges: 'trigger > f',
  });
  const answer = await api.hook(path);
  const run = await soon(flow);
  expect([answer.status, answer.body.runId]).toEqual([500, run.id]);
  expect(answer.headers.get('content-type')).toContain('application/problem+json');
});
test('atEnd: 202 and the address of the run at the timeout', async () => {
  const { path } = await hooked({
    config: { ...atEnd, timeout: 'PT1S' },
    nodes: { w: wait('PT4S'), fim: stop(1) },
    edges: 'trigger > w > fim',
  });
  const began = Date.now();
  const answer = await api.hook(path);
  expect(answer.status).toBe(202);
  expect(Date.now() - began).toBeLessThan(3_000);
  expect(answer.headers.get('location')).toBe(`/v1/runs/${answer.body.runId}`);
  expect((await api.ended(answer.body.runId)).status).toBe('succeeded');
});
test('a second respond fails already_answered, and one where nobody waits does nothing', async () => {
  const nodes = {
    i: { type: 'if', config: { condition: '{{ trigger.data.ja }}' } },
    a: { type: 'respond', config: { body: 1 } },
    b: { type: 'respond', config: { body: 2 } },
    fim: stop('{{ error.code }}'),
  };
  const { path, flow } = await hooked({
    config: atEnd,
    nodes,
    edges: 'trigger > i.true > a > b, i.false > b.error > fim',
  });
  const answer = await api.hook(path, { ja: true });
  expect([answer.status, answer.body]).toEqual([200, 1]);
  expect((await soon(flow)).output).toBe('already_answered');
  expect((await api.hook(path, { ja: false })).body).toBe(2);
  const quiet = await hooked({
    nodes: { a: { type: 'respond', config: { body: 1 } }, fim: stop('ok') },
    edges: 'trigger > a > fim',
  });
  await api.hook(quiet.path);
  expect((await soon(quiet.flow)).output).toBe('ok');
});
test('data that does not fit: 422 where the caller waits, else a failed run bad_input', async () => {
  const input = { type: 'object', properties: { n: { type: 'number' } }, required: ['n'] };
  const waiting = await hooked({ ...echo, config: atEnd, input });
  const refused = await api.hook(waiting.path, { n: 'x' });
  expect([refused.status, refused.body.code]).toEqual([422, 'bad_input']);
  expect(refused.body.errors[0].pointer).toMatch(/\/n$/);
  expect(await api.runsOf(waiting.flow)).toEqual([]);
  const alone = await hooked({ ...echo, input });
  const taken = await api.hook(alone.path, { n: 'x' });
  expect(taken.status).toBe(202);
  const run = await api.ended(taken.body.runId);
  expect([run.status, run.error.code]).toEqual(['failed', 'bad_input']);
});
test('bodies: JSON, form, text, nothing; a form field is a string', async () => {
  const { path } = await hooked({ config: atEnd, nodes: { fim: stop('{{ trigger.data }}') }, edges: 'trigger > fim' });
  const body = async (text: string, type: string) => (await api.hook(path, text, { 'content-type': type })).body;
  expect(await body('{"a":[1,null]}', 'application/json; charset=utf-8')).toEqual({ a: [1, null] });
  expect(await body('[1]', 'application/vnd.loja+json')).toEqual([1]);
  expect(await body('a=1&b=x+y&b=z', 'application/x-www-form-urlencoded')).toEqual({ a: '1', b: ['x y', 'z'] });
  expect(await body('olá', 'text/plain')).toEqual({ text: 'olá' });
  expect(await body('<a/>', 'application/xml')).toEqual({ text: '<a/>' });
  expect((await api.hook(path, '{"a":', { 'content-type': 'application/json' })).status).toBe(400);
  const form = new FormData();
  form.set('nome', 'Ana');
  const sent = await fetch(`${api.url}/hooks/demo/${path}`, { method: 'POST', body: form });
  expect(await sent.json()).toEqual({ nome: 'Ana' });
});

test('other bytes become a file with its hash', async () => {
  const { path } = await hooked({ config: atEnd, nodes: { fim: stop('{{ trigger.data }}') }, edges: 'trigger > fim' });
  const answer = await send(`${api.url}/hooks/demo/${path}`, 'POST', new Uint8Array([1, 2, 255]), {
    'content-type': 'image/png',
  });
  expect(answer.body).toMatchObject({
    file: expect.any(String),
    type: 'image/png',
    size: 3,
    sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
  });
});

test('a file of a form is a file, and its bytes go on to where the flow sends them', async ({ stub }) => {
  const { path } = await hooked({
    config: atEnd,
    nodes: {
      h: {
        type: 'http.request',
        config: { method: 'POST', url: `${stub.url}/x`, body: '{{ trigger.data.foto }}', bodyType: 'binary' },
      },
      fim: stop('{{ trigger.data }}'),
    },
    edges: 'trigger > h > fim',
  });
  const form = new FormData();
  form.set('placa', 'ABC1D23');
  form.set('foto', new File(['bytes da foto'], 'moto.jpg', { type: 'image/jpeg' }));
  const sent = await fetch(`${api.url}/hooks/demo/${path}`, { method: 'POST', body: form });
  expect(await sent.json()).toMatchObject({
    placa: 'ABC1D23',
    foto: { name: 'moto.jpg', type: 'image/jpeg', size: 13 },
  });
  expect([stub.hits('/x')[0]?.text, stub.hits('/x')[0]?.headers['content-type']]).toEqual([
    'bytes da foto',
    'image/jpeg',
  ]);
});

test('prototype keys are dropped at the door, numbers too large and bodies too large or deep are refused', async () => {
  const { path } = await hooked({ config: atEnd, nodes: { fim: stop('{{ trigger.data }}') }, edges: 'trigger > fim' });
  const json = (text: string) => api.hook(path, text, { 'content-type': 'application/json' });
  expect((await json('{"__proto__":{"x":1},"constructor":2,"a":{"prototype":3,"b":1}}')).body).toEqual({ a: { b: 1 } });
  expect((await json('{"n":1e999}')).status).toBe(400);
  expect((await json(`${'['.repeat(5_000)}${']'.repeat(5_000)}`)).status).toBe(400);
  expect((await json(JSON.stringify({ a: 'x'.repeat(6_000_000) }))).status).toBe(413);
});

test('headers arrive in lower case, and those that authorise are redacted', async () => {
  const { path } = await hooked({
    config: atEnd,
    nodes: { fim: stop('{{ trigger.headers }}') },
    edges: 'trigger > fim',
  });
  const { text, body } = await api.hook(
    path,
    {},
    { Authorization: 'Bearer segredo1', Cookie: 'sid=segredo2', 'X-Api-Key': 'segredo3', 'X-Pedido': '77' },
  );
  expect(body['x-pedido']).toBe('77');
  expect(text).not.toMatch(/segredo/);
});

test('dedupe: a repeat is 200 with the first body and Trama-Duplicate', async () => {
  const { path, flow } = await hooked({ ...echo, config: { dedupe: '{{ trigger.data.id }}' } });
  const first = await api.hook(path, { id: 'a' });
  const again = await api.hook(path, { id: 'a', outro: 1 });
  expect([first.status, first.headers.get('trama-duplicate')]).toEqual([202, null]);
  expect([again.status, again.headers.get('trama-duplicate'), again.body]).toEqual([200, 'true', first.body]);
  expect((await api.hook(path, { id: 'b' })).status).toBe(202);
  await Promise.all([api.hook(path, {}), api.hook(path, {})]);
  await sleep(300);
  expect((await api.runsOf(flow)).length).toBe(4);
});

test('dedupe atEnd: the repeat gets the body of respond, and ten twins at once are one run', async () => {
  const { path, flow } = await hooked({
    config: { ...atEnd, dedupe: '{{ trigger.data.id }}' },
    nodes: { w: wait('PT0.5S'), r: { type: 'respond', config: { status: 201, body: { n: '{{ trigger.data.n }}' } } } },
    edges: 'trigger > w > r',
  });
  const answers = await Promise.all(Array.from({ length: 10 }, (_, n) => api.hook(path, { id: 'x', n })));
  expect((await api.runsOf(flow)).length).toBe(1);
  const firsts = answers.filter((one) => one.headers.get('trama-duplicate') === null);
  expect(firsts.map((one) => one.status)).toEqual([201]);
  for (const one of answers) expect(one.body).toEqual(firsts[0]?.body);
  const later = await api.hook(path, { id: 'x', n: 99 });
  expect([later.status, later.headers.get('trama-duplicate'), later.body]).toEqual([200, 'true', firsts[0]?.body]);
});

test.each([
  ['skip', { skipped: true }],
  ['signal', { delivered: true }],
])('whenBusy %s: 202 with the open run', async (whenBusy, more) => {
  const holding = { nodes: { e: waitFor('solta'), fim: stop(1) }, edges: 'trigger > e.ok > fim' };
  const { path } = await hooked({ ...holding, settings: { key: '{{ trigger.data.k }}', whenBusy } });
  const first = await api.hook(path, { k: 1 });
  const second = await api.hook(path, { k: 1 });
  expect([second.status, second.body]).toEqual([202, { ...more, runId: first.body.runId }]);
  await api.post(`/v1/runs/${first.body.runId}/cancel`);
});

test('anything that only got queued is 202, though the caller waits', async () => {
  const holding = { nodes: { e: waitFor('solta'), fim: stop('ok') }, edges: 'trigger > e.ok > fim' };
  const { path } = await hooked({
    ...holding,
    config: { ...atEnd, timeout: 'PT2S' },
    settings: { key: '{{ trigger.data.k }}', whenBusy: 'queue' },
  });
  const [first, second] = await Promise.all([
    api.hook(path, { k: 1 }),
    sleep(700).then(() => api.hook(path, { k: 1 })),
  ]);
  expect([second.status, second.body.status]).toEqual([202, 'queued']);
  for (const one of [first, second]) {
    await api.waiting(one.body.runId);
    await api.event(one.body.runId, 'solta');
    await api.ended(one.body.runId);
  }
});

test('a trigger whose connection is not there cannot be published', async () => {
  const trigger = {
    type: 'webhook',
    config: { path: unique('gancho'), auth: { type: 'header', connection: 'nao-existe' } },
  };
  const flow = await api.create(flowOf({ ...echo, trigger }));
  expect(flow.problems.map((one: { code: string }) => one.code)).toContain('missing_connection');
});

test('an archived flow answers no more', async () => {
  const { path, flow } = await hooked(echo);
  await api.delete(`/v1/flows/${flow}`);
  expect((await api.hook(path)).status).toBe(404);
});

test('a path can be given to another flow once the first is archived, and is not where it moved from', async () => {
  const { path, flow } = await hooked({ config: atEnd, nodes: { fim: stop('um') }, edges: 'trigger > fim' });
  const to = unique('novo');
  await api.redeploy(
    flow,
    flowOf({
      trigger: { type: 'webhook', config: { path: to, ...atEnd } },
      nodes: { fim: stop('dois') },
      edges: 'trigger > fim',
    }),
  );
  expect((await api.hook(path)).status).toBe(404);
  expect((await api.hook(to)).body).toBe('dois');
});
