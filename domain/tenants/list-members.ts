import { failure } from '#flow/errors.ts';
import { emptySql, sql } from '#prisma/sql.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { limitOf, type Page, type PageRequest, pageOf, readCursor, writeCursor } from '../cursor.ts';
import { formatId, parseId } from '../ids.ts';
import { type RoleRow, roleName } from '../people/role.ts';

export interface Member {
  id: string;
  name: string;
  email: string;
  /** A built-in role, or `rol_…`. */
  role: string;
  /** Of a role of the tenant's own. */
  roleName: string | null;
  /** ISO 8601 UTC. */
  since: string;
  /** They may not sign in. */
  disabled: boolean;
  /** Two-step verification is on. */
  twoStep: boolean;
}

interface MemberRow extends RoleRow {
  id: string;
  name: string;
  email: string;
  role_name: string | null;
  created_at: Date;
  disabled_at: Date | null;
  two_factor_enabled: boolean;
}

const memberOf = (row: MemberRow): Member => ({
  id: formatId('usr', row.id),
  name: row.name,
  email: row.email,
  role: roleName(row),
  roleName: row.role_name,
  since: row.created_at.toISOString(),
  disabled: row.disabled_at !== null,
  twoStep: row.two_factor_enabled,
});

const COLUMNS = sql`u.id, u.name, u.email, m.role, m.role_id, r.name as role_name, m.created_at, u.disabled_at,
    u.two_factor_enabled
  from memberships m join users u on u.id = m.user_id
  left join roles r on r.tenant_id = m.tenant_id and r.id = m.role_id`;

/** The people of a tenant, those who came first first. @throws `malformed` */
export const listMembers = async (db: TenantDb, page: PageRequest): Promise<Page<Member>> => {
  const limit = limitOf(page);
  const after = readCursor(db, 'members', {}, page.cursor);
  const rows = await db.sql<MemberRow>`
    select ${COLUMNS}
    where m.tenant_id = ${db.tenant} ${after === null ? emptySql : sql`and u.id > ${after}::uuid`}
    order by u.id limit ${limit + 1}`;
  return pageOf(rows, { limit, item: memberOf, cursor: (last) => writeCursor(db, 'members', {}, last.id) });
};

/** @throws `not_found` */
export const getMember = async (db: TenantDb, userId: string): Promise<Member> => {
  const [row] = await db.sql<MemberRow>`
    select ${COLUMNS} where m.tenant_id = ${db.tenant} and u.id = ${parseId('usr', userId)}`;
  if (!row) throw failure('not_found', 'Esta pessoa não é da conta.', 'This person is not of the tenant.');
  return memberOf(row);
};
