import type { Outcome } from '#flow/machine/protocol.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { parseId } from '../ids.ts';
import { type DecidedRow, outcomeOf } from './decision.ts';

/**
 * Ends the approval of a call. Gives the decision where somebody was faster: a timeout takes it. Idempotent.
 */
export const closeApproval = async (
  db: TenantDb,
  { runId, call, reason }: { runId: string; call: number; reason: 'timeout' | 'cancelled' },
): Promise<Outcome | null> => {
  const run = parseId('run', runId);
  await db.sql`
    update approvals set status = ${reason}, closed_at = now()
    where tenant_id = ${db.tenant} and run_id = ${run} and call = ${call} and status = 'open'`;
  const [row] = await db.sql<DecidedRow>`
    select status, decided_by, comment, field_values, closed_at from approvals
    where tenant_id = ${db.tenant} and run_id = ${run} and call = ${call}`;
  return row ? outcomeOf(row) : null;
};
