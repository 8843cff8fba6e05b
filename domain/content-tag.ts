import { createHash } from 'node:crypto';
import { failure } from '#flow/errors.ts';
import type { Json } from '#flow/json.ts';

/** Stands for what is shown, where nothing counts its changes: it is another as soon as that is. */
export const contentTag = (shown: Json): string =>
  createHash('sha256').update(JSON.stringify(shown)).digest('base64url').slice(0, 22);

/**
 * Behind the lock of whatever is changed.
 * @param seen tags of what somebody looked at; null: whatever it was
 * @throws `stale`
 */
export const refuseUnseen = (seen: readonly string[] | null, tag: string): void => {
  if (seen !== null && !seen.includes(tag))
    throw failure('stale', 'Alguém mudou isto antes de você.', 'Somebody changed this before you.');
};

/** A change of what is shown with its tag. */
export interface TaggedDeed {
  /** `user:…`, `key:…`. */
  by: string;
  seen: readonly string[] | null;
}
