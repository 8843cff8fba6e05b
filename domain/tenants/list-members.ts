import { emptySql, sql } from '#prisma/sql.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { limitOf, type Page, type PageRequest, pageOf, readCursor, writeCursor } from '../cursor.ts';
import { formatId } from '../ids.ts';

export interface Member {
  id: string;
  name: string;
  email: string;
  role: string;
  /** ISO 8601 UTC. */
  since: string;
  /** They may not sign in. */
  disabled: boolean;
}

interface MemberRow {
  id: string;
  name: string;
  email: string;
  role: string;
  created_at: Date;
  disabled_at: Date | null;
}

/** The people of a tenant, those who came first first. @throws `malformed` */
export const listMembers = async (db: TenantDb, page: PageRequest): Promise<Page<Member>> => {
  const limit = limitOf(page);
  const after = readCursor(db, 'members', {}, page.cursor);
  const rows = await db.sql<MemberRow>`
    select u.id, u.name, u.email, m.role, m.created_at, u.disabled_at
    from memberships m join users u on u.id = m.user_id
    where m.tenant_id = ${db.tenant} ${after === null ? emptySql : sql`and u.id > ${after}::uuid`}
    order by u.id limit ${limit + 1}`;
  return pageOf(rows, {
    limit,
    item: ({ id, created_at, disabled_at, ...row }) => ({
      ...row,
      id: formatId('usr', id),
      since: created_at.toISOString(),
      disabled: disabled_at !== null,
    }),
    cursor: (last) => writeCursor(db, 'members', {}, last.id),
  });
};
