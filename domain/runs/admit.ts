import { failure } from '#flow/errors.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { formatId, parseId } from '../ids.ts';
import { groupLock, keyLock, lock } from '../locks.ts';
import type { Admission, AdmitRequest } from './admit-request.ts';
import { deliverTrigger } from './deliver-trigger.ts';
import { findRun, insertRun, type KnownRun, type Place, placeOf } from './insert-run.ts';
import { replaceRuns } from './replace-runs.ts';
import { startQueued } from './start-queued.ts';
import { checkTreeLimits } from './tree-limits.ts';

const admissionOf = (known: KnownRun): Admission => ({
  kind: known.status === 'queued' ? 'queued' : 'started',
  runId: known.id,
  workflowId: known.workflow_id,
});

/** What an earlier try of the same call made: a run with its id, or with its parent's call. */
const earlierTry = async (db: TenantDb, { run, request }: Place): Promise<Admission | null> => {
  if (request.parent) {
    const [row] = await db.sql<KnownRun>`
      select id, status, workflow_id from runs
      where tenant_id = ${db.tenant} and parent_run_id = ${parseId('run', request.parent.runId)}
        and parent_call = ${request.parent.call}`;
    if (row) return admissionOf({ ...row, id: formatId('run', row.id) });
  }
  if (request.runId === undefined) return null;
  const known = await findRun(db, run);
  return known ? admissionOf(known) : null;
};

/** The run that holds the key, or else the first that waits for it. Called under the key's lock. */
const holderOf = async (db: TenantDb, flow: string, runKey: string) => {
  const [holder] = await db.sql<KnownRun>`
    select id, status, workflow_id from runs
    where tenant_id = ${db.tenant} and flow_id = ${flow} and run_key = ${runKey} and ended_at is null
    order by (status = 'queued'), queue_seq limit 1`;
  return holder ? { ...holder, id: formatId('run', holder.id) } : null;
};

/** Writes a run that starts now. */
const begin = async (db: TenantDb, place: Place): Promise<Admission> => {
  const made = await insertRun(db, place, 'running');
  if (made)
    return {
      kind: 'started',
      runId: place.runId,
      workflowId: place.workflowId,
      ...(made.outboxId !== null && { outboxId: made.outboxId }),
    };
  const known = await findRun(db, place.run);
  if (!known) throw new Error('A run is there and is not');
  return admissionOf(known);
};

/** Writes a run that waits its turn, and lets the turns come: it may be its own. */
const enqueue = async (db: TenantDb, place: Place): Promise<Admission> => {
  await insertRun(db, place, 'queued');
  const at = { runId: place.runId, workflowId: place.workflowId };
  const started = await startQueued(db, { flow: place.flow, runKey: place.runKey, group: place.group?.key ?? null });
  const outboxId = started.get(place.run);
  return outboxId === undefined ? { kind: 'queued', ...at } : { kind: 'started', ...at, outboxId };
};

/** What becomes of a trigger whose key has a run that is open or waits. */
const meetHolder = async (db: TenantDb, place: Place, holder: KnownRun): Promise<Admission> => {
  const { whenBusy } = place.request.settings;
  if (place.request.parent?.wait && (whenBusy === 'signal' || whenBusy === 'skip'))
    throw failure(
      'flow_busy',
      'A chave do outro fluxo tem uma execução aberta',
      'The key of the other flow has an open run',
      { details: { runId: holder.id } },
    );
  switch (whenBusy) {
    case 'queue':
      return enqueue(db, place);
    case 'skip':
      return { kind: 'skipped', runId: holder.id, workflowId: holder.workflow_id };
    case 'signal':
      return deliverTrigger(db, place, holder);
    case 'replace': {
      const cancelId = await replaceRuns(db, place, holder);
      const admission = await enqueue(db, place);
      if (admission.kind !== 'queued') return admission;
      return { ...admission, kind: 'replacing', ...(cancelId !== null && { outboxId: cancelId }) };
    }
  }
};

/**
 * Decides what an accepted trigger becomes, in order of arrival, and writes it with what Temporal has to hear
 * (`flow-language` §6). The caller acknowledges after the commit, not before.
 * @throws `flow_busy`, `too_many_runs` for a `flow` node; `not_found` where the flow is not the tenant's.
 */
export const admit = async (db: TenantDb, request: AdmitRequest): Promise<Admission> => {
  const place = placeOf(db, request);
  const { runKey, group, flow } = place;
  if (request.parent || request.lineage) await checkTreeLimits(db, request);
  if (request.parent || (request.runId !== undefined && (runKey !== null || group))) {
    const earlier = await earlierTry(db, place);
    if (earlier) return earlier;
  }
  if (runKey === null && !group) return begin(db, place);

  if (group) await lock(db, groupLock(flow));
  if (runKey !== null) {
    await lock(db, keyLock(flow, runKey));
    const holder = await holderOf(db, flow, runKey);
    if (holder) return meetHolder(db, place, holder);
  }
  return group ? enqueue(db, place) : begin(db, place);
};
