import { failure } from '#flow/errors.ts';
import type { Json } from '#flow/json.ts';
import type { Plan } from '#flow/plan/plan.ts';
import { emptySql, sql } from '#prisma/sql.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { limitOf, type Page, type PageRequest, pageOf, readCursor, writeCursor } from '../cursor.ts';
import { formatId, uuidIn } from '../ids.ts';
import { getFlow } from './get-flow.ts';

const noSuchVersion = () => failure('not_found', 'Esta versão não existe', 'There is no such version');

/** A version of an archive that came from elsewhere, and is not what this installation makes of its definition. */
export const withoutPlan = () =>
  failure(
    'conflict',
    'Esta versão veio de outra instalação: abra o fluxo no editor e publique.',
    'This version came from another installation: open the flow in the editor and publish it.',
  );

/** null: of an import, which keeps no plan that it did not make (domain/privacy/import/table-rules.ts). */
export const wholePlan = (plan: Plan | null): Plan | null => (plan !== null && 'nodes' in plan ? plan : null);

/** A version as lists show it. */
export interface VersionSummary {
  flowId: string;
  version: number;
  /** Of the plan's content. */
  hash: string;
  note: string | null;
  createdBy: string;
  /** ISO 8601 UTC. */
  createdAt: string;
}

export interface FlowVersion extends VersionSummary {
  definition: Json;
  /** null: `withoutPlan` */
  plan: Plan | null;
}

interface SummaryRow {
  flow_id: string;
  version: number;
  plan_hash: string;
  note: string | null;
  created_by: string;
  created_at: Date;
}

const summarize = (row: SummaryRow): VersionSummary => ({
  flowId: formatId('flw', row.flow_id),
  version: row.version,
  hash: row.plan_hash,
  note: row.note,
  createdBy: row.created_by,
  createdAt: row.created_at.toISOString(),
});

/** A version of a flow that is not archived, by the flow's id or slug; null where there is none. */
export const findVersion = async (db: TenantDb, flow: string, version: number): Promise<FlowVersion | null> => {
  if (!Number.isInteger(version) || version < 1 || version > 2_147_483_647) return null;
  const [row] = await db.sql<SummaryRow & { definition: Json; plan: Plan }>`
    select v.flow_id, v.version, v.plan_hash, v.note, v.created_by, v.created_at, v.definition, v.plan
    from flow_versions v join flows f on f.tenant_id = v.tenant_id and f.id = v.flow_id
    where v.tenant_id = ${db.tenant} and v.version = ${version} and f.archived_at is null
      and (f.id = ${uuidIn('flw', flow)} or f.slug = ${flow})`;
  return row ? { ...summarize(row), definition: row.definition, plan: wholePlan(row.plan) } : null;
};

/** @throws `not_found` */
export const getVersion = async (db: TenantDb, flow: string, version: number): Promise<FlowVersion> => {
  const found = await findVersion(db, flow, version);
  if (!found) throw noSuchVersion();
  return found;
};

/** The plan of a run's version, archived or not; what workers load once and keep. @throws `not_found` */
export const getPlan = async (db: TenantDb, flowId: string, version: number): Promise<Plan> => {
  const [row] = await db.sql<{ plan: Plan }>`
    select plan from flow_versions
    where tenant_id = ${db.tenant} and flow_id = ${uuidIn('flw', flowId)} and version = ${version}`;
  if (!row) throw noSuchVersion();
  return row.plan;
};

/** Newest first. @throws `not_found`, `malformed` */
export const listVersions = async (db: TenantDb, flow: string, page: PageRequest): Promise<Page<VersionSummary>> => {
  const { id } = await getFlow(db, flow);
  const limit = limitOf(page);
  const filters = { flow: id };
  const after = readCursor(db, 'versions', filters, page.cursor);
  const rows = await db.sql<SummaryRow>`
    select flow_id, version, plan_hash, note, created_by, created_at from flow_versions
    where tenant_id = ${db.tenant} and flow_id = ${uuidIn('flw', id)}
      ${after === null ? emptySql : sql`and version < ${after}::int`}
    order by version desc limit ${limit + 1}`;
  return pageOf(rows, {
    limit,
    item: summarize,
    cursor: (last) => writeCursor(db, 'versions', filters, String(last.version)),
  });
};
