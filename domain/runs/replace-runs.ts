import type { TenantDb } from '#prisma/with-tenant.ts';
import { parseId } from '../ids.ts';
import { writeOutbox } from '../outbox/write-outbox.ts';
import { endUnstarted } from './end-unstarted.ts';
import type { KnownRun, Place } from './insert-run.ts';

const REPLACED = {
  code: 'replaced',
  text: { pt: 'Uma execução mais nova tomou o lugar', en: 'A newer run took its place' },
};

/**
 * Makes way for a run that replaces: what only waited ends at once, the open run is asked to. Gives the outbox row of the
 * cancel, null where the run was asked before or none is open. The newest wins: each asks for itself.
 */
export const replaceRuns = async (db: TenantDb, place: Place, holder: KnownRun): Promise<bigint | null> => {
  const waiting = await db.sql<{ id: string }>`
    select id from runs where tenant_id = ${db.tenant} and flow_id = ${place.flow} and run_key = ${place.runKey}
      and status = 'queued'`;
  await endUnstarted(
    db,
    waiting.map((row) => row.id),
    REPLACED,
    place.run,
  );
  if (holder.status === 'queued') return null;
  const open = parseId('run', holder.id);
  const [before] = await db.sql<{ replaced_by: string | null }>`
    select replaced_by from runs where tenant_id = ${db.tenant} and id = ${open}`;
  await db.sql`update runs set replaced_by = ${place.run} where tenant_id = ${db.tenant} and id = ${open}`;
  if (before?.replaced_by) return null;
  return writeOutbox(db, open, { kind: 'cancel', payload: { reason: REPLACED.code } });
};
