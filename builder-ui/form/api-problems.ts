import type { Problem } from '#flow/problem.ts';
import type { ApiError } from '../api-error.ts';

/** Faults of form in our own words; what only the connector knows in its. */
export const apiProblems = (error: ApiError, faults: Record<string, string>): Problem[] =>
  (error.problem.errors ?? []).map(({ pointer, code, message }) => ({
    code: 'bad_config',
    severity: 'error',
    field: pointer,
    message: Object.hasOwn(faults, code) ? (faults[code] ?? message) : message,
  }));
