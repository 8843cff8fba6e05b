import type { ApiDeps } from '#api/deps.ts';
import type { Caller } from '#api/frame/caller.ts';
import { carryOut } from '#api/runs/carry-out.ts';
import { type ApprovalView } from '#domain/approvals/approval-view.ts';
import { type Decider, type Decision, decideApproval } from '#domain/approvals/decide-approval.ts';
import { getApproval } from '#domain/approvals/list-approvals.ts';
import { appendAudit } from '#domain/audit/audit.ts';

export const deciderOf = ({ kind, email, role, name }: Caller): Decider =>
  kind !== 'session' ? { kind: 'key', name } : { kind: 'user', email: email ?? '', role: role ?? '', name };

/** The first decision wins. @throws `not_found`, `already_closed`, `unauthorized`, `forbidden`, `invalid`. */
export async function decide(
  deps: ApiDeps,
  tenantId: string,
  approvalId: string,
  decision: Decision,
  by: Decider,
): Promise<ApprovalView> {
  const { outbox, approval } = await deps.database.withTenant(tenantId, async (db) => {
    const told = await decideApproval(db, approvalId, decision, by);
    const closed = await getApproval(db, approvalId);
    const data = { name: closed.title, decision: decision.decision, run: closed.runId };
    // Who has the link alone is known by where they came from, not by name.
    const actor = by.kind === 'link' ? 'link' : (db.origin?.actor ?? by.kind);
    await appendAudit(db, { actor, action: 'approval.decide', target: approvalId, data });
    return { outbox: told, approval: closed };
  });
  carryOut(deps, outbox);
  return approval;
}
