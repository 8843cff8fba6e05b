import { randomBytes } from 'node:crypto';
import type { Duplex } from 'node:stream';
import type { TramaError } from '#flow/errors.ts';
import { fail } from './fail.ts';
import { type ProblemContext, problemDetails, problemHeaders } from './problem-details.ts';

/** What Node says of a request that it could not read, as an error of ours. */
function errorOf(code: string | undefined): TramaError {
  if (code === 'HPE_HEADER_OVERFLOW')
    return fail('headers_too_large', 'Os cabeçalhos têm mais de 16 KB.', 'The headers are larger than 16 KB.');
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT')
    return fail('request_timeout', 'O pedido demorou demais a chegar.', 'The request took too long to arrive.');
  return fail('malformed', 'Isto não é um pedido HTTP.', 'This is no HTTP request.');
}

/**
 * Answers what never became a request (its head is broken, too large or too slow), where Node by itself sends a bare status:
 * errors are problem documents, always. Whose language it is, nobody knows yet.
 */
export function answerUnread(error: Error & { code?: string }, socket: Duplex): void {
  // A connection that broke hears nothing; neither does one on which an answer is under way, or an answer would stand in another.
  const busy = (socket as Duplex & { _httpMessage?: { headersSent?: boolean } | null })._httpMessage?.headersSent;
  if (error.code === 'ECONNRESET' || !socket.writable || busy) return void socket.destroy();
  const known = errorOf(error.code);
  const context: ProblemContext = {
    locale: 'pt-BR',
    instance: '/',
    traceId: randomBytes(16).toString('hex'),
    nowMs: Date.now(),
  };
  const details = problemDetails(known, context);
  const body = JSON.stringify(details);
  const headers = { ...problemHeaders(known, context), 'Content-Length': String(Buffer.byteLength(body)) };
  const lines = Object.entries({ ...headers, Connection: 'close' }).map(([name, value]) => `${name}: ${value}`);
  socket.end(`HTTP/1.1 ${details.status} ${details.code}\r\n${lines.join('\r\n')}\r\n\r\n${body}`);
}
