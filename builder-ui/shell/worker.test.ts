import { readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';

const SOURCE = readFileSync(new URL('../public/worker.js', import.meta.url), 'utf8');
const ORIGIN = 'https://trama.example';
const PAGE = '<div id="root"></div><script src="/assets/index-1.js"></script>';

const script = (text: string) => new Response(text, { headers: { 'content-type': 'text/javascript' } });
const page = (text = PAGE) => new Response(text, { headers: { 'content-type': 'text/html; charset=utf-8' } });

interface Sent {
  request: { method: string; url: string; mode: string };
  respondWith: (answer: Promise<Response>) => void;
  waitUntil: (work: Promise<unknown>) => void;
}

/** Of a cache what the worker uses. */
const cacheOf = (entries: Map<string, Response>) => ({
  match: async (one: { url: string } | string) => entries.get(pathOf(one))?.clone(),
  put: async (one: { url: string } | string, answer: Response) => void entries.set(pathOf(one), answer),
  keys: async () => [...entries.keys()].map((path) => ({ url: ORIGIN + path })),
  delete: async (one: { url: string }) => entries.delete(pathOf(one)),
});
const pathOf = (one: { url: string } | string): string =>
  new URL(typeof one === 'string' ? one : one.url, ORIGIN).pathname;

/** The worker over a network and caches of the test's own. Its waits last a thousandth. */
const worker = (server: Record<string, () => Response | Promise<Response>>, broken?: () => Promise<never>) => {
  const stored = { 'trama-files': new Map<string, Response>(), 'trama-shell': new Map<string, Response>() };
  const listeners = new Map<string, (event: never) => void>();
  const asked: string[] = [];
  const open = (name: keyof typeof stored) => cacheOf(stored[name]);
  runInNewContext(SOURCE, {
    URL,
    Response,
    Promise,
    setTimeout: (done: () => void, ms: number) => setTimeout(done, ms / 1_000),
    self: {
      location: { origin: ORIGIN },
      clients: { claim: async () => undefined },
      skipWaiting: () => undefined,
      addEventListener: (name: string, listener: (event: never) => void) => listeners.set(name, listener),
    },
    caches: {
      open: async (name: keyof typeof stored) => (broken ? broken() : open(name)),
      match: (one: string, { cacheName }: { cacheName: keyof typeof stored }) =>
        broken ? broken() : open(cacheName).match(one),
    },
    fetch: async (one: { url: string } | string) => {
      const path = pathOf(one);
      asked.push(path);
      return (await server[path]?.()) ?? new Response('', { status: 404 });
    },
  });
  const send = async (name: string, more: object): Promise<void> => {
    const work: Promise<unknown>[] = [];
    listeners.get(name)?.({ ...more, waitUntil: (one: Promise<unknown>) => work.push(one) } as never);
    // Work may bring work.
    for (let n = 0; n < work.length; n++) await work[n];
  };
  const get = async (path: string, mode = 'no-cors'): Promise<string> => {
    let answer: Promise<Response> | undefined;
    const request = { method: 'GET', url: ORIGIN + path, mode };
    const sent: Partial<Sent> = { request, respondWith: (one) => void (answer = one) };
    await send('fetch', sent);
    return (await (await answer)?.text()) ?? 'not answered';
  };
  return { stored, asked, get, send };
};

const never = () => new Promise<never>(() => {});

test('a file of the build comes once from the server, and at all where the caches fail or hang', async () => {
  const server = { '/assets/a.js': () => script('a') };
  const { get, asked } = worker(server);
  expect([await get('/assets/a.js'), await get('/assets/a.js')]).toEqual(['a', 'a']);
  expect(asked).toEqual(['/assets/a.js']);
  expect(await worker(server, async () => Promise.reject(new Error('the disk is full'))).get('/assets/a.js')).toBe('a');
  expect(await worker(server, never).get('/assets/a.js')).toBe('a');
});

test('what a network says in place of a file, or of the page, is not kept', async () => {
  const server: Record<string, () => Response> = {
    '/assets/a.js': () => page('Sign in to this network'),
    '/flows': () => page('Sign in to this network'),
  };
  const { get, stored } = worker(server);
  await get('/assets/a.js');
  await get('/flows', 'navigate');
  expect([stored['trama-files'].size, stored['trama-shell'].size]).toEqual([0, 0]);
  server['/assets/a.js'] = () => script('a');
  expect(await get('/assets/a.js')).toBe('a');
});

test('a server that does not answer, or not soon, does not take the page away', async () => {
  const server: Record<string, () => Response | Promise<Response>> = { '/flows': () => page() };
  const { get } = worker(server);
  expect(await get('/flows', 'navigate')).toBe(PAGE);
  server['/flows'] = () => Promise.reject(new Error('offline'));
  expect(await get('/flows', 'navigate')).toBe(PAGE);
  server['/flows'] = () => new Promise((done) => setTimeout(() => done(page('late')), 60));
  expect(await get('/flows', 'navigate')).toBe(PAGE);
});

test('all of a build is kept, and of builds before the last one alone: a page of it may still be open', async () => {
  let build = 1;
  const files = () => [`/assets/index-${build}.js`, `/assets/part-${build}.js`, '/assets/same.js'];
  const any = Object.fromEntries(
    [1, 2, 3].flatMap((n) => [`/assets/index-${n}.js`, `/assets/part-${n}.js`]).map((one) => [one, () => script(one)]),
  );
  const { get, send, stored } = worker({
    ...any,
    '/assets/same.js': () => script('same'),
    '/build-files.json': () => Response.json(files()),
    '/flows': () => page(`${PAGE}${build}`),
  });
  const visit = async () => {
    await get('/flows', 'navigate');
    await send('message', { data: { loaded: [], all: true } });
    return [...stored['trama-files'].keys()].filter((path) => path.startsWith('/assets/')).toSorted();
  };
  expect(await visit()).toEqual(['/assets/index-1.js', '/assets/part-1.js', '/assets/same.js']);
  build = 2;
  expect(await visit()).toHaveLength(5);
  build = 3;
  expect(await visit()).toEqual([
    ...['/assets/index-2.js', '/assets/index-3.js', '/assets/part-2.js', '/assets/part-3.js', '/assets/same.js'],
  ]);
});
