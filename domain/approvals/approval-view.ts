import type { Json, JsonObject, JsonSchema } from '#flow/json.ts';
import type { PathStep } from '#flow/machine/protocol.ts';
import { sql } from '#prisma/sql.ts';
import { formatId } from '../ids.ts';

export const APPROVAL_STATUSES = ['open', 'approved', 'rejected', 'timeout', 'cancelled'] as const;
export type ApprovalStatus = (typeof APPROVAL_STATUSES)[number];

/** What is asked, of whom, and what became of it. */
interface ApprovalFacts {
  node: string;
  path: PathStep[];
  title: string;
  details: Json;
  fields: Record<string, JsonSchema>;
  assignees: string[];
  status: ApprovalStatus;
  comment: string | null;
}

/** An approval as its row has it; its token is never read back. Times are ISO 8601 UTC. */
export interface ApprovalView extends ApprovalFacts {
  id: string;
  runId: string;
  flowId: string;
  flowName: string;
  createdAt: string;
  expiresAt: string | null;
  closedAt: string | null;
  /** Once decided. */
  by: string | null;
  values: JsonObject | null;
}

export interface ApprovalRow extends ApprovalFacts {
  id: string;
  run_id: string;
  flow_id: string;
  flow_name: string;
  created_at: Date;
  expires_at: Date | null;
  closed_at: Date | null;
  decided_by: string | null;
  field_values: JsonObject | null;
}

export const SELECT_APPROVALS = sql`
  select a.id, a.run_id, r.flow_id, f.name as flow_name, a.node, a.path, a.title, a.details, a.fields, a.assignees, a.status,
    a.created_at, a.expires_at, a.closed_at, a.decided_by, a.comment, a.field_values
  from approvals a
  join runs r on r.tenant_id = a.tenant_id and r.id = a.run_id
  join flows f on f.tenant_id = r.tenant_id and f.id = r.flow_id`;

export const viewApproval = (row: ApprovalRow): ApprovalView => ({
  id: formatId('apr', row.id),
  runId: formatId('run', row.run_id),
  flowId: formatId('flw', row.flow_id),
  flowName: row.flow_name,
  node: row.node,
  path: row.path,
  title: row.title,
  details: row.details,
  fields: row.fields,
  assignees: row.assignees,
  status: row.status,
  createdAt: row.created_at.toISOString(),
  expiresAt: row.expires_at?.toISOString() ?? null,
  closedAt: row.closed_at?.toISOString() ?? null,
  by: row.decided_by,
  comment: row.comment,
  values: row.field_values,
});
