import type { Locale } from '#flow/json.ts';
import type { RunError } from '#flow/machine/protocol.ts';
import { EN } from '../texts/errors-en.ts';
import { PT } from '../texts/errors-pt.ts';

/** What one can press next to an explanation. */
export type Remedy = 'retry' | 'node' | 'connection' | 'data' | 'tables' | 'ai' | 'versions' | 'none';

/** Why something failed and what to do, in plain words. `{node}` and `{connection}` are filled in. */
export interface Explanation {
  what: string;
  why: string;
  todo: string;
  remedy: Remedy;
}

export interface Explanations {
  byCode: Record<string, Explanation>;
  /** Of `http_*`; those that are not there by their first digit: `4xx`, `5xx`, else `other`. */
  byStatus: Record<string, Explanation>;
  /** Of `fail` nodes and of whatever else has a code of its own. */
  byAuthor: Explanation;
  /** Stand where a name is not known. */
  anyNode: string;
  anyConnection: string;
}

export interface ErrorPlace {
  /** What people call the node. */
  node?: string | undefined;
  connection?: string | undefined;
}

const ofStatus = ({ byStatus }: Explanations, status: string): Explanation | undefined =>
  byStatus[status] ?? byStatus[`${status[0]}xx`] ?? byStatus.other;

export const isExplained = (code: string, locale: Locale): boolean => {
  const words = locale === 'en' ? EN : PT;
  return code.startsWith('http_') || words.byCode[code] !== undefined;
};

/**
 * Plain words about an error of a run: by its code, calls of other servers by their status. What an author's code means
 * its message says.
 */
export const explain = (error: Pick<RunError, 'code' | 'message'>, place: ErrorPlace, locale: Locale): Explanation => {
  const words = locale === 'en' ? EN : PT;
  const status = /^http_(\d{3})$/.exec(error.code)?.[1];
  const known = status ? ofStatus(words, status) : words.byCode[error.code];
  const found = known ?? words.byAuthor;
  const fill = (text: string): string =>
    text
      .replaceAll('{node}', place.node ? `“${place.node}”` : words.anyNode)
      .replaceAll('{connection}', place.connection ? `“${place.connection}”` : words.anyConnection)
      .replace(/^./u, (first) => first.toUpperCase());
  const what = known === undefined && error.message ? error.message : fill(found.what);
  return { what, why: fill(found.why), todo: fill(found.todo), remedy: found.remedy };
};
