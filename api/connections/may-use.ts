import { type Caller, may } from '#api/frame/caller.ts';
import { fail } from '#api/frame/fail.ts';
import { connectionsIn } from '#domain/connections/flows-using.ts';
import type { Plan } from '#flow/plan/plan.ts';

/** Using a connection is a right of its own. @throws `forbidden`. */
export function refuseUse(caller: Caller): void {
  if (!may(caller, 'connections:use'))
    throw fail('forbidden', 'Falta o direito de usar conexões.', 'The right to use connections is missing.');
}

/** Who puts a flow that names connections to work uses them. @throws `forbidden`. */
export function refusePlan(caller: Caller, plan: Plan): void {
  if (connectionsIn(plan).size > 0) refuseUse(caller);
}
