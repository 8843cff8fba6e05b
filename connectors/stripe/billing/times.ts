/** Seconds since 1970, as Stripe has them. */
export const isoOf = (seconds: number | null | undefined): string | null =>
  seconds == null ? null : new Date(seconds * 1_000).toISOString();

export const secondsOf = (iso: string): number => Math.floor(Date.parse(iso) / 1_000);

/** The id of what may be an object or the id of one. */
export const idOf = (one: string | { id: string } | null | undefined): string | null =>
  one == null ? null : typeof one === 'string' ? one : one.id;
