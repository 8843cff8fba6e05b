import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Response } from 'express';
import type { TramaError } from '#flow/errors.ts';
import type { Answer, EventStream, SentEvent } from './answer.ts';
import { PACK_OVER, pack, packingOf } from './compress.ts';
import { type ProblemContext, problemDetails, problemHeaders } from './problem-details.ts';

/** Shorter than the idle limits of common proxies. */
const HEARTBEAT_MS = 15_000;

/** Writes an answer; resolves when an event stream has ended. */
export async function sendAnswer(res: Response, answer: Answer, stopping: AbortSignal): Promise<void> {
  if (answer.kind === 'events') return sendEvents(res, answer.run, stopping);
  if (answer.kind === 'bytes') {
    res.status(200).set(answer.headers).set('Content-Length', String(answer.bytes.length)).end(answer.bytes);
    return;
  }
  if (answer.kind === 'pieces') return sendPieces(res, answer.pieces, answer.headers);
  res.status(answer.status).set(answer.headers);
  if (answer.body === undefined) {
    res.end();
    return;
  }
  if (!res.get('Content-Type')) res.set('Content-Type', 'application/json; charset=utf-8');
  if (!res.get('Cache-Control')) res.set('Cache-Control', 'no-store');
  await endWithText(res, JSON.stringify(answer.body));
}

/** No faster than the client reads; the rest is not made where it leaves. */
async function sendPieces(
  res: Response,
  pieces: AsyncIterable<string | Uint8Array>,
  headers: Record<string, string>,
): Promise<void> {
  const rest = pieces[Symbol.asyncIterator]();
  const first = await rest.next();
  res.status(200).set(headers);
  const all = async function* () {
    try {
      for (let one = first; !one.done; one = await rest.next()) yield one.value;
    } finally {
      await rest.return?.();
    }
  };
  await pipeline(Readable.from(all()), res).catch((error: unknown) => {
    // The line is cut, which is all that can be said once an answer has begun; a client that left is no failure.
    if (!res.destroyed) throw error;
  });
}

async function endWithText(res: Response, text: string): Promise<void> {
  res.vary('Accept-Encoding');
  const encoding = text.length < PACK_OVER ? null : packingOf(res.req);
  if (encoding === null) {
    res.end(text);
    return;
  }
  const packed = await pack(text, encoding);
  res.set('Content-Encoding', encoding).end(packed);
}

const written = ({ id, event, data }: SentEvent): string =>
  `${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;

async function sendEvents(
  res: Response,
  run: (stream: EventStream) => Promise<void>,
  stopping: AbortSignal,
): Promise<void> {
  const left = new AbortController();
  res.on('close', () => left.abort());
  res.status(200).set({
    'Content-Type': 'text/event-stream; charset=utf-8',
    'Cache-Control': 'no-store, no-transform',
    // Proxies that collect answers would hold a live stream back.
    'X-Accel-Buffering': 'no',
  });
  res.flushHeaders();
  res.write('retry: 2000\n\n');
  const heartbeat = setInterval(() => res.write(': still here\n\n'), HEARTBEAT_MS);
  const signal = AbortSignal.any([left.signal, stopping]);
  try {
    await run({ signal, send: (event) => void (signal.aborted || res.write(written(event))) });
  } finally {
    clearInterval(heartbeat);
    res.end();
  }
}

/** Writes an error, or ends the connection where an answer has begun. */
export function sendProblem(res: Response, error: TramaError, about: Omit<ProblemContext, 'traceId'>): void {
  if (res.headersSent) {
    res.destroy();
    return;
  }
  const context = { ...about, traceId: String(res.locals.traceId ?? '') };
  const details = problemDetails(error, context);
  res.status(details.status).set(problemHeaders(error, context));
  res.end(JSON.stringify(details));
}
