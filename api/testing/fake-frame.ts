import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import pino from 'pino';
import { frameApp } from '#api/app.ts';
import type { ApiDeps } from '#api/deps.ts';
import type { Caller } from '#api/frame/caller.ts';
import type { Route } from '#api/frame/route.ts';
import type { FrameServices, Idempotency, IdempotentCall, StoredAnswer } from '#api/frame/services.ts';
import { TokenBuckets } from '#api/frame/token-bucket.ts';

export const fakeCaller = (over: Partial<Caller> = {}): Caller => ({
  kind: 'key',
  tenant: {
    id: '0190a000-0000-7000-8000-000000000001',
    slug: 'oficina',
    name: 'Oficina',
    plan: 'ENTERPRISE',
    timezone: 'America/Sao_Paulo',
    locale: 'pt-BR',
    settings: {},
  },
  principal: 'key:1',
  name: 'teste',
  userId: null,
  email: null,
  role: null,
  scopes: new Set(['*']),
  sessionId: null,
  impersonator: null,
  ip: '127.0.0.1',
  ...over,
});

/** Keeps answers in memory, by the same rules as the table. */
export function memoryIdempotency(): Idempotency {
  interface Row {
    bodyHash: string;
    resourceId: string;
    answer: StoredAnswer | null;
    isHeld: boolean;
  }
  const rows = new Map<string, Row>();
  const fresh = (bodyHash: string): Row => ({ bodyHash, resourceId: randomUUID(), answer: null, isHeld: false });
  const nameOf = (call: IdempotentCall) => [call.tenantId, call.principal, call.route, call.key].join('|');
  const change = (call: IdempotentCall, to: Partial<Row>) => {
    const row = rows.get(nameOf(call));
    if (row) rows.set(nameOf(call), { ...row, ...to });
  };
  return {
    async claim(call) {
      const row = rows.get(nameOf(call)) ?? fresh(call.bodyHash);
      if (row.bodyHash !== call.bodyHash) return { kind: 'mismatch' };
      if (row.answer) return { kind: 'replay', answer: row.answer };
      if (row.isHeld) return { kind: 'running' };
      rows.set(nameOf(call), { ...row, isHeld: true });
      return { kind: 'mine', resourceId: row.resourceId };
    },
    keep: async (call, answer) => change(call, { answer }),
    renew: async () => undefined,
    leave: async (call) => change(call, { isHeld: false }),
    release: async (call) => void rows.delete(nameOf(call)),
  };
}

/** Callers by the key that they send; `Bearer good` is one. */
export const fakeServices = (over: Partial<FrameServices> = {}): FrameServices => ({
  authenticate: async (headers) => {
    if (headers.authorization === 'Bearer good') return fakeCaller();
    if (headers.authorization === 'Bearer reader')
      return fakeCaller({ principal: 'key:2', scopes: new Set(['flows:read']) });
    if (headers.cookie === 'trama_session=s') return fakeCaller({ kind: 'session', principal: 'user:1' });
    return null;
  },
  idempotency: memoryIdempotency(),
  callerBuckets: new TokenBuckets({ burst: 1000, perSecond: 100 }),
  log: pino({ level: 'silent' }),
  now: Date.now,
  origins: [],
  observe: () => {},
  stopping: new AbortController().signal,
  ...over,
});

export interface Listening {
  url: string;
  close(): Promise<void>;
}

/** An app of these routes on a port of its own. */
export function listen(routes: readonly Route[], services = fakeServices(), deps = {} as ApiDeps): Promise<Listening> {
  const server = createServer(frameApp(routes, services, deps));
  return new Promise((done) => {
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      done({
        url: `http://127.0.0.1:${port}`,
        close: () => {
          server.closeAllConnections();
          return new Promise((closed) => server.close(() => closed()));
        },
      });
    });
  });
}
