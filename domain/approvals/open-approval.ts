import { randomBytes } from 'node:crypto';
import { TramaError } from '#flow/errors.ts';
import type { ApprovalRequest, Outcome, PathStep } from '#flow/machine/protocol.ts';
import { json } from '#prisma/sql.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { hashToken } from '../identity/token.ts';
import { formatId, newId, parseId } from '../ids.ts';
import { type DecidedRow, outcomeOf } from './decision.ts';

export interface NewApproval {
  runId: string;
  /** Names the visit of the node: opening it again finds the same approval. */
  visit: string;
  call: number;
  node: string;
  path: PathStep[];
  request: ApprovalRequest;
  /** Epoch ms. */
  expiresAt: number | null;
}

export interface OpenedApproval {
  approvalId: string;
  /** 256 bits, base64url, for the link; shown this once. Null: the approval is closed already. */
  token: string | null;
  /** The decision, where there is one by now. */
  outcome: Outcome | null;
}

/**
 * Opens an approval, once a visit. Asked again (its activity died before it told of the link) it gives a new token, and
 * the one before stops working.
 * @throws `run_ended`
 */
export const openApproval = async (db: TenantDb, given: NewApproval): Promise<OpenedApproval> => {
  const { request, expiresAt } = given;
  const run = parseId('run', given.runId);
  const [open] = await db.sql`
    select id from runs where tenant_id = ${db.tenant} and id = ${run} and ended_at is null for key share`;
  if (!open) throw new TramaError('run_ended', 'The run has ended');
  const token = randomBytes(32).toString('base64url');
  const [row] = await db.sql<DecidedRow & { id: string }>`
    insert into approvals (
      tenant_id, id, run_id, visit, call, node, path, title, details, fields, assignees, token_hash, expires_at)
    values (
      ${db.tenant}, ${parseId('apr', newId('apr'))}, ${run}, ${given.visit}, ${given.call}, ${given.node},
      ${json(given.path)}::json, ${request.title}, ${json(request.details)}::json, ${json(request.fields)}::json,
      ${request.assignees}::text[], ${hashToken(token)},
      ${expiresAt === null ? null : new Date(expiresAt).toISOString()}::timestamptz)
    on conflict (tenant_id, run_id, visit) do update
      set token_hash = case when approvals.status = 'open' then excluded.token_hash else approvals.token_hash end
    returning id, status, decided_by, comment, field_values, closed_at`;
  if (!row) throw new Error('An upsert gave no row');
  return {
    approvalId: formatId('apr', row.id),
    token: row.status === 'open' ? token : null,
    outcome: outcomeOf(row),
  };
};
