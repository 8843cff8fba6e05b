import { failure } from '#flow/errors.ts';
import type { AdminDb } from '#prisma/admin-db.ts';
import { emptySql, sql } from '#prisma/sql.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { limitOf, type Page, type PageRequest, pageOf, readCursor, writeCursor } from '../cursor.ts';
import { hashToken } from '../identity/token.ts';
import { formatId, parseId, uuidIn } from '../ids.ts';
import { refuseWhileMoving } from '../placement/refuse-while-moving.ts';
import {
  type ApprovalRow,
  type ApprovalStatus,
  type ApprovalView,
  SELECT_APPROVALS,
  viewApproval,
} from './approval-view.ts';

export const noSuchApproval = () => failure('not_found', 'Esta aprovação não existe', 'There is no such approval');

export interface ApprovalFilters {
  status?: ApprovalStatus | undefined;
  run?: string | undefined;
}

/** Newest first. @throws `malformed` */
export const listApprovals = async (
  db: TenantDb,
  filters: ApprovalFilters,
  page: PageRequest,
): Promise<Page<ApprovalView>> => {
  const limit = limitOf(page);
  const known = { ...filters };
  const after = readCursor(db, 'approvals', known, page.cursor);
  const rows = await db.sql<ApprovalRow>`
    ${SELECT_APPROVALS} where a.tenant_id = ${db.tenant}
      ${filters.status === undefined ? emptySql : sql`and a.status = ${filters.status}`}
      ${filters.run === undefined ? emptySql : sql`and a.run_id = ${uuidIn('run', filters.run)}`}
      ${after === null ? emptySql : sql`and a.id < ${after}::uuid`}
    order by a.id desc limit ${limit + 1}`;
  return pageOf(rows, { limit, item: viewApproval, cursor: (last) => writeCursor(db, 'approvals', known, last.id) });
};

/** @throws `not_found` */
export const getApproval = async (db: TenantDb, approvalId: string): Promise<ApprovalView> => {
  const [row] = await db.sql<ApprovalRow>`
    ${SELECT_APPROVALS} where a.tenant_id = ${db.tenant} and a.id = ${parseId('apr', approvalId)}`;
  if (!row) throw noSuchApproval();
  return viewApproval(row);
};

/** Whose approval a link opens; null for a token that nobody gave. @throws `unavailable` where it may be on its way elsewhere */
export const approvalByToken = async (
  admin: AdminDb,
  token: string,
): Promise<{ tenantId: string; approvalId: string } | null> => {
  const [row] = await admin.sql<{ tenant_id: string; id: string }>`
    select tenant_id, id from approvals where token_hash = ${hashToken(token)}`;
  if (!row) await refuseWhileMoving(admin);
  return row ? { tenantId: formatId('ten', row.tenant_id), approvalId: formatId('apr', row.id) } : null;
};
