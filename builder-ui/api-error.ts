import type { ProblemDetails } from './api-types.ts';

/** An answer of the API that says no, or no answer at all (`status` 0). */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly problem: ProblemDetails;
  /** It was shown to the person by itself: nobody says it again. */
  shown = false;

  constructor(problem: ProblemDetails) {
    super(problem.detail || problem.title);
    this.status = problem.status;
    this.problem = problem;
  }
}

export const isStatus = (error: unknown, status: number): boolean =>
  error instanceof ApiError && error.status === status;

/** Where the plan is changed, as a place in here: what the API says is a whole address, also for programs. */
export const planPlaceOf = ({ upgradeUrl = '/plan' }: Pick<ProblemDetails, 'upgradeUrl'>): string => {
  const { pathname, search } = new URL(upgradeUrl, 'https://here.invalid');
  return `${pathname}${search}`;
};

/** The plan does not let one do it: what is missing, and where that is changed. Null: it is something else. */
export const planLimitOf = (error: unknown): ProblemDetails | null =>
  error instanceof ApiError && typeof error.problem.upgradeUrl === 'string' ? error.problem : null;
