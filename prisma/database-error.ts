import { failure, TramaError } from '#flow/errors.ts';

interface DriverError {
  code?: unknown;
  message?: unknown;
  cause?: unknown;
  constraint?: unknown;
}

const asDriverError = (error: unknown): DriverError => (typeof error === 'object' && error !== null ? error : {});

/** SQLSTATE, Node's or Prisma's code, wherever the layers put it. */
const codesOf = (error: unknown): string[] => {
  const { code, cause } = asDriverError(error);
  const original = asDriverError(cause);
  const codes = [code, original.code, (original as { originalCode?: unknown }).originalCode];
  const kind = (original as { kind?: unknown }).kind;
  return [...codes, kind].filter((each): each is string => typeof each === 'string');
};

const AWAY = new Set([
  ...['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'ETIMEDOUT', 'EPIPE', 'ENOENT', 'EHOSTUNREACH'],
  ...['57P01', '57P02', '57P03', '57014', '25P03', '25P04', '55P03'],
  // A disk, memory or the connections are used up, or a file cannot be written.
  ...['53000', '53100', '53200', '53300', '53400', '58030'],
  ...['P1001', 'P1002', 'P1008', 'P1017', 'P2024', 'P2028', 'P2037'],
  ...['DatabaseNotReachable', 'ConnectionClosed', 'SocketTimeout', 'TooManyConnections'],
]);
const AWAY_MESSAGES =
  /timeout exceeded when trying to connect|Query read timeout|Connection terminated|Client has encountered a connection error|Cannot use a pool after calling end|Client was closed/;

/** The server cannot be reached, does not answer, or has no room left: what its connection was doing is unknown. */
export const isAway = (error: unknown): boolean =>
  codesOf(error).some((code) => AWAY.has(code) || code.startsWith('08')) ||
  AWAY_MESSAGES.test(String(asDriverError(error).message ?? ''));

/** A deadlock or a serialization failure: the same transaction may be tried again. */
export const isConflict = (error: unknown): boolean =>
  codesOf(error).some((code) => ['40001', '40P01', 'P2034', 'TransactionWriteConflict'].includes(code));

/** Others hold what it would lock, or it and others waited for each other: nothing of it happened. */
export const isBusy = (error: unknown): boolean => isConflict(error) || codesOf(error).includes('55P03');

/** Whether the error is a broken unique constraint, of that name where one is given. */
export const isUniqueViolation = (error: unknown, constraint?: string): boolean => {
  const { constraint: direct, cause } = asDriverError(error);
  if (!codesOf(error).some((code) => code === '23505' || code === 'P2002')) return false;
  return (
    constraint === undefined ||
    direct === constraint ||
    JSON.stringify(cause ?? '').includes(constraint) ||
    String(asDriverError(error).message).includes(constraint)
  );
};

/** Whether something that it names is gone. */
export const isForeignKeyViolation = (error: unknown): boolean =>
  codesOf(error).some((code) => code === '23503' || code === 'P2003');

/** A text with a NUL: neither `text` nor `jsonb` holds one. Columns of free JSON keep U+FFFD in its place (`plainJson`). */
const isUnheldText = (error: unknown): boolean => codesOf(error).some((code) => code === '22021' || code === '22P05');

/** The database away is `unavailable`, and a text that it cannot hold `invalid`, whoever noticed it; all else stays what it was. */
export const translateError = (error: unknown): unknown => {
  if (error instanceof TramaError) return error;
  if (isAway(error))
    return failure('unavailable', 'O banco de dados não responde', 'The database does not answer', { cause: error });
  if (isUnheldText(error))
    return failure(
      'invalid',
      'Um texto traz o caractere NUL, que não pode ser guardado',
      'A text holds the character NUL, which cannot be kept',
      { cause: error },
    );
  return error;
};
