import type { FlowDocument } from '#flow/document.ts';
import type { Locale } from '#flow/json.ts';
import type { Catalogue } from '#flow/node-type.ts';
import type { Problem } from '#flow/problem.ts';
import { api } from '../api-client.ts';

/** Every problem of the document, as the API tells them. */
export const checkDocument = (
  document: FlowDocument,
  _catalogue: Catalogue,
  _locale: Locale,
  signal: AbortSignal,
): Promise<Problem[]> => api.validate(document, signal);
