import { expect, test } from 'vitest';
import type { ClientOptions } from './options.ts';
import { Trama } from './trama.ts';
import { NoAnswerError, ServerError, TramaError } from './trama-error.ts';

interface Seen {
  url: string;
  method: string;
  headers: Headers;
  body: unknown;
}

/** A client whose server answers what is given, one after the other. */
function clientOf(answers: (Response | Error)[], options: Partial<ClientOptions> = {}) {
  const seen: Seen[] = [];
  const send = async (input: string | URL | Request, { method = 'GET', headers, body }: RequestInit = {}) => {
    seen.push({ url: String(input), method, headers: new Headers(headers), body });
    const answer = answers.shift() ?? new Error('no more answers');
    if (answer instanceof Error) throw answer;
    return answer;
  };
  const trama = new Trama({
    baseUrl: 'https://trama.example/',
    apiKey: 'trm_1',
    longestWaitMs: 20,
    fetch: send,
    ...options,
  });
  return { trama, seen };
}

const json = (body: unknown, status = 200, headers: Record<string, string> = {}) =>
  Response.json(body, { status, headers });
const caught = async (work: PromiseLike<unknown>): Promise<TramaError> => {
  try {
    await work;
  } catch (error) {
    if (error instanceof TramaError) return error;
    throw error;
  }
  throw new Error('no error');
};

test('a call that creates is made again under the key of the first attempt, whether an answer came or not', async () => {
  const { trama, seen } = clientOf([new Error('reset'), new Response('', { status: 503 }), json({ id: 'run_1' }, 202)]);
  expect((await trama.runs.start('f', { data: 1 })).id).toBe('run_1');
  const keys = seen.map(({ headers }) => headers.get('Idempotency-Key'));
  expect(keys[0]).toMatch(/^[0-9a-f-]{36}$/);
  expect(new Set(keys).size).toBe(1);
  expect(seen.map(({ body }) => body)).toEqual(Array(3).fill('{"data":1}'));
});

test('what may not be done twice is tried once; nor is what was saved under If-Match and may have been', async () => {
  const lost = [new Error('reset'), json({})];
  const { trama, seen } = clientOf(lost);
  expect(await caught(trama.flows.update('f', { folder: 'a' }))).toBeInstanceOf(NoAnswerError);
  expect(seen.length).toBe(1);
  const other = clientOf([new Error('reset'), json({})]);
  await caught(other.trama.flows.saveDraft('f', { definition: {} }, { ifMatch: '"1"' }));
  expect(other.seen.map(({ headers }) => headers.get('If-Match'))).toEqual(['"1"']);
});

test('a key of the own lets nothing be repeated that the API does not know keys of', async () => {
  const { trama, seen } = clientOf([new Error('reset'), json({ deleted: 1 })]);
  const work = trama.tables.deleteRows('t', { ids: ['row_1'] }, { idempotencyKey: 'mine' });
  expect(await caught(work)).toBeInstanceOf(NoAnswerError);
  expect(seen.length).toBe(1);
});

test('what an attempt deleted whose answer was lost is deleted; what was never there is not found', async () => {
  const missing = () => json({ code: 'not_found', detail: 'No' }, 404);
  const { trama, seen } = clientOf([new Error('reset'), missing()]);
  await trama.apiKeys.revoke('key_1');
  expect(seen.length).toBe(2);
  const turnedAway = clientOf([json({ code: 'unavailable' }, 503), missing()]);
  expect((await caught(turnedAway.trama.apiKeys.revoke('key_1'))).status).toBe(404);
  expect((await caught(clientOf([missing()]).trama.apiKeys.revoke('key_1'))).status).toBe(404);
});

test('a pause that is longer than the caller waits is an error at once, with the pause in it', async () => {
  const { trama, seen } = clientOf([
    json({ code: 'limit_exceeded', detail: 'Enough' }, 429, { 'Retry-After': '3600' }),
  ]);
  expect(await caught(trama.me.get())).toMatchObject({ code: 'limit_exceeded', retryAfter: 3600, message: 'Enough' });
  expect(seen.length).toBe(1);
});

test('repeats end, and the last failure is told', async () => {
  const { trama, seen } = clientOf(
    Array.from({ length: 9 }, () => new Response('<html>', { status: 502 })),
    { retries: 2 },
  );
  const error = await caught(trama.me.get());
  expect(error).toBeInstanceOf(ServerError);
  expect(error.code).toBe('http_502');
  expect(seen.length).toBe(3);
});

test('the caller ends a call while it waits to be made again, and gets the own reason', async () => {
  const { trama } = clientOf([json({}, 503, { 'Retry-After': '1' })], { longestWaitMs: 10_000 });
  const leaving = new AbortController();
  const asking = trama.me.get({ signal: leaving.signal });
  setTimeout(() => leaving.abort(new Error('enough')), 10);
  await expect(asking).rejects.toThrow('enough');
});

test('no answer in time is an error that says so', async () => {
  const never: typeof fetch = (_, init) =>
    new Promise((_resolve, reject) => init?.signal?.addEventListener('abort', () => reject(new Error('aborted'))));
  const trama = new Trama({ baseUrl: 'https://trama.example', fetch: never, retries: 0 });
  expect(await caught(trama.me.get({ timeoutMs: 5 }))).toMatchObject({ code: 'timed_out', status: 0 });
});

test('tokens are asked for once by calls that come together, renewed before their end and after a refusal', async () => {
  const token = (n: number, seconds = 600) =>
    json({ access_token: `a${n}`, refresh_token: `r${n}`, expires_in: seconds });
  const { trama, seen } = clientOf(
    [token(1, 10), json({}), json({}), token(2), json({}), json({}, 401), token(3), json({})],
    {
      tokens: { scope: 'runs:read' },
    },
  );
  await Promise.all([trama.me.get(), trama.me.get()]);
  await trama.me.get();
  await trama.me.get();
  const said = seen.map(({ url, headers, body }) =>
    url.endsWith('/token')
      ? (JSON.parse(String(body)) as Record<string, string>).grant_type
      : headers.get('Authorization'),
  );
  const [first, ...rest] = said;
  expect(first).toBe('client_credentials');
  expect(rest).toEqual([
    'Bearer a1',
    'Bearer a1',
    'refresh_token',
    'Bearer a2',
    'Bearer a2',
    'client_credentials',
    'Bearer a3',
  ]);
});

test('what a flow calls JSON and is none is its answer all the same, as text', async () => {
  const said = (body: string) => new Response(body, { headers: { 'Content-Type': 'application/json' } });
  const { trama } = clientOf([said('{"n":1}'), said('Olá'), said('')]);
  const bodies = [await trama.hook('t', 'a'), await trama.hook('t', 'a'), await trama.hook('t', 'a')];
  expect(bodies.map(({ status, body }) => [status, body])).toEqual([
    [200, { n: 1 }],
    [200, 'Olá'],
    [200, ''],
  ]);
});

test('parts of a path and filters are written so that nothing in them reaches further', async () => {
  const { trama, seen } = clientOf([json({ data: [], nextCursor: null }), json({})]);
  // `fetch` would fold them: of a row's deletion would come its table's.
  for (const id of ['', '.', '..', '%2e.'])
    for (const call of [() => trama.tables.deleteRow('t', id), () => trama.runs.get(id), () => trama.runs.getTrace(id)])
      expect((await caught(call())).code).toBe('bad_path');
  for (const path of ['a/../b', '..', 'a\\.\t.\\b', 'a/%2E%2e/b'])
    expect((await caught(trama.hook('t', path))).code).toBe('bad_path');
  expect((await caught(trama.hook('..', 'v1/runs'))).code).toBe('bad_path');
  await trama.runs.list({ status: 'failed,running', test: true, q: 'a&b' });
  await trama.runs.get('../admin?x');
  expect(seen.map(({ url }) => url)).toEqual([
    'https://trama.example/v1/runs?status=failed%2Crunning&test=true&q=a%26b',
    'https://trama.example/v1/runs/..%2Fadmin%3Fx',
  ]);
});
