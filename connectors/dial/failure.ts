import { failure, TramaError } from '#flow/errors.ts';

/** What went wrong on the wire, in the words of the error table. Messages name the cause, never the other side's secrets. */
export const dialFailure = (cause: unknown, url: URL): unknown => {
  if (cause instanceof TramaError) return cause;
  const code = String((cause as { code?: unknown }).code ?? '');
  const { host } = url;
  const said = cause instanceof Error ? cause.message : String(cause);
  switch (code) {
    case 'UND_ERR_HEADERS_TIMEOUT':
    case 'UND_ERR_BODY_TIMEOUT':
      return timedOut(host, cause);
    case 'UND_ERR_HEADERS_OVERFLOW':
    case 'HPE_HEADER_OVERFLOW':
      return failure(
        'too_large',
        `Os cabeçalhos da resposta de ${host} são grandes demais.`,
        `The headers of the answer of ${host} are too large.`,
        { cause },
      );
    case 'UND_ERR_INVALID_ARG':
    case 'UND_ERR_NOT_SUPPORTED':
    case 'UND_ERR_REQ_CONTENT_LENGTH_MISMATCH':
      return failure('bad_config', `O pedido não pode ser enviado: ${said}`, `The request cannot be sent: ${said}`, {
        cause,
      });
    default: {
      const reason = code || said;
      return failure('connection_failed', `Sem conexão com ${host}: ${reason}`, `No connection to ${host}: ${reason}`, {
        details: { host, reason },
        cause,
      });
    }
  }
};

export const timedOut = (host: string, cause?: unknown): TramaError =>
  failure('timeout', `${host} não respondeu a tempo.`, `${host} did not answer in time.`, { details: { host }, cause });
