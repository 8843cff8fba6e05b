import { TramaError } from '#flow/errors.ts';
import { fail } from './fail.ts';

const UNREACHABLE = new Set([
  // Of Node's sockets.
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  // Of Prisma: cannot reach, timed out, closed, pool exhausted, no transaction in time.
  'P1000',
  'P1001',
  'P1002',
  'P1008',
  'P1011',
  'P1017',
  'P2024',
  'P2028',
  'P2037',
  // Of PostgreSQL: going down, coming up, too many connections.
  '57P01',
  '57P02',
  '57P03',
  '53300',
  '08000',
  '08001',
  '08003',
  '08006',
]);
const UNREACHABLE_KINDS = new Set(['DatabaseNotReachable', 'ConnectionClosed', 'SocketTimeout', 'TooManyConnections']);
const UNREACHABLE_WORDS =
  /connection terminated|connection timeout|timeout exceeded when trying to connect|server closed the connection|can't reach database|client has encountered a connection error|connect econnrefused|not queryable/i;

const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;

/** Is it the failure of a server that we depend on? Drivers wrap it in each other, so the whole chain is read. */
export function isUnavailable(error: unknown): boolean {
  let at = error;
  for (let depth = 0; depth < 6 && at !== undefined && at !== null; depth++) {
    const code = field(at, 'code') ?? field(at, 'originalCode');
    if (typeof code === 'string' && UNREACHABLE.has(code)) return true;
    const kind = field(at, 'kind');
    if (typeof kind === 'string' && UNREACHABLE_KINDS.has(kind)) return true;
    if (field(at, 'name') === 'PrismaClientInitializationError') return true;
    const message = field(at, 'message');
    if (typeof message === 'string' && UNREACHABLE_WORDS.test(message)) return true;
    const inner: unknown = Array.isArray(field(at, 'errors')) ? (field(at, 'errors') as unknown[])[0] : undefined;
    at = field(at, 'cause') ?? inner ?? field(field(at, 'meta'), 'driverAdapterError');
  }
  return false;
}

/** What Express and its body reader throw; each has a `type` or a `status`. */
function frameworkError(error: unknown): TramaError | null {
  const type = field(error, 'type');
  if (type === 'entity.too.large')
    return fail('too_large', 'O corpo passa do limite.', 'The body is over the limit.', {
      details: { limit: Number(field(error, 'limit') ?? 0) },
    });
  if (type === 'encoding.unsupported' || type === 'charset.unsupported')
    return fail('unsupported_media_type', 'Codificação do corpo não aceita.', 'The encoding of the body is not taken.');
  if (field(error, 'status') === 400 || error instanceof URIError)
    return fail('malformed', 'O endereço ou o corpo não pôde ser lido.', 'The address or the body could not be read.');
  return null;
}

/** Any thrown thing as the one error class; what nobody foresaw is `internal`, and says nothing of itself. */
export function asTramaError(error: unknown): TramaError {
  if (error instanceof TramaError) return error;
  const known = frameworkError(error);
  if (known) return known;
  if (isUnavailable(error))
    return fail(
      'unavailable',
      'O banco de dados não respondeu. Tente de novo em instantes.',
      'The database did not answer. Try again in a moment.',
      { cause: error },
    );
  return fail(
    'internal',
    'Falhamos aqui. O traceId ajuda a achar a causa.',
    'We failed. The traceId finds the cause.',
    {
      cause: error,
    },
  );
}
