import { failure } from '#flow/errors.ts';
import type { Text } from '#flow/json.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { formatId, parseId } from '../ids.ts';
import { groupLock, keyLock, lock } from '../locks.ts';
import type { OutboxRef } from '../outbox/outbox-row.ts';
import { writeOutbox } from '../outbox/write-outbox.ts';
import { endUnstarted } from './end-unstarted.ts';
import { noSuchRun, runEnded } from './run-failures.ts';
import type { RunStatus } from './run-view.ts';
import { startQueued } from './start-queued.ts';

const CANCELLED = { pt: 'A execução foi cancelada', en: 'The run was cancelled' };

interface SteeredRun {
  id: string;
  flow_id: string;
  status: RunStatus;
  run_key: string | null;
  concurrency_key: string | null;
}

const readRun = async (db: TenantDb, runId: string): Promise<SteeredRun> => {
  const [row] = await db.sql<SteeredRun>`
    select id, flow_id, status, run_key, concurrency_key from runs
    where tenant_id = ${db.tenant} and id = ${parseId('run', runId)} for update`;
  if (!row) throw noSuchRun();
  return row;
};

const openRun = async (db: TenantDb, runId: string): Promise<SteeredRun> => {
  const run = await readRun(db, runId);
  if (['succeeded', 'failed', 'cancelled'].includes(run.status)) throw runEnded();
  return run;
};

const ref = (db: TenantDb, runId: string, id: bigint): OutboxRef => ({ id, tenantId: db.tenantId, runId });

/** The run that is cancelled may have stood before others: they get their turn. */
const cancelQueued = async (db: TenantDb, run: SteeredRun, text: Text): Promise<OutboxRef[]> => {
  const told = await endUnstarted(db, [run.id], { code: 'cancelled', text });
  const turn = { flow: run.flow_id, runKey: run.run_key, group: run.concurrency_key };
  const started = await startQueued(db, turn, true);
  return [...told, ...[...started].map(([id, outboxId]) => ref(db, formatId('run', id), outboxId))];
};

/**
 * Cancels a run: one that waits for its turn ends at once, with the reason as its message; an open one is asked to end.
 * @throws `not_found`, `run_ended`
 */
export const cancelRun = async (
  db: TenantDb,
  runId: string,
  reason: Text = CANCELLED,
): Promise<{ status: RunStatus; outbox: OutboxRef[] }> => {
  const [place] = await db.sql<SteeredRun>`
    select id, flow_id, status, run_key, concurrency_key from runs
    where tenant_id = ${db.tenant} and id = ${parseId('run', runId)}`;
  if (place?.status === 'queued') {
    // In the order of all locks: groups, key, and only then the row.
    await lock(db, groupLock(place.flow_id));
    if (place.run_key !== null) await lock(db, keyLock(place.flow_id, place.run_key));
  }
  const run = await openRun(db, runId);
  if (run.status === 'queued') return { status: 'cancelled', outbox: await cancelQueued(db, run, reason) };
  // To the run it is a code, which its error carries.
  const id = await writeOutbox(db, run.id, { kind: 'cancel', payload: { reason: 'cancelled' } });
  return { status: run.status, outbox: [ref(db, runId, id)] };
};

/** @throws `not_found`, `run_ended`, `conflict` for a run that has not started. */
const signalRun = async (db: TenantDb, runId: string, signal: 'pause' | 'resume'): Promise<OutboxRef[]> => {
  const run = await openRun(db, runId);
  if (run.status === 'queued') throw failure('conflict', 'A execução ainda não começou', 'The run has not started');
  return [ref(db, runId, await writeOutbox(db, run.id, { kind: 'signal', payload: { signal } }))];
};

export const pauseRun = (db: TenantDb, runId: string): Promise<OutboxRef[]> => signalRun(db, runId, 'pause');
export const resumeRun = (db: TenantDb, runId: string): Promise<OutboxRef[]> => signalRun(db, runId, 'resume');
