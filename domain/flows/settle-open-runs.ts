import { TramaError } from '#flow/errors.ts';
import type { Trigger } from '#flow/machine/protocol.ts';
import type { Plan } from '#flow/plan/plan.ts';
import type { Database, TenantDb } from '#prisma/with-tenant.ts';
import { formatId, parseId } from '../ids.ts';
import { groupLock, keyLock, lock } from '../locks.ts';
import type { OutboxRef } from '../outbox/outbox-row.ts';
import { admit } from '../runs/admit.ts';
import type { ReadTrigger } from '../runs/read-trigger.ts';
import { recordFailedRun } from '../runs/record-failed-run.ts';
import { cancelRun } from '../runs/steer-run.ts';
import { getTenant, tenantInfo } from '../tenants/get-tenant.ts';
import { getPlan } from './find-version.ts';

/** What becomes of runs on older versions when a new one is published (`flow-language` §9). */
export type OpenRuns = 'keep' | 'cancel' | 'restart';

interface OlderRun {
  id: string;
  trigger: Trigger;
  run_key: string | null;
}

const BATCH = 100;
const NEW_VERSION = { pt: 'Uma versão nova foi publicada', en: 'A new version was published' };

const olderRuns = (db: TenantDb, flowId: string, version: number, after: string | null): Promise<OlderRun[]> =>
  db.sql<OlderRun>`
    select id, trigger, run_key from runs
    where tenant_id = ${db.tenant} and flow_id = ${parseId('flw', flowId)} and flow_version < ${version}
      and ended_at is null and not test and id > coalesce(${after}::uuid, '00000000-0000-0000-0000-000000000000')
    order by id limit ${BATCH}`;

/** The same trigger again, on the new version: behind the run that it takes the place of. */
const begin = async (
  db: TenantDb,
  run: OlderRun,
  { flowId, version, plan, readTrigger }: { flowId: string; version: number; plan: Plan; readTrigger: ReadTrigger },
): Promise<OutboxRef[]> => {
  const reading = readTrigger(plan, run.trigger, tenantInfo(await getTenant(db)), null);
  const request = {
    flow: { id: flowId },
    version,
    planHash: plan.hash,
    trigger: run.trigger,
    test: false,
    answerable: false,
    beyondPlan: true,
  };
  if (reading.kind === 'failed') return (await recordFailedRun(db, request, reading.error, readTrigger)).outbox;
  if (reading.kind === 'pass') return [];
  const { runId, outboxId } = await admit(db, { ...request, settings: { ...reading.settings, whenBusy: 'queue' } });
  return outboxId === undefined ? [] : [{ id: outboxId, tenantId: db.tenantId, runId }];
};

interface Settling {
  flowId: string;
  version: number;
  openRuns: OpenRuns;
}

interface Settled {
  /** Uuid of the last run looked at; null: there are no more. */
  last: string | null;
  settled: number;
  outbox: OutboxRef[];
}

const settleBatch = async (
  db: TenantDb,
  { flowId, version, openRuns }: Settling,
  after: string | null,
  readTrigger: ReadTrigger,
): Promise<Settled> => {
  const flow = parseId('flw', flowId);
  // Locks in their order: the flow's groups, then each run's key, then its row.
  await lock(db, groupLock(flow));
  const runs = await olderRuns(db, flowId, version, after);
  const plan = await getPlan(db, flowId, version);
  const outbox: OutboxRef[] = [];
  let settled = 0;
  for (const run of runs) {
    if (run.run_key !== null) await lock(db, keyLock(flow, run.run_key));
    const told = await cancelRun(db, formatId('run', run.id), NEW_VERSION).catch(ignoreEnded);
    if (!told) continue;
    outbox.push(...told.outbox);
    settled += 1;
    if (openRuns === 'restart') outbox.push(...(await begin(db, run, { flowId, version, plan, readTrigger })));
  }
  return { last: runs.length < BATCH ? null : (runs.at(-1)?.id ?? null), settled, outbox };
};

/**
 * Cancels, or cancels and starts again, the open runs of versions before this one, oldest first and a batch a
 * transaction. Gives what Temporal has to hear. A process that dies on the way leaves the rest on their versions.
 */
export const settleOpenRuns = async (
  { withTenant }: Pick<Database, 'withTenant'>,
  tenantId: string,
  settling: Settling,
  readTrigger: ReadTrigger,
): Promise<{ settled: number; outbox: OutboxRef[] }> => {
  const outbox: OutboxRef[] = [];
  let settled = 0;
  let after: string | null = null;
  if (settling.openRuns === 'keep') return { settled, outbox };
  do {
    const from: string | null = after;
    const batch: Settled = await withTenant(tenantId, (db) => settleBatch(db, settling, from, readTrigger));
    outbox.push(...batch.outbox);
    settled += batch.settled;
    after = batch.last;
  } while (after !== null);
  return { settled, outbox };
};

/** One that ended meanwhile needs nothing. */
const ignoreEnded = (error: unknown): null => {
  if (error instanceof TramaError && error.code === 'run_ended') return null;
  throw error;
};
