import type { ApiDeps } from '#api/deps.ts';
import type { Caller } from '#api/frame/caller.ts';
import { carryOut } from '#api/runs/carry-out.ts';
import { type ApprovalView } from '#domain/approvals/approval-view.ts';
import { type Decider, type Decision, decideApproval } from '#domain/approvals/decide-approval.ts';
import { getApproval } from '#domain/approvals/list-approvals.ts';

export const deciderOf = ({ kind, email, role, name }: Caller): Decider =>
  kind === 'key' ? { kind, name } : { kind: 'user', email: email ?? '', role: role ?? '', name };

/** The first decision wins. @throws `not_found`, `already_closed`, `unauthorized`, `forbidden`, `invalid`. */
export async function decide(
  deps: ApiDeps,
  tenantId: string,
  approvalId: string,
  decision: Decision,
  by: Decider,
): Promise<ApprovalView> {
  const { outbox, approval } = await deps.database.withTenant(tenantId, async (db) => ({
    outbox: await decideApproval(db, approvalId, decision, by),
    approval: await getApproval(db, approvalId),
  }));
  carryOut(deps, outbox);
  return approval;
}
