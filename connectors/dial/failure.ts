import { TramaError } from '#flow/errors.ts';

/** What went wrong on the wire, in the words of the error table. Messages name the cause, never the other side's secrets. */
export const dialFailure = (error: unknown, url: URL): unknown => {
  if (error instanceof TramaError) return error;
  const code = String((error as { code?: unknown }).code ?? '');
  const reason = code || (error instanceof Error ? error.message : String(error));
  const where = url.host;
  switch (code) {
    case 'UND_ERR_HEADERS_TIMEOUT':
    case 'UND_ERR_BODY_TIMEOUT':
      return timedOut(where, error);
    case 'UND_ERR_HEADERS_OVERFLOW':
    case 'HPE_HEADER_OVERFLOW':
      return new TramaError('too_large', `the headers of the answer of ${where} are too large`, { cause: error });
    case 'UND_ERR_INVALID_ARG':
    case 'UND_ERR_NOT_SUPPORTED':
    case 'UND_ERR_REQ_CONTENT_LENGTH_MISMATCH':
      return new TramaError('bad_config', error instanceof Error ? error.message : reason, { cause: error });
    default:
      return new TramaError('connection_failed', `${where}: ${reason}`, {
        details: { host: where, reason },
        cause: error,
      });
  }
};

export const timedOut = (where: string, cause?: unknown): TramaError =>
  new TramaError('timeout', `${where} did not answer in time`, { details: { host: where }, cause });
