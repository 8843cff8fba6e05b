import { ApiError } from '../api-error.ts';
import type { Texts } from '../texts/texts.ts';

export interface ErrorWords {
  title: string;
  detail: string;
}

/** What went wrong in words: the API's own where it has some, else what the status means and what to do. */
export const errorWords = (error: unknown, t: Texts): ErrorWords => {
  if (!(error instanceof ApiError))
    return { title: t.errors.unexpected, detail: error instanceof Error ? error.message : '' };
  const { status, problem } = error;
  if (status === 0) return { title: t.errors.offline, detail: t.errors.offlineHelp };
  const lacksRight = status === 403 && problem.code === 'forbidden';
  const byStatus: Record<number, string> = {
    401: t.errors.signedOut,
    403: t.errors.forbidden,
    404: t.errors.notFound,
    409: t.errors.conflict,
    412: t.errors.stale,
    413: t.errors.tooLarge,
    422: t.errors.invalid,
    429: t.errors.tooMany,
    503: t.errors.unavailable,
  };
  const title = (lacksRight ? '' : problem.title) || byStatus[status] || t.errors.unexpected;
  const said = problem.detail === title ? '' : problem.detail;
  const all = problem.errors ?? [];
  // Where one thing is wrong, and it was said in words, its pointer adds nothing for a person.
  const faults = said && all.length === 1 ? [] : all;
  const fields = new Set(faults.map(({ pointer, message }) => (pointer ? `${pointer}: ${message}` : message)));
  const detail =
    [...(lacksRight ? [t.errors.forbiddenHelp] : []), said, ...fields].filter(Boolean).join('\n') ||
    (status >= 500 ? t.errors.serverHelp : '');
  return {
    title,
    detail: status >= 500 && problem.traceId ? `${detail}\n${t.errors.code}: ${problem.traceId}` : detail,
  };
};
