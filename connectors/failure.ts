import { type ErrorCode, TramaError, type TramaErrorOptions } from '#flow/errors.ts';

/** An error whose message people read: in Portuguese and in English. */
export const failure = (
  code: ErrorCode | (string & {}),
  pt: string,
  en: string,
  options: Omit<TramaErrorOptions, 'text'> = {},
): TramaError => new TramaError(code, en, { ...options, text: { pt, en } });
