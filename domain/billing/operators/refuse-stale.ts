import { failure } from '#flow/errors.ts';

/** What somebody looked at before they changed it. `seen`: its revision, 0: there was none; null: whatever it was. */
export interface Seen {
  seen: number | null;
}

/** In the transaction of the save, which it takes back. @throws `stale`: what was saved over is not what was seen */
export const refuseStale = ({ seen }: Seen, saved: number): void => {
  if (seen !== null && saved !== seen + 1)
    throw failure('stale', 'Alguém mudou isto antes de você.', 'Somebody changed this before you.');
};
