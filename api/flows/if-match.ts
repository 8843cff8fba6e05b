import { fail } from '#api/frame/fail.ts';

/** The ETag of a revision: it changes with each save. */
export const etagOf = (revision: number): string => `"${revision}"`;

/** The ETag of what has no revision, by its content. */
export const quoted = (tag: string): string => `"${tag}"`;

/** The tags that `If-Match` names, without their quotes; null where anything will do (`*`, or no header). */
export const tagsIn = (ifMatch: string | undefined): string[] | null =>
  ifMatch === undefined || ifMatch.trim() === '*'
    ? null
    : ifMatch.split(',').map((tag) => /^(?:W\/)?"(.*)"$/.exec(tag.trim())?.[1] ?? '');

/**
 * The revision that `If-Match` names; null where anything will do (`*`, or no header). Of several the greatest counts: it
 * is the one that can be current. @throws `stale` for a tag that is none of ours, which can match nothing.
 */
export function revisionIn(ifMatch: string | undefined): number | null {
  if (ifMatch === undefined || ifMatch.trim() === '*') return null;
  const revisions = ifMatch
    .split(',')
    .map((tag) => Number(/^(?:W\/)?"(\d{1,9})"$/.exec(tag.trim())?.[1] ?? Number.NaN));
  const known = revisions.filter((revision) => !Number.isNaN(revision));
  if (known.length > 0) return Math.max(...known);
  throw fail('stale', 'If-Match não nomeia a versão atual.', 'If-Match does not name the current version.');
}
