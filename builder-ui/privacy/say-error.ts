import { ApiError } from '../api-error.ts';
import { toastError } from '../shell/toasts.tsx';

/** An old session is no failure: who reads it has to know what to do. */
export const sayError = (error: unknown, again: string): void =>
  toastError(error instanceof ApiError && error.problem.code === 'sign_in_again' ? new Error(again) : error);
