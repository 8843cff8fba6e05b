import { expect, inject } from 'vitest';
import { sleep } from '#scripts/embedded/processes.ts';

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  // Erasure: what the API answers is looked at by path, test by test.
  // oxlint-disable-next-line typescript/no-explicit-any -- see above
  body: any;
}

// oxlint-disable-next-line typescript/no-explicit-any -- see Answer
type Found = any;

const ENDED = ['succeeded', 'failed', 'cancelled'];

/** Looks again until there is something. */
export async function until<T>(look: () => Promise<T | null | undefined | false>, what: string, withinMs = 20_000) {
  for (const end = Date.now() + withinMs; ; await sleep(100)) {
    const found = await look();
    if (found) return found;
    if (Date.now() > end) throw new Error(`not within ${withinMs} ms: ${what}`);
  }
}

/** Sends bytes or JSON, and reads what comes. */
export async function send(address: string, method: string, body?: unknown, headers: Record<string, string> = {}) {
  const bare = typeof body === 'string' || body instanceof Uint8Array;
  const answer = await fetch(address, {
    method,
    redirect: 'manual',
    headers: { ...(body === undefined || bare ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body: (bare ? body : JSON.stringify(body)) as BodyInit }),
    signal: AbortSignal.timeout(60_000),
  });
  const text = await answer.text();
  const isJson = /json/.test(answer.headers.get('content-type') ?? '') && text !== '';
  return { status: answer.status, headers: answer.headers, text, body: isJson ? JSON.parse(text) : null } as Answer;
}

/** The API as the holder of one key uses it. */
export class Client {
  readonly url: string;
  readonly key: string;
  readonly tenant: string;

  constructor(demo: { url: string; apiKey: string; tenant: string }) {
    this.url = demo.url;
    this.key = demo.apiKey;
    this.tenant = demo.tenant;
  }

  call = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> =>
    send(this.url + path, method, body, {
      authorization: `Bearer ${this.key}`,
      'accept-language': 'en',
      ...(typeof body === 'string' ? { 'content-type': 'application/json' } : {}),
      ...headers,
    });
  get = (path: string, headers?: Record<string, string>) => this.call('GET', path, undefined, headers);
  post = (path: string, body: unknown = {}, headers?: Record<string, string>) => this.call('POST', path, body, headers);
  put = (path: string, body: unknown, headers?: Record<string, string>) => this.call('PUT', path, body, headers);
  delete = (path: string) => this.call('DELETE', path);
  hook = (path: string, body: unknown = {}, { method = 'POST', ...headers }: Record<string, string> = {}) =>
    send(
      `${this.url}/hooks/${this.tenant}/${path}`,
      method,
      method === 'GET' || method === 'HEAD' ? undefined : body,
      headers,
    );

  /** What a call that has to succeed answers. */
  async made(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Found> {
    const answer = await this.call(method, path, body, headers);
    expect(answer.status, `${method} ${path} ${answer.text.slice(0, 500)}`).toBeLessThan(300);
    return answer.body;
  }

  create = (definition: unknown): Promise<Found> => this.made('POST', '/v1/flows', { definition });
  async deploy(definition: unknown): Promise<string> {
    const { id } = await this.create(definition);
    await this.made('POST', `/v1/flows/${id}/publish`, {});
    return id;
  }
  async redeploy(id: string, definition: unknown, publishing: unknown = {}): Promise<Found> {
    await this.made('PUT', `/v1/flows/${id}/draft`, { definition });
    return this.made('POST', `/v1/flows/${id}/publish`, publishing);
  }
  start = async (flow: string, data: unknown = {}, more: Record<string, unknown> = {}): Promise<string> =>
    (await this.made('POST', `/v1/flows/${flow}/runs`, { data, ...more })).runId;
  run = (id: string): Promise<Found> => this.made('GET', `/v1/runs/${id}`);
  steps = async (id: string): Promise<Found[]> => (await this.made('GET', `/v1/runs/${id}/trace`)).steps;
  step = async (id: string, node: string): Promise<Found> => (await this.steps(id)).find((one) => one.node === node);
  event = (run: string, name: string, data: unknown = {}, more: Record<string, unknown> = {}) =>
    this.post(`/v1/runs/${run}/events`, { name, data, ...more });
  publishEvent = (name: string, data: unknown = {}, more: Record<string, unknown> = {}) =>
    this.post('/v1/events', { name, data, ...more });
  runsOf = async (flow: string): Promise<Found[]> => (await this.made('GET', `/v1/runs?flow=${flow}&limit=100`)).data;

  ended = (id: string, withinMs = 30_000): Promise<Found> =>
    until(
      async () => {
        const run = await this.run(id);
        return ENDED.includes(run.status) && run;
      },
      `${id} ended`,
      withinMs,
    );
  waiting = (id: string, status = 'waiting'): Promise<Found> =>
    until(async () => {
      const run = await this.run(id);
      if (ENDED.includes(run.status)) throw new Error(`${id} ${run.status} ${JSON.stringify(run.error)}`);
      return run.status === status && run;
    }, `${id} ${status}`);
  /** Starts a flow and sees it to its end. */
  async through(flow: string, data: unknown = {}, more: Record<string, unknown> = {}): Promise<Found> {
    return this.ended(await this.start(flow, data, more));
  }
  /** Makes, publishes and runs a flow once. */
  async runOnce(definition: unknown, data: unknown = {}, more: Record<string, unknown> = {}): Promise<Found> {
    return this.through(await this.deploy(definition), data, more);
  }
}

/** The demo tenant. */
export const demo = (): Client => new Client(inject('demo'));

let names = 0;
/** A name that no other test has. */
export const unique = (word: string): string => `${word}-${process.pid}-${Date.now().toString(36)}${names++}`;
