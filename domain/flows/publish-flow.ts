import { failure } from '#flow/errors.ts';
import type { Json, Locale } from '#flow/json.ts';
import type { Plan } from '#flow/plan/plan.ts';
import { json } from '#prisma/sql.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { appendAudit } from '../audit/audit.ts';
import { fillRoom } from '../entitlements/freeze.ts';
import { requireRoom } from '../entitlements/require-room.ts';
import { formatId } from '../ids.ts';
import { cut, tellEndpoints } from '../outbound/tell-endpoints.ts';
import { getVersion, type VersionSummary, withoutPlan } from './find-version.ts';
import type { FlowRow } from './flow-view.ts';
import { holdFlow } from './get-flow.ts';
import { writeTrigger } from './write-trigger.ts';

interface NewVersion {
  definition: Json;
  plan: Plan;
  note: string | null;
  by: string;
  /** Of what is said of problems. */
  locale?: Locale;
  action: 'flow.publish' | 'flow.rollback';
  /** The draft is another. */
  changed: boolean;
}

/** It talks with people already. */
const isBot = async (db: TenantDb, flow: string): Promise<boolean> => {
  const [row] = await db.sql`
    select 1 from flow_triggers where tenant_id = ${db.tenant} and flow_id = ${flow} and type = 'message'`;
  return row !== undefined;
};

/** Writes the next version of a held flow, moves what is published to it, and what it listens to. */
const addVersion = async (db: TenantDb, held: FlowRow, next: NewVersion): Promise<VersionSummary> => {
  if (held.published_version === null) await requireRoom(db, 'flows');
  const wasBot = await isBot(db, held.id);
  const isBotNow = next.plan.trigger.type === 'message';
  const [row] = await db.sql<{ version: number; created_at: Date }>`
    insert into flow_versions (tenant_id, flow_id, version, definition, plan, plan_hash, note, created_by)
    select ${db.tenant}, ${held.id}, coalesce(max(version), 0) + 1, ${json(next.definition)}::json, ${json(next.plan)}::json,
      ${next.plan.hash}, ${next.note}, ${next.by}
    from flow_versions where tenant_id = ${db.tenant} and flow_id = ${held.id}
    returning version, created_at`;
  if (!row) throw new Error('An insert gave no row');
  const { version } = row;
  await db.sql`
    update flows set published_version = ${version}, updated_at = now(), unpublished_changes = ${next.changed}
    where tenant_id = ${db.tenant} and id = ${held.id}`;
  await writeTrigger(db, held.id, { version, ...next });
  if (isBotNow && !wasBot) await requireRoom(db, 'chatbot_flows', 1, { counted: true });
  // Its room among those that talk with people is another's.
  if (wasBot && !isBotNow) await fillRoom(db, 'flow');
  const flowId = formatId('flw', held.id);
  const data = { version, hash: next.plan.hash, note: next.note };
  await appendAudit(db, { actor: next.by, action: next.action, target: flowId, name: held.name, data });
  const { note, by: createdBy, plan } = next;
  const told = { flowId, version, note: note === null ? null : cut(note), publishedBy: createdBy };
  await tellEndpoints(db, [{ type: 'flow.published', flowId, data: told }]);
  return { flowId, version, hash: plan.hash, note, createdBy, createdAt: row.created_at.toISOString() };
};

export interface Publishing {
  /** Made by the compiler of the draft at `revision`. */
  plan: Plan;
  revision: number;
  note?: string | null;
  by: string;
  locale?: Locale;
}

/**
 * Makes the draft the next version and publishes it, in one transaction. Runs that are open stay on theirs: see
 * `settleOpenRuns`.
 * @throws `not_found`, `conflict` (archived), `stale` where the draft is no longer the one that was compiled,
 * `flow_has_problems` (`duplicate_path`), `limit_exceeded` and `plan_required` where the plan has no room for one more
 */
export const publishFlow = async (
  db: TenantDb,
  flow: string,
  { revision, note = null, ...what }: Publishing,
): Promise<VersionSummary> => {
  const held = await holdFlow(db, flow);
  if (held.draft_revision !== revision)
    throw failure(
      'stale',
      'Outra pessoa salvou o rascunho nesse meio-tempo',
      'The draft was saved by somebody else meanwhile',
    );
  return addVersion(db, held, { ...what, definition: held.draft, note, action: 'flow.publish', changed: false });
};

/** A new version with the content of an old one. The draft stays as it is. @throws as `publishFlow` */
export const rollbackFlow = async (
  db: TenantDb,
  flow: string,
  { version, note, ...by }: { version: number; note?: string | null; by: string; locale?: Locale },
): Promise<VersionSummary> => {
  const held = await holdFlow(db, flow);
  const { definition, plan } = await getVersion(db, formatId('flw', held.id), version);
  if (!plan) throw withoutPlan();
  const changed = JSON.stringify(definition) !== JSON.stringify(held.draft);
  return addVersion(db, held, {
    ...by,
    definition,
    plan,
    note: note ?? `↩ ${version}`,
    action: 'flow.rollback',
    changed,
  });
};
