import type { ApiDeps } from '#api/deps.ts';
import type { Caller } from '#api/frame/caller.ts';
import { appendAudit } from '#domain/audit/audit.ts';
import type { OutboxRef } from '#domain/outbox/outbox-row.ts';
import * as domain from '#domain/runs/steer-run.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { carryOut } from './carry-out.ts';

export type Steering = 'cancel' | 'pause' | 'resume';

const work: Record<Steering, (db: TenantDb, runId: string, by: string) => Promise<OutboxRef[]>> = {
  cancel: async (db, runId, by) =>
    (await domain.cancelRun(db, runId, { pt: `Cancelada por ${by}`, en: `Cancelled by ${by}` })).outbox,
  pause: (db, runId) => domain.pauseRun(db, runId),
  resume: (db, runId) => domain.resumeRun(db, runId),
};

/** @throws `not_found`, `run_ended`, `conflict`. */
export async function steer(deps: ApiDeps, caller: Caller, runId: string, action: Steering): Promise<void> {
  const rows = await deps.database.withTenant(caller.tenant.id, async (db) => {
    const told = await work[action](db, runId, caller.name);
    await appendAudit(db, { actor: caller.principal, action: `run.${action}`, target: runId, data: {} });
    return told;
  });
  carryOut(deps, rows);
}
