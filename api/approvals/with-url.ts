import type { ApiDeps } from '#api/deps.ts';
import { type Caller, may } from '#api/frame/caller.ts';
import type { ApprovalView } from '#domain/approvals/approval-view.ts';
import { linkToken } from '#domain/approvals/link-token.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';

type Shown = ApprovalView & { url: string | null };

/** Adds the address of the page where an approval is decided. It decides by itself, so only who may decide sees it. */
export const withUrl =
  ({ settings }: Pick<ApiDeps, 'settings'>, caller: Caller, origin: string) =>
  (db: TenantDb, approval: ApprovalView): Shown => {
    const shown = approval.status === 'open' && may(caller, 'approvals:write');
    return { ...approval, url: shown ? `${settings.publicUrl ?? origin}/a/${linkToken(db, approval.id)}` : null };
  };
