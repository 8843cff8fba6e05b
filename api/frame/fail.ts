import { type ErrorCode, failure, type TramaError, type TramaErrorOptions } from '#flow/errors.ts';

/** An error that a caller reads, in both languages. `code` must be one of the table, whose status is the answer's. */
export const fail: (code: ErrorCode, pt: string, en: string, options?: Omit<TramaErrorOptions, 'text'>) => TramaError =
  failure;

export const notFound = (): TramaError =>
  fail('not_found', 'Não existe, ou não é seu.', 'It does not exist, or it is not yours.');
