import type { RunStatus } from '../../api-types.ts';
import { isOver } from '../run-status.tsx';
import type { BulkFilter, RunListFilter } from '../runs-api.ts';

export type BulkAction = 'retry' | 'cancel';

/**
 * The runs of a list that an action can be done to, as the API is asked; null: none of them. Where the list is of any
 * state, only those that failed or were cancelled are tried again: nobody means all that went well. `to`: none that came later.
 */
export const matching = (ask: RunListFilter, action: BulkAction, to: string): BulkFilter | null => {
  const { flow, status, from, q, test } = ask;
  const wanted = status?.split(',') as RunStatus[] | undefined;
  const fitting = wanted?.filter((one) => isOver(one) === (action === 'retry'));
  if (fitting?.length === 0) return null;
  return {
    to,
    ...(flow !== undefined && { flow }),
    ...(fitting && { status: fitting }),
    ...(from !== undefined && { from }),
    ...(q !== undefined && { q }),
    ...(test !== undefined && { test: test === 'true' }),
  };
};
