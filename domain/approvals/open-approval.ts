import type { ApprovalRequest, Outcome, PathStep } from '#flow/machine/protocol.ts';
import { json } from '#prisma/sql.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { hashToken } from '../identity/token.ts';
import { formatId, newId, parseId } from '../ids.ts';
import { cut, tellEndpoints } from '../outbound/tell-endpoints.ts';
import { runEnded } from '../runs/run-failures.ts';
import { type DecidedRow, outcomeOf } from './decision.ts';
import { linkToken } from './link-token.ts';
import { planMessages } from './plan-messages.ts';

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
  /** For the link. Null: the approval is closed already. */
  token: string | null;
  /** The decision, where there is one by now. */
  outcome: Outcome | null;
}

/** Opens an approval, once a visit: asked again (its activity died) it finds the same one. @throws `run_ended` */
export const openApproval = async (db: TenantDb, given: NewApproval): Promise<OpenedApproval> => {
  const { request, expiresAt } = given;
  const run = parseId('run', given.runId);
  const [open] = await db.sql<{ flow_id: string; test: boolean }>`
    select flow_id, test from runs where tenant_id = ${db.tenant} and id = ${run} and ended_at is null for key share`;
  if (!open) throw runEnded();
  const id = newId('apr');
  const [row] = await db.sql<DecidedRow & { id: string; opened: boolean }>`
    insert into approvals (
      tenant_id, id, run_id, visit, call, node, path, title, details, fields, assignees, token_hash, expires_at)
    values (
      ${db.tenant}, ${parseId('apr', id)}, ${run}, ${given.visit}, ${given.call}, ${given.node},
      ${json(given.path)}::json, ${request.title}, ${json(request.details)}::json, ${json(request.fields)}::json,
      ${request.assignees}::text[], ${hashToken(linkToken(db, id))},
      ${expiresAt === null ? null : new Date(expiresAt).toISOString()}::timestamptz)
    on conflict (tenant_id, run_id, visit) do update set visit = excluded.visit
    returning id, xmax = 0 as opened, status, decided_by, comment, field_values, closed_at`;
  if (!row) throw new Error('An upsert gave no row');
  const approvalId = formatId('apr', row.id);
  if (row.status === 'open') await planMessages(db, approvalId, request);
  if (row.opened && !open.test) {
    const data = { approvalId, runId: given.runId, node: given.node, title: cut(request.title) };
    const until = expiresAt === null ? null : new Date(expiresAt).toISOString();
    const flowId = formatId('flw', open.flow_id);
    await tellEndpoints(db, [{ type: 'approval.opened', flowId, data: { ...data, expiresAt: until } }]);
  }
  return {
    approvalId,
    token: row.status === 'open' ? linkToken(db, approvalId) : null,
    outcome: outcomeOf(row),
  };
};
