import { randomUUID } from 'node:crypto';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { fail } from '#api/frame/fail.ts';
import { readJson } from '#api/frame/read-json.ts';
import type { RequestFacts } from '#api/frame/route.ts';
import type { KeptBodies } from '#domain/calls/call.ts';
import type { KnownCall } from '#domain/calls/read-calls.ts';
import type { Json } from '#flow/json.ts';
import { isCut } from './kept-bodies.ts';
import { REPLAY_HEADER } from './record-call.ts';

/** Bytes of an answer that are shown. */
const MOST = 256 * 1024;
const TIMEOUT_MS = 30_000;

export interface Replay {
  status: number;
  ms: number;
  contentType: string | null;
  /** A value where the answer is JSON, else its text. */
  body: Json;
  /** Only the beginning of the answer is shown. */
  cut: boolean;
}

/** What can be done again, and what with. @throws `conflict`, `invalid` */
export const replayable = (
  { view }: KnownCall,
  bodies: KeptBodies | null,
  { write }: { write: boolean },
): { body: string | null } => {
  const { method, route, path, received } = view;
  if (!path.startsWith('/v1/') || route.endsWith('/stream') || route.endsWith('/replay'))
    throw fail('conflict', 'Esta chamada não se repete.', 'This call cannot be done again.');
  const reads = method === 'GET' || method === 'HEAD';
  if (!reads && !write)
    throw fail('invalid', 'Isto muda dados: confirme com write: true.', 'This changes data: confirm by write: true.');
  if (received === 0) return { body: null };
  if (bodies === null || bodies.masked || isCut(bodies.request))
    throw fail(
      'conflict',
      'O corpo desta chamada não está guardado por inteiro.',
      'The body of this call was not kept whole.',
    );
  return { body: JSON.stringify(bodies.request) };
};

/**
 * The caller's own credential, and where they call from: what they may not do, they may not do again either. It never
 * leaves this machine.
 */
const headersOf = (facts: RequestFacts, call: KnownCall, sameKey: boolean, body: string | null) => {
  const given = ['authorization', 'cookie', 'host', 'accept-language', 'x-forwarded-proto'].flatMap((name) => {
    const value = facts.header(name);
    return value === undefined ? [] : [[name, value]];
  });
  const key = sameKey ? call.idempotencyKey : call.view.method === 'POST' ? randomUUID() : null;
  return {
    ...Object.fromEntries(given),
    'x-forwarded-for': facts.ip,
    [REPLAY_HEADER]: call.view.id,
    ...(key === null ? {} : { 'idempotency-key': key }),
    ...(body === null ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
  };
};

const readAnswer = async (answer: IncomingMessage): Promise<{ bytes: Buffer; cut: boolean }> => {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of answer as AsyncIterable<Buffer>) {
    pieces.push(piece);
    size += piece.length;
    if (size > MOST) break;
  }
  return { bytes: Buffer.concat(pieces).subarray(0, MOST), cut: size > MOST };
};

const bodyOf = (bytes: Buffer, contentType: string | null, cut: boolean): Json => {
  const text = bytes.toString('utf8');
  if (text === '') return null;
  return !cut && contentType?.includes('json') ? readJson(text) : text;
};

/**
 * Does a call again, as whoever asks for it, through the front door of this same process.
 * @throws `timeout` where its answer is not there after `timeoutMs`
 */
export const replayCall = async (
  facts: RequestFacts,
  call: KnownCall,
  { timeoutMs = TIMEOUT_MS, ...again }: { sameKey: boolean; body: string | null; timeoutMs?: number },
): Promise<Replay> => {
  const late = AbortSignal.timeout(timeoutMs);
  try {
    return await doAgain(facts, call, again, late);
  } catch (error) {
    if (!late.aborted || facts.signal.aborted) throw error;
    throw fail(
      'timeout',
      'A chamada não respondeu a tempo; ela pode ter sido feita.',
      'The call did not answer in time; it may have been done.',
    );
  }
};

const doAgain = async (
  facts: RequestFacts,
  call: KnownCall,
  { sameKey, body }: { sameKey: boolean; body: string | null },
  late: AbortSignal,
): Promise<Replay> => {
  const began = performance.now();
  const { method, path } = call.view;
  const answer = await new Promise<IncomingMessage>((done, failed) => {
    const sent = httpRequest(
      {
        host: '127.0.0.1',
        port: facts.ownPort,
        method,
        path,
        headers: headersOf(facts, call, sameKey, body),
        signal: AbortSignal.any([facts.signal, late]),
      },
      done,
    );
    sent.on('error', failed);
    sent.end(body ?? undefined);
  });
  const { bytes, cut } = await readAnswer(answer);
  const contentType = answer.headers['content-type'] ?? null;
  const ms = Math.round((performance.now() - began) * 10) / 10;
  return { status: answer.statusCode ?? 0, ms, contentType, body: bodyOf(bytes, contentType, cut), cut };
};
