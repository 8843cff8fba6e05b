import { randomBytes } from 'node:crypto';
import type { Request, Response } from 'express';
import { localeOf } from './locale.ts';
import type { RequestFacts } from './route.ts';

const TRACEPARENT = /^[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$/;
const REQUEST_ID = /^[A-Za-z0-9._:-]{1,100}$/;

/** Ids are drawn from a pool: asking the system for sixteen bytes at a time costs more than all else that is done for them. */
const POOL = 4_096;
let pool: Buffer = Buffer.alloc(0);
let used = POOL;

function newTraceId(): string {
  if (used >= POOL) {
    pool = randomBytes(POOL);
    used = 0;
  }
  used += 16;
  return pool.toString('hex', used - 16, used);
}

/** The trace that the caller is in (W3C), or a new one: it stands in errors, in the log and in `X-Request-Id`. */
export function traceIdOf(req: Request): string {
  const found = TRACEPARENT.exec(req.get('traceparent') ?? '')?.[1];
  return found && !/^0+$/.test(found) ? found : newTraceId();
}

/** Sets `req.traceId` once, and echoes the request's id. */
export function beginRequest(req: Request, res: Response): void {
  const traceId = traceIdOf(req);
  res.locals.traceId = traceId;
  const given = req.get('x-request-id');
  res.set('X-Request-Id', given && REQUEST_ID.test(given) ? given : traceId);
}

/** Made once: a reason of its own for each request is an error with a stack, which nobody reads. */
const GONE = new Error('the caller has left');

/**
 * Fires when a caller leaves, or whoever made it says so. Its signal is made for the first who wants to hear of it, which in most
 * calls nobody does.
 */
export class Leaving {
  #reason: Error | undefined;
  #controller: AbortController | undefined;

  get signal(): AbortSignal {
    if (this.#controller) return this.#controller.signal;
    this.#controller = new AbortController();
    if (this.#reason) this.#controller.abort(this.#reason);
    return this.#controller.signal;
  }

  /** The first reason counts. */
  fire(reason: Error): void {
    this.#reason ??= reason;
    this.#controller?.abort(this.#reason);
  }
}

/** `left` fires when the caller leaves. */
export function factsOf(req: Request, res: Response, left = new Leaving()): RequestFacts {
  res.on('close', () => left.fire(GONE));
  return {
    method: req.method,
    url: req.originalUrl,
    locale: localeOf(req.get('accept-language')),
    traceId: String(res.locals.traceId),
    get origin() {
      return `${req.protocol}://${req.get('host') ?? 'localhost'}`;
    },
    ip: req.ip ?? '',
    ownPort: req.socket.localPort ?? 0,
    header: (name) => req.get(name),
    get signal() {
      return left.signal;
    },
  };
}
