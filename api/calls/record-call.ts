import type { Request, Response } from 'express';
import type { Caller } from '#api/frame/caller.ts';
import { withoutCredentials } from '#config/open-log.ts';
import type { CallRecord } from '#domain/calls/call.ts';
import { plainAddress } from '#domain/identity/ip-ranges.ts';
import { newUuid, uuidIn } from '#domain/ids.ts';
import type { Json } from '#flow/json.ts';
import { keptBodies } from './kept-bodies.ts';

const MOST_PATH = 2_000;

/** The call that a request was a replay of, by its own word. */
export const REPLAY_HEADER = 'trama-replay-of';

/** What `serve` notes of a request for the log. */
export interface Noted {
  caller?: Caller | undefined;
  route?: string;
  traceId?: string;
  code?: string;
  /** Bodies, where they are kept. */
  bodies?: { request: Json; answer: Json; needs: readonly string[] } | null;
}

/** The row of a call that a key stands behind; null: it is not logged. `sent`: bytes. */
export const recordCall = (
  req: Request,
  res: Response,
  { ms, sent }: { ms: number; sent: number },
): CallRecord | null => {
  const noted = res.locals as Noted;
  const { caller, route } = noted;
  if (!caller?.key || route === undefined) return null;
  return {
    id: newUuid(),
    tenantId: caller.tenant.id,
    keyId: caller.key.id,
    tokenId: caller.key.tokenId ?? null,
    method: req.method,
    route: `/v1${route}`,
    path: withoutCredentials(req.originalUrl).slice(0, MOST_PATH),
    status: res.statusCode,
    code: noted.code ?? null,
    ms,
    ip: plainAddress(caller.ip),
    traceId: noted.traceId ?? '',
    received: Number(req.headers['content-length'] ?? 0) || 0,
    sent,
    idempotencyKey: req.get('idempotency-key')?.slice(0, 255) ?? null,
    replayOf: uuidIn('cal', req.get(REPLAY_HEADER) ?? ''),
    bodies: noted.bodies ? keptBodies(noted.bodies.request, noted.bodies.answer, noted.bodies.needs) : null,
  };
};
