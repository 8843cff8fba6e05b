import { isUnavailable } from '#flow/errors.ts';
import type { RunResult } from '#flow/machine/run-result.ts';
import type { Database, TenantDb } from '#prisma/with-tenant.ts';
import { formatId, parseId, uuidIn } from '../ids.ts';
import { groupLock, keyLock, lock } from '../locks.ts';
import { tellOfEnds } from '../outbound/run-facts.ts';
import type { OutboxRef } from '../outbox/outbox-row.ts';
import { cancelChildren } from './cancel-children.ts';
import { type ClosedRow, closeRows, discardData } from './close-rows.ts';
import { handBack, undeliveredTriggers } from './hand-back.ts';
import { admitOnFailure } from './on-failure.ts';
import type { ReadTrigger } from './read-trigger.ts';
import { NeedsGroupLock, startQueued } from './start-queued.ts';
import { tellParents } from './tell-parents.ts';

export interface CloseDeps {
  readTrigger: ReadTrigger;
}

export interface Closing {
  /** Runs that this call closed; the others were closed before. */
  closed: string[];
  /** What Temporal has to hear now: starts of the next runs, answers to parents. */
  outbox: OutboxRef[];
  /** What could not be closed; it is brought again. */
  failed: { record: RunResult; error: unknown }[];
}

interface OpenRow {
  id: string;
  flow_id: string;
  run_key: string | null;
  concurrency_key: string | null;
}

/** Locks what these runs hold, groups before keys. Gives the keyed ones. */
const lockPlaces = async (db: TenantDb, records: RunResult[], allGroups: boolean): Promise<OpenRow[]> => {
  const rows = await db.sql<OpenRow>`
    select id, flow_id, run_key, concurrency_key from runs
    where tenant_id = ${db.tenant} and id = any (${records.map(({ runId }) => parseId('run', runId))}::uuid[])
      and ended_at is null and (run_key is not null or concurrency_key is not null)`;
  const grouped = rows.filter((row) => allGroups || row.concurrency_key !== null);
  await lock(db, ...grouped.map((row) => groupLock(row.flow_id)));
  const keyed = rows.filter((row) => row.run_key !== null);
  await lock(db, ...keyed.map((row) => keyLock(row.flow_id, row.run_key ?? '')));
  return keyed;
};

/** Frees what a run held, and gives it to the next: triggers handed back first, then what is queued. */
const freePlace = async (
  db: TenantDb,
  row: ClosedRow,
  record: RunResult,
  { undelivered, allGroups }: { undelivered: string[]; allGroups: boolean },
): Promise<OutboxRef[]> => {
  const begun = row.run_key === null ? [] : await handBack(db, row, record, undelivered);
  const turn = { flow: row.flow_id, runKey: row.run_key, group: row.concurrency_key };
  const started = await startQueued(db, turn, allGroups || row.concurrency_key !== null);
  return [...begun, ...[...started].map(([run, id]) => ({ id, tenantId: db.tenantId, runId: formatId('run', run) }))];
};

const closeOfTenant = async (
  db: TenantDb,
  records: RunResult[],
  deps: CloseDeps,
  allGroups: boolean,
): Promise<Omit<Closing, 'failed'>> => {
  const keyed = await lockPlaces(db, records, allGroups);
  const undelivered =
    keyed.length === 0
      ? new Map<string, string[]>()
      : await undeliveredTriggers(
          db,
          keyed.map(({ id }) => id),
        );
  const rows = await closeRows(db, records);
  const recordOf = new Map(records.map((record) => [parseId('run', record.runId), record]));
  const outbox: OutboxRef[] = [];

  const told = rows.filter((row) => row.parent_wait).map(({ id }) => id);
  if (told.length > 0) outbox.push(...(await tellParents(db, told)));
  const parents = rows.filter((row) => recordOf.get(row.id)?.startsRuns).map(({ id }) => id);
  if (parents.length > 0) outbox.push(...(await cancelChildren(db, parents)));
  for (const row of rows) {
    const record = recordOf.get(row.id);
    if (!record) continue;
    if (row.run_key !== null || row.concurrency_key !== null)
      outbox.push(...(await freePlace(db, row, record, { undelivered: undelivered.get(row.id) ?? [], allGroups })));
    if (row.status === 'failed' && !row.test)
      outbox.push(...(await admitOnFailure(db, row, record.error, deps.readTrigger)));
  }
  await tellOfEnds(db, rows, (row) => recordOf.get(row.id), rows[0]?.has_endpoints ?? false);
  const unwanted = rows.filter((row) => recordOf.get(row.id)?.discardData).map(({ id }) => id);
  await discardData(db, unwanted);
  return { closed: rows.map((row) => formatId('run', row.id)), outbox };
};

type Opened = Pick<Database, 'withTenant'>;

const closeTogether = async ({ withTenant }: Opened, records: RunResult[], deps: CloseDeps) => {
  const tenantId = records[0]?.tenantId ?? '';
  try {
    return await withTenant(tenantId, (db) => closeOfTenant(db, records, deps, false));
  } catch (error) {
    if (!(error instanceof NeedsGroupLock)) throw error;
    return await withTenant(tenantId, (db) => closeOfTenant(db, records, deps, true));
  }
};

/**
 * A batch that fails is done again one by one: a record that cannot be closed stops no other. Where the database is away
 * each of them would only wait for it in vain.
 */
const closeBatch = async (database: Opened, records: RunResult[], deps: CloseDeps): Promise<Closing> => {
  try {
    return { ...(await closeTogether(database, records, deps)), failed: [] };
  } catch (error) {
    if (records.length === 1 || isUnavailable(error))
      return { closed: [], outbox: [], failed: records.map((record) => ({ record, error })) };
    const parts: Closing[] = [];
    for (const record of records) parts.push(await closeBatch(database, [record], deps));
    return merge(parts);
  }
};

const merge = (parts: Closing[]): Closing => ({
  closed: parts.flatMap((part) => part.closed),
  outbox: parts.flatMap((part) => part.outbox),
  failed: parts.flatMap((part) => part.failed),
});

/**
 * Closes ended runs of any tenants (docs/data.md, Closing). Idempotent: what is closed already, or not there, is passed
 * over, so the sweep may bring a record again.
 */
export const closeRuns = async (database: Opened, records: RunResult[], deps: CloseDeps): Promise<Closing> => {
  const known = records.filter((record) => uuidIn('run', record.runId) !== null);
  const byTenant = new Map<string, RunResult[]>();
  for (const record of known) byTenant.set(record.tenantId, [...(byTenant.get(record.tenantId) ?? []), record]);
  const parts: Closing[] = [];
  for (const batch of byTenant.values()) {
    // Twice the same run in one batch: the first record counts.
    const once = [...new Map(batch.toReversed().map((record) => [record.runId, record])).values()].toReversed();
    parts.push(await closeBatch(database, once, deps));
  }
  return merge(parts);
};
