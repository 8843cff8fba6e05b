import { CATALOG, signatureOf } from '#flow/expressions/catalog.ts';
import type { ReadableName } from '../document/readable-names.ts';

/** The functions of the language (methods belong to values, and are not listed). */
export const FUNCTION_NAMES: ReadableName[] = CATALOG.filter((one) => !one.on).map((one) => ({
  path: `${one.name}()`,
  type: signatureOf(one).replace(one.name, ''),
}));
