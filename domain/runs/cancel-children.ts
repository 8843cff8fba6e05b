import type { TenantDb } from '#prisma/with-tenant.ts';
import { formatId } from '../ids.ts';
import type { OutboxRef } from '../outbox/outbox-row.ts';
import { writeOutbox } from '../outbox/write-outbox.ts';

/**
 * Cancels the runs that these ended ones (uuids) waited for and that still go on: the parent was stopped, or gave up on
 * them. One that is queued hears it right after its start.
 */
export const cancelChildren = async (db: TenantDb, runs: string[]): Promise<OutboxRef[]> => {
  const children = await db.sql<{ id: string; status: string }>`
    select id, status from runs
    where tenant_id = ${db.tenant} and parent_run_id = any (${runs}::uuid[]) and parent_wait and ended_at is null`;
  const told: OutboxRef[] = [];
  for (const { id, status } of children) {
    const cancel = { kind: 'cancel' as const, payload: { reason: 'cancelled' } };
    const row = await writeOutbox(db, id, cancel, status === 'queued');
    if (status !== 'queued') told.push({ id: row, tenantId: db.tenantId, runId: formatId('run', id) });
  }
  return told;
};
