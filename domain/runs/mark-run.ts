import type { WaitingFor } from '#flow/machine/protocol.ts';
import { json } from '#prisma/sql.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { parseId } from '../ids.ts';

export interface RunMark {
  /** Grows with each mark of the run: a mark that comes late, after a newer one, changes nothing. */
  mark: number;
  status: 'running' | 'waiting' | 'paused';
  waitingFor: WaitingFor[];
}

/** Writes where an open run stands. False: it is closed, not started, or known to be further. */
export const markRun = async (db: TenantDb, runId: string, { mark, status, waitingFor }: RunMark): Promise<boolean> => {
  const rows = await db.sql`
    update runs set status = ${status}, waiting_for = ${json(waitingFor)}::json, state_mark = ${mark}
    where tenant_id = ${db.tenant} and id = ${parseId('run', runId)}
      and ended_at is null and status <> 'queued' and state_mark < ${mark}
    returning id`;
  return rows.length > 0;
};
