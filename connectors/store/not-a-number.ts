import { failure, type TramaError } from '#flow/errors.ts';

/** What `add` fails with, in every implementation. */
export const notANumber = (key: string): TramaError =>
  failure('bad_value', `O valor de "${key}" não é um número.`, `The value under "${key}" is not a number.`);
