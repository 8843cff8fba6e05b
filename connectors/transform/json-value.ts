import { failure, TramaError } from '#flow/errors.ts';
import type { Json } from '#flow/json.ts';
import { readJson } from '../read-json.ts';

/** JSON text as a value of the language. Fails with `bad_value`, which says where. */
export const jsonValue = (text: string, line?: number): Json => {
  try {
    return readJson(text);
  } catch (error) {
    if (!(error instanceof TramaError)) throw error;
    const reason = error.cause instanceof Error ? error.cause.message : error.message;
    const [pt, en] = line === undefined ? ['', ''] : [`Linha ${line}: `, `Line ${line}: `];
    // Node's messages quote the text; what stands there may be a customer's, and is cut.
    const said = reason.replace(/"[\s\S]*"\.{0,3} is not/, 'is not').slice(0, 120);
    throw failure('bad_value', `${pt}não é JSON (${said}).`, `${en}not JSON (${said}).`, {
      ...(line !== undefined && { details: { line } }),
    });
  }
};
