import { json } from '#prisma/sql.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import type { CancelPayload, SignalPayload } from './outbox-row.ts';

// `interval '3 seconds'`, here and in admission: how long the one who committed a row has to carry it out before the
// dispatcher does.

type Telling = { kind: 'signal'; payload: SignalPayload } | { kind: 'cancel'; payload: CancelPayload };

/** Tells a run's workflow. `held`: the run is queued, and hears it right after its start. `run` is a uuid. */
export const writeOutbox = async (db: TenantDb, run: string, telling: Telling, held = false): Promise<bigint> => {
  const [row] = await db.sql<{ id: bigint }>`
    insert into outbox (tenant_id, kind, run_id, payload, held, available_at)
    values (${db.tenant}, ${telling.kind}, ${run}, ${json(telling.payload)}::json, ${held}, now() + interval '3 seconds')
    returning id`;
  if (!row) throw new Error('An insert gave no row');
  return row.id;
};

/** Writes the start of runs, and behind it what was held for them. Gives the rows' ids by run. */
export const writeStarts = async (db: TenantDb, runs: string[]): Promise<Map<string, bigint>> => {
  const started = await db.sql<{ id: bigint; run_id: string }>`
    insert into outbox (tenant_id, kind, run_id, available_at)
    select ${db.tenant}, 'start', run, now() + interval '3 seconds' from unnest(${runs}::uuid[]) as run
    returning id, run_id`;
  // Rows of a run go out in order of id: what was held gets numbers after its start's.
  await db.sql`
    with freed as (delete from outbox where run_id = any (${runs}::uuid[]) and held and done_at is null returning *)
    insert into outbox (tenant_id, kind, run_id, payload, available_at)
    select tenant_id, kind, run_id, payload, now() + interval '3 seconds' from freed order by freed.id`;
  return new Map(started.map((row) => [row.run_id, row.id]));
};
