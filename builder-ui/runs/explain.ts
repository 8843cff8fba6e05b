import type { Locale } from '#flow/json.ts';
import type { RunError } from '#flow/machine/protocol.ts';
import { ACCESS_ERRORS } from '../texts/errors/access-errors.ts';
import { ANSWER_ERRORS } from '../texts/errors/answer-errors.ts';
import { AUTHOR_ERROR } from '../texts/errors/author-error.ts';
import { BILLING_ERRORS } from '../texts/errors/billing-errors.ts';
import type { Explained, Remedy } from '../texts/errors/explained.ts';
import { REQUEST_ERRORS } from '../texts/errors/request-errors.ts';
import { RUN_ERRORS } from '../texts/errors/run-errors.ts';
import { STEP_ERRORS } from '../texts/errors/step-errors.ts';

/** Why something failed and what to do, in plain words. */
export interface Explanation {
  what: string;
  why: string;
  todo: string;
  remedy: Remedy;
}

const BY_CODE: Record<string, Explained> = {
  ...REQUEST_ERRORS,
  ...ACCESS_ERRORS,
  ...BILLING_ERRORS,
  ...STEP_ERRORS,
  ...RUN_ERRORS,
};

/** Stand where a name is not known. */
const ANY = {
  pt: { node: 'um passo', connection: 'deste passo' },
  en: { node: 'a step', connection: 'of this step' },
};

export interface ErrorPlace {
  /** What people call the node. */
  node?: string | undefined;
  connection?: string | undefined;
}

const ofStatus = (status: string): Explained | undefined =>
  ANSWER_ERRORS[status] ?? ANSWER_ERRORS[`${status[0]}xx`] ?? ANSWER_ERRORS.other;

export const isExplained = (code: string): boolean => code.startsWith('http_') || BY_CODE[code] !== undefined;

/**
 * Plain words about an error of a run: by its code, calls of other servers by their status. What an author's code means
 * its message says.
 */
export const explain = (error: Pick<RunError, 'code' | 'message'>, place: ErrorPlace, locale: Locale): Explanation => {
  const language = locale === 'en' ? 'en' : 'pt';
  const status = /^http_(\d{3})$/.exec(error.code)?.[1];
  const known = status ? ofStatus(status) : BY_CODE[error.code];
  const { remedy, [language]: words } = known ?? AUTHOR_ERROR;
  const any = ANY[language];
  const fill = (text: string): string =>
    text
      .replaceAll('{node}', place.node ? `“${place.node}”` : any.node)
      .replaceAll('{connection}', place.connection ? `“${place.connection}”` : any.connection)
      .replace(/^./u, (first) => first.toUpperCase());
  const [what, why, todo] = words;
  const said = known === undefined && error.message ? error.message : fill(what);
  return { what: said, why: fill(why), todo: fill(todo), remedy };
};
