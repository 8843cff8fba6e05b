import { isUnavailable } from '#flow/errors.ts';

/** gRPC: cancelled, deadline exceeded, resource exhausted, unavailable. */
const AWAY: ReadonlySet<unknown> = new Set([1, 4, 8, 14]);

const codeOf = (error: unknown): unknown =>
  typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;

/** Temporal (or PostgreSQL) could not be asked, or had too much to do: nothing is wrong with what was asked. */
export const isAway = (error: unknown): boolean =>
  isUnavailable(error) || AWAY.has(codeOf(error)) || (error instanceof Error && AWAY.has(codeOf(error.cause)));
