import { failure } from '#flow/errors.ts';
import type { AdminDb } from '#prisma/admin-db.ts';
import { isUniqueViolation } from '#prisma/database-error.ts';
import type { Database } from '#prisma/with-tenant.ts';
import { logOperator, type OperatorDeed } from '../access/block.ts';
import { tellAccess } from '../access/notices.ts';
import { appendAudit } from '../audit/audit.ts';
import { formatId, newId, parseId } from '../ids.ts';
import { lock } from '../locks.ts';
import type { Place } from '../placement/ask-placement.ts';
import { placeAtBirth } from '../placement/place-at-birth.ts';
import { type RoleRow, roleName } from './role.ts';
import { noWorkspaceRoom, type WorkspaceRoom, workspaceRoom } from './workspace-room.ts';

/** A tenant as one of its people chooses it. */
export interface Workspace {
  id: string;
  slug: string;
  name: string;
  /** A built-in role, or `rol_…`. */
  role: string;
  /** Of a role of the tenant's own. */
  roleName: string | null;
  status: 'active' | 'suspended' | 'deleting';
}

interface Row extends RoleRow {
  id: string;
  slug: string;
  name: string;
  role_name: string | null;
  status: Workspace['status'];
}

/** Of one person; nobody belongs to more that they know of. */
const MOST = 500;
const MOST_OWNED = 20;

/** Where a person belongs, by name. */
export const listWorkspaces = async (admin: AdminDb, userId: string): Promise<Workspace[]> => {
  const rows = await admin.sql<Row>`
    select t.id, t.slug, t.name, t.status, m.role, m.role_id, r.name as role_name
    from memberships m join tenants t on t.id = m.tenant_id
    left join roles r on r.tenant_id = m.tenant_id and r.id = m.role_id
    where m.user_id = ${parseId('usr', userId)} and t.status <> 'deleting' order by lower(t.name), t.id limit ${MOST}`;
  return rows.map((row) => ({
    id: formatId('ten', row.id),
    slug: row.slug,
    name: row.name,
    role: roleName(row),
    roleName: row.role_name,
    status: row.status,
  }));
};

/** The session looks at that tenant from now on. @throws `not_found` for one that its person does not belong to. */
export const switchWorkspace = async (
  admin: AdminDb,
  { userId, sessionId, tenantId }: { userId: string; sessionId: string; tenantId: string },
): Promise<void> => {
  await admin.transaction(async (sql) => {
    const rows = await sql`
      update identity.sessions s set active_tenant_id = m.tenant_id
      from memberships m join tenants t on t.id = m.tenant_id and t.status <> 'deleting'
      where s.id = ${parseId('ses', sessionId)} and s.user_id = ${parseId('usr', userId)} and s.revoked_at is null
        and m.user_id = s.user_id and m.tenant_id = ${parseId('ten', tenantId)} returning s.id`;
    if (rows.length === 0)
      throw failure('not_found', 'Esta conta não existe, ou não é sua.', 'There is no such tenant of yours.');
    // Streams of the tenant of before end in every window.
    await tellAccess(sql, { sessionId });
  });
};

/** What stands behind `/hooks/` and is our own, or reads as if it were: no new tenant's webhooks live there. */
const OURS: ReadonlySet<string> = new Set(['billing', 'trama']);

/** Letters and digits of a name, with dashes between; `conta` where it has none. */
const slugOf = (name: string): string =>
  name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40)
    .replace(/-+$/, '') || 'conta';

export interface NewWorkspace {
  /** The same at each try of one call. */
  id?: string | undefined;
  name: string;
  timezone: string;
  locale: string;
  userId: string;
  /** An operator makes it for that person. */
  operator?: OperatorDeed & { plan: string; place: Place };
}

/** Makes a tenant whose owner this person is. Asked again under the same id it makes nothing. @throws `plan_required`, `limit_exceeded`; `conflict` past 20, which no plan changes */
export const createWorkspace = async (database: Database, given: NewWorkspace): Promise<string> => {
  const tenantId = given.id ?? newId('ten');
  const base = slugOf(given.name);
  // What an operator makes is theirs to judge.
  const room = given.operator ? null : await workspaceRoom(database, given.userId);
  for (let n = 0; ; n++) {
    // The id's last digits are chance: the second try finds a free one.
    const slug = n === 0 && !OURS.has(base) ? base : `${base}-${tenantId.slice(-4 - n)}`;
    try {
      await insert(database.admin, { ...given, tenantId, slug, room });
      break;
    } catch (error) {
      if (n > 8 || !isUniqueViolation(error, 'tenants_slug_key')) throw error;
    }
  }
  if (given.operator) return tenantId; // Its audit hears of it once its place stands (`placeAtBirth`).
  await database.withTenant(tenantId, async (db) => {
    await lock(db, ['tenant-create']); // who asks twice may ask at once
    const [known] = await db.sql`select 1 from audit_entries where tenant_id = ${db.tenant} limit 1`;
    const actor = `user:${given.userId}`;
    if (!known) await appendAudit(db, { actor, action: 'tenant.create', target: tenantId, data: { name: given.name } });
  });
  return tenantId;
};

interface Placed {
  tenantId: string;
  slug: string;
  /** How many the plans of one's tenants let one own; null: nothing says so. */
  room: WorkspaceRoom | null;
}

const insert = (
  admin: AdminDb,
  { tenantId, slug, name, timezone, locale, userId, operator, room }: NewWorkspace & Placed,
): Promise<void> =>
  admin.transaction(async (sql) => {
    const [tenant, user] = [parseId('ten', tenantId), parseId('usr', userId)];
    // One at a time for a person, so that the count is true.
    await sql`select id from users where id = ${user} for update`;
    const [owned] = await sql<{ n: number }>`
      select count(*)::int as n from memberships where user_id = ${user} and role = 'owner' and tenant_id <> ${tenant}`;
    const current = owned?.n ?? 0;
    if (room !== null && current >= room.limit) throw await noWorkspaceRoom(admin, room, current);
    if (current >= MOST_OWNED)
      throw failure('conflict', 'Uma pessoa tem no máximo 20 contas.', 'A person owns at most 20 tenants.');
    const [made] = await sql`
      insert into tenants (id, slug, name, timezone, locale, plan)
      values (${tenant}, ${slug}, ${name}, ${timezone}, ${locale}, ${operator?.plan ?? 'FREE'})
      on conflict (id) do nothing returning id`;
    await sql`
      insert into memberships (tenant_id, user_id, role) values (${tenant}, ${user}, 'owner') on conflict do nothing`;
    if (!operator || !made) return;
    const { by, reason, plan, place } = operator;
    await placeAtBirth(sql, tenantId, { place, by, reason, data: { name, plan, place, reason } });
    const data = { name, plan, place, reason, owner: userId };
    await logOperator(sql, { actor: by, action: 'tenant.create', target: tenantId, data });
  });
