import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { test as base } from 'vitest';
import { sleep } from '#scripts/embedded/processes.ts';

/** What the world answers at a path; by default 200 `{ ok: true }`. */
export interface Rule {
  status?: number;
  body?: unknown;
  /** Bytes that are sent as they are. */
  raw?: string | Uint8Array;
  headers?: Record<string, string>;
  delayMs?: number;
  /** Never answers. */
  hang?: boolean;
  /** Closes the connection without an answer. */
  drop?: boolean;
  /** Of the first so many calls, in place of the rest. */
  first?: { times: number } & Omit<Rule, 'first'>;
}

export interface Hit {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: http.IncomingHttpHeaders;
  text: string;
  /** JSON, or the text where it is none. */
  body: unknown;
  at: number;
  /** When the answer had left, or the caller had gone. */
  end: number | null;
  /** The caller went before the answer. */
  aborted: boolean;
}

/** The outside world of one test: records who calls, answers by rules. A port of its own, so no breaker is shared. */
export interface Stub {
  url: string;
  host: string;
  on(path: string, rule: Rule): void;
  hits(path?: string): Hit[];
  close(): Promise<void>;
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};

export async function startStub(): Promise<Stub> {
  const hits: Hit[] = [];
  const rules = new Map<string, Rule>();
  const server = http.createServer((req, res) => void answer(req, res, hits, rules));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: `http://${host}`,
    host,
    on: (path, rule) => void rules.set(path, { ...rule, ...(rule.first && { first: { ...rule.first } }) }),
    hits: (path) => hits.filter((hit) => path === undefined || hit.path === path),
    close: () =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
}

async function answer(req: http.IncomingMessage, res: http.ServerResponse, hits: Hit[], rules: Map<string, Rule>) {
  const url = new URL(req.url ?? '/', 'http://stub');
  const rule = rules.get(url.pathname) ?? {};
  const { first } = rule;
  const now = first && first.times-- > 0 ? first : rule;
  const hit: Hit = {
    ...{ method: req.method ?? '', path: url.pathname, query: url.searchParams, headers: req.headers },
    ...{ text: '', body: null, at: Date.now(), end: null, aborted: false },
  };
  hits.push(hit);
  res.on('close', () => {
    hit.end = Date.now();
    hit.aborted = !res.writableFinished;
  });
  const parts: Buffer[] = [];
  try {
    for await (const part of req) parts.push(part as Buffer);
  } catch {
    return;
  }
  hit.text = Buffer.concat(parts).toString();
  hit.body = hit.text === '' ? null : parsed(hit.text);
  if (now.hang) return;
  if (now.delayMs) await sleep(now.delayMs);
  if (now.drop) return res.destroy();
  res.writeHead(now.status ?? 200, { 'content-type': 'application/json', ...now.headers });
  res.end(now.raw ?? JSON.stringify(now.body === undefined ? { ok: true } : now.body));
}

/** A test with a stub of its own, where it names it. They mostly wait for the product: several run at once. */
export const { concurrent: test } = base.extend<{ stub: Stub }>({
  // oxlint-disable-next-line no-empty-pattern -- vitest reads the fixtures that are wanted from this pattern
  stub: async ({}, use) => {
    const stub = await startStub();
    await use(stub);
    await stub.close();
  },
});
