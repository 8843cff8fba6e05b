import { failure } from '#flow/errors.ts';
import type { JsonObject, JsonSchema } from '#flow/json.ts';
import { json } from '#prisma/sql.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { formatId, parseId } from '../ids.ts';
import { cut, tellEndpoints } from '../outbound/tell-endpoints.ts';
import type { OutboxRef } from '../outbox/outbox-row.ts';
import { writeOutbox } from '../outbox/write-outbox.ts';
import { readFields } from './approval-fields.ts';
import { type DecidedRow, outcomeOf } from './decision.ts';
import { noSuchApproval } from './list-approvals.ts';

/** Who decides. `link`: whoever has the token; `key`: an API key, which acts for the tenant. */
export type Decider =
  | { kind: 'user'; email: string; role: string; name: string }
  | { kind: 'link' }
  | { kind: 'key'; name: string };

export interface Decision {
  decision: 'approved' | 'rejected';
  comment?: string | null | undefined;
  fields?: JsonObject | undefined;
}

interface AskedRow {
  status: string;
  assignees: string[];
  fields: Record<string, JsonSchema>;
  run_id: string;
  call: number;
  node: string;
  title: string;
  flow_id: string;
  test: boolean;
}

/** @throws `unauthorized` where somebody must sign in, `forbidden` where it is not for them (docs/decisions/204). */
const checkAssignee = (assignees: string[], by: Decider): void => {
  if (assignees.length === 0 || by.kind === 'key') return;
  if (by.kind === 'link')
    throw failure('unauthorized', 'Entre para decidir esta aprovação', 'Sign in to decide this approval');
  const named = assignees.map((assignee) => assignee.toLowerCase());
  if (!named.includes(by.email.toLowerCase()) && !named.includes(by.role))
    throw failure('forbidden', 'Esta aprovação é de outra pessoa', 'This approval is for somebody else');
};

const tellOf = (
  db: TenantDb,
  approvalId: string,
  { run_id, flow_id, node, title }: AskedRow,
  decided: { decision: Decision['decision']; decidedBy: string | null },
): Promise<void> => {
  const data = { approvalId, runId: formatId('run', run_id), node, title: cut(title), ...decided };
  return tellEndpoints(db, [{ type: 'approval.decided', flowId: formatId('flw', flow_id), data }]);
};

const nameOf = (by: Decider): string => {
  if (by.kind === 'user') return by.email;
  return by.kind === 'link' ? 'link' : `key:${by.name}`;
};

/**
 * Decides an open approval; of two at once the first wins. The run hears of it in the same transaction.
 * @throws `not_found`, `already_closed`, `unauthorized`, `forbidden`, `invalid`
 */
export const decideApproval = async (
  db: TenantDb,
  approvalId: string,
  { decision, comment = null, fields = {} }: Decision,
  by: Decider,
): Promise<OutboxRef[]> => {
  const id = parseId('apr', approvalId);
  const [asked] = await db.sql<AskedRow>`
    select a.status, a.assignees, a.fields, a.run_id, a.call, a.node, a.title, r.flow_id, r.test
    from approvals a join runs r on r.tenant_id = a.tenant_id and r.id = a.run_id
    where a.tenant_id = ${db.tenant} and a.id = ${id}`;
  if (!asked) throw noSuchApproval();
  checkAssignee(asked.assignees, by);
  const closed = () => failure('already_closed', 'A aprovação já foi encerrada', 'The approval is closed');
  if (asked.status !== 'open') throw closed();
  const values = readFields(asked.fields, fields, decision);
  const [row] = await db.sql<DecidedRow>`
    update approvals set status = ${decision}, decided_by = ${nameOf(by)}, comment = ${comment},
      field_values = ${json(values)}::json, closed_at = now()
    where tenant_id = ${db.tenant} and id = ${id} and status = 'open'
    returning status, decided_by, comment, field_values, closed_at`;
  const outcome = row && outcomeOf(row);
  if (!outcome) throw closed();
  if (!asked.test) await tellOf(db, approvalId, asked, { decision, decidedBy: row.decided_by });
  const payload = { signal: 'answer' as const, call: asked.call, outcome };
  const outboxId = await writeOutbox(db, asked.run_id, { kind: 'signal', payload });
  return [{ id: outboxId, tenantId: db.tenantId, runId: formatId('run', asked.run_id) }];
};
