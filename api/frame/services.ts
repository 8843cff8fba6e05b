import type { IncomingHttpHeaders } from 'node:http';
import type { Request, Response } from 'express';
import type { Logger } from 'pino';
import type { LiveCallers } from '#api/live/live-callers.ts';
import type { Caller } from './caller.ts';
import type { GoodCredentials } from './good-credentials.ts';
import type { PlanGate } from './plan-gate.ts';
import type { Pressure } from './pressure.ts';
import type { TokenBuckets } from './token-bucket.ts';

/** The answer that an idempotency key stands for. */
export interface StoredAnswer {
  status: number;
  headers: Record<string, string>;
  body: unknown;
}

export type IdempotencyClaim =
  /** Ours to do; `resourceId` (a uuid) is the same each time the same call is tried again. */
  | { kind: 'mine'; resourceId: string }
  | { kind: 'replay'; answer: StoredAnswer }
  | { kind: 'running' }
  | { kind: 'mismatch' };

/** Whose an `Idempotency-Key` is: the same key of somebody else is another one. */
export interface KeyHolder {
  /** Where its answer is kept, under that tenant's key. */
  tenantId: string;
  principal: string;
}

export interface IdempotentCall extends KeyHolder {
  /** Method and path: the same key means another call elsewhere. */
  route: string;
  key: string;
  /** SHA-256 of the body, hex. */
  bodyHash: string;
}

export interface Idempotency {
  claim(call: IdempotentCall): Promise<IdempotencyClaim>;
  /** Keeps the answer for 48 h. */
  keep(call: IdempotentCall, answer: StoredAnswer): Promise<void>;
  /** It is still being done: nobody else may begin. Asked for every `RENEW_MS`. */
  renew(call: IdempotentCall): Promise<void>;
  /** What came of it is not known: the same call may be tried again, and has the same `resourceId`. */
  leave(call: IdempotentCall): Promise<void>;
  /** Nothing came of it: the key is free again. */
  release(call: IdempotentCall): Promise<void>;
}

/** What every route needs around its handler. */
export interface FrameServices {
  /** Where pages are, no slash at the end; null, or missing: at the address that the caller used. */
  pages?: string | null;
  /** Null: no credential in the headers. @throws `unauthorized` for one that is not valid; why a tenant keeps them out. */
  authenticate(
    headers: IncomingHttpHeaders,
    ip: string,
    how?: { evenIfBarred?: boolean; watching?: boolean },
  ): Promise<Caller | null>;
  /** A call that may have changed something is done, and its answer not sent yet. Null: of no tenant, or of many. */
  deedDone?(tenantId: string | null): void;
  /** Missing: streams end with the server alone. */
  liveCallers?: LiveCallers;
  idempotency: Idempotency;
  callerBuckets: TokenBuckets;
  /** Of all credentials of a tenant together. Missing: no such limit. */
  tenantBuckets?: TokenBuckets;
  /** Calls without a valid credential, by address. Missing: no such limit. */
  strangers?: TokenBuckets;
  /** Heard where an address has guessed too often. Missing: none is. */
  goodCredentials?: GoodCredentials;
  /** Missing: nobody is turned away for want of time. */
  pressure?: Pressure;
  /** What a caller’s plan lets through. Missing: everything. */
  plan?: PlanGate;
  /** Origins whose pages may call with a key. */
  corsOrigins?: readonly string[];
  log: Logger;
  now(): number;
  /** Other origins of our own pages, beside the request's own host. */
  origins: readonly string[];
  /** Called once an answer has left. `route` is the pattern, never the address. */
  observe(seen: { method: string; route: string; status: number; ms: number }): void;
  /** Called once an answer has left, with its bytes. Missing: nobody logs calls. */
  called?(req: Request, res: Response, seen: { ms: number; sent: number }): void;
  /** Aborted when the server stops: live streams end. */
  stopping: AbortSignal;
  /** For tests: an answer that is not what its route's `output` says is our failure. */
  checkAnswers?: boolean;
}
