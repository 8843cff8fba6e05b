import { execFile, spawn } from 'node:child_process';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { demo, until } from './client.ts';
import { flowOf, set, stop, waitFor } from './flow-of.ts';
import { type FaultyProxy, startFaultyProxy } from './sdks/faulty-proxy.ts';
import { type Report, scenario, type Task } from './sdks/scenario.ts';
import { type Stub, startStub } from './stub.ts';

const api = demo();

/** A Python that the client runs on, or null: a fresh machine has only Node. */
async function findPython(): Promise<string | null> {
  const asks = ['-c', 'import sys; sys.exit(sys.version_info < (3, 10))'];
  for (const name of ['python3', 'python']) {
    const isFit = await new Promise((done) => execFile(name, asks, (error) => done(error === null)));
    if (isFit) return name;
  }
  return null;
}

const python = await findPython();

/** Runs Python with the client in its path; gives what it writes. */
const inPython = (args: readonly string[], input = ''): Promise<string> =>
  new Promise((resolve, reject) => {
    // oxlint-disable-next-line node/no-process-env -- where Python is
    const env = { PATH: process.env.PATH, PYTHONPATH: 'sdks/python/src', PYTHONDONTWRITEBYTECODE: '1' };
    const child = spawn(python ?? '', ['-W', 'error', ...args], { env });
    const [out, err]: string[][] = [[], []];
    child.stdout.on('data', (piece) => out?.push(String(piece)));
    child.stderr.on('data', (piece) => err?.push(String(piece)));
    child.on('error', reject);
    child.on('close', (code) => (code === 0 ? resolve(out?.join('') ?? '') : reject(new Error(err?.join('')))));
    child.stdin.end(input);
  });

interface Made {
  flow: string;
  reports: Record<string, Report>;
}

let proxy: FaultyProxy;
let receiver: Stub;
let made: Made;
/** What Python's client promises without a server: runs beside the rest. */
let alone: Promise<string>;

/** A real delivery, with what its receiver knows: signed by HMAC, by HMAC during a rotation, or by Ed25519. */
async function delivery(signature: 'hmac' | 'rotated' | 'ed25519'): Promise<Task['messages'][number]> {
  const path = `/${signature}`;
  const endpoint = await api.made('POST', '/v1/webhook-endpoints', {
    url: receiver.url + path,
    eventTypes: ['run.failed'],
    ...(signature === 'ed25519' ? { signature } : {}),
  });
  const at = `/v1/webhook-endpoints/${endpoint.id}`;
  if (signature === 'rotated') await api.made('POST', `${at}/rotate-secret`, {});
  await api.made('POST', `${at}/test`, { type: 'run.failed' });
  const hit = await until(async () => receiver.hits(path)[0], `a message at ${path}`);
  await api.delete(at);
  const headers = Object.fromEntries(Object.entries(hit.headers).map(([name, value]) => [name, String(value)]));
  return { secrets: [endpoint.publicKey ?? endpoint.secret], headers, body: hit.text };
}

async function prepare(): Promise<Omit<Task, 'name'>> {
  const messages = Promise.all((['hmac', 'rotated', 'ed25519'] as const).map(delivery));
  const path = `sdks-${Date.now()}`;
  const table = `sdks ${Date.now()}`;
  const [flow, waitingFlow] = await Promise.all([
    api.deploy(flowOf({ nodes: { fim: stop('Olá {{ trigger.data.name }}') }, edges: 'trigger > fim' })),
    api.deploy(
      flowOf({ nodes: { a: set({ v: 1 }), e: waitFor('vai'), fim: stop(2) }, edges: 'trigger > a > e.ok > fim' }),
    ),
    api.deploy(
      flowOf({
        trigger: { type: 'webhook', config: { path, respond: 'atEnd' } },
        nodes: { fim: stop({ hello: '{{ trigger.data.name }}' }) },
        edges: 'trigger > fim',
      }),
    ),
    api
      .made('POST', '/v1/data-tables', { name: table, columns: [{ name: 'n', type: 'number' }] })
      .then(() =>
        api.made('POST', `/v1/data-tables/${table}/rows`, { values: [1, 2, 3, 4, 5, 6].map((n) => ({ n })) }),
      ),
  ]);
  const hook = { tenant: api.tenant, path };
  return { url: proxy.url, key: api.key, flow, waitingFlow, table, hook, messages: await messages };
}

beforeAll(async () => {
  [proxy, receiver] = [await startFaultyProxy(api.url), await startStub()];
  const task = await prepare();
  alone = python ? inPython(['-m', 'unittest', 'discover', '-s', 'sdks/python/tests']) : Promise.resolve('');
  // Awaited in its own test.
  alone.catch(() => undefined);
  const [typescript, inOther] = await Promise.all([
    scenario({ ...task, name: 'typescript' }),
    python ? inPython(['tests/conformance/sdks/scenario.py'], JSON.stringify({ ...task, name: 'python' })) : null,
  ]);
  made = { flow: task.flow, reports: { typescript, ...(inOther ? { python: JSON.parse(inOther) as Report } : {}) } };
});

afterAll(async () => {
  await proxy?.close();
  await receiver?.close();
});

test('what TypeScript sees of the API: errors by code, pages, runs to their end, torn streams, files, signatures', () => {
  const { errors, repeats, lists, runs, files, webhooks } = made.reports.typescript ?? {};
  const error = (name: string, code: string, status: number, more: Record<string, unknown> = {}) =>
    expect.objectContaining({ name, code, status, ...more });
  expect(errors).toEqual({
    notFound: error('NotFoundError', 'not_found', 404, { title: 'Not found', traced: true }),
    notFoundPt: error('NotFoundError', 'not_found', 404, { title: 'Não encontrado' }),
    invalid: error('InvalidError', 'invalid', 422, {
      faults: expect.arrayContaining([expect.objectContaining({ pointer: '/name' })]),
    }),
    unauthorized: error('UnauthorizedError', 'unauthorized', 401),
    stale: error('StaleError', 'stale', 412),
    noAnswer: 'no_answer',
  });
  expect(repeats).toEqual({
    cut: true,
    same: true,
    once: error('ServerError', 'http_503', 503, { retryAfter: 1 }),
    beyond: 'forbidden',
  });
  expect(lists).toEqual({ all: [2, 3, 4, 5, 6], sizes: [2, 2, 1], first: 2, goesOn: true, taken: 3, tagged: true });
  expect(runs).toEqual({
    ended: { status: 'succeeded', output: 'Olá typescript' },
    late: 'timed_out',
    seen: ['a', 'e', 'fim', 'end succeeded'],
    hook: { status: 200, body: { hello: 'Ana' } },
  });
  expect(files).toEqual({
    kept: expect.objectContaining({ name: 'olá.txt', type: 'text/plain', size: 250_000 }),
    ...{ bytes: 250_000, type: expect.stringContaining('text/plain'), csv: 8 },
  });
  const refused = error('TramaError', 'webhook_refused', 0);
  const each = ['run.failed', 'no error', refused, refused, refused];
  expect(webhooks).toEqual({ checked: [...each, ...each, ...each] });
});

test.skipIf(python === null)(
  'Python sees the same, in the same words (skipped where there is no Python of 3.10)',
  () => {
    const spoken = JSON.parse(
      JSON.stringify(made.reports.typescript).replaceAll('Olá typescript', 'Olá python'),
    ) as Report;
    expect(made.reports.python).toEqual(spoken);
  },
);

test('a call whose answer is lost, or that is turned away for now, is made again: under one key, after the pause, to one deed', async () => {
  for (const name of Object.keys(made.reports)) {
    const begins = proxy.passed.filter(({ fault }) => fault?.endsWith(` ${name}`));
    expect(
      begins.map(({ fault }) => fault?.replace(` ${name}`, '')).sort((a, b) => String(a).localeCompare(String(b))),
    ).toEqual(['busy', 'busy patch', 'cut', 'expired', 'limited', 'torn']);
    for (const { userAgent } of begins) expect(userAgent).toContain(`trama-sdk-${name}/`);
    const attempts = (kind: string) => proxy.passed.filter(({ asked }) => asked === `${kind} ${name}`);
    const keys = attempts('cut').map(({ idempotencyKey }) => idempotencyKey);
    expect(keys).toEqual([expect.stringMatching(/^[0-9a-f-]{36}$/), keys[0]]);
    for (const kind of ['busy', 'limited']) {
      const [first, second, ...more] = attempts(kind).map(({ at }) => at);
      expect(more).toEqual([]);
      expect(Number(second) - Number(first)).toBeGreaterThanOrEqual(1_000);
    }
    expect(attempts('busy patch').length).toBe(1);
  }
  // Of each language one run that began behind a cut line, and one that was waited for.
  const runs = await api.runsOf(made.flow);
  expect(runs.length).toBe(2 * Object.keys(made.reports).length);
});

test.skipIf(python === null)(
  'what Python does without a server holds, too: RFC 8032, Standard Webhooks, waits',
  async () => {
    await expect(alone).resolves.toBe('');
  },
);
