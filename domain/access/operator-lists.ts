import type { AdminDb } from '#prisma/admin-db.ts';
import { emptySql, sql } from '#prisma/sql.ts';
import { formatId, parseId } from '../ids.ts';
import type { Place } from '../placement/ask-placement.ts';
import { PLATFORM_ID } from '../platform/platform.ts';

/** Times are ISO 8601 UTC. */
export interface OperatorTenant {
  id: string;
  slug: string;
  name: string;
  plan: string;
  status: 'active' | 'suspended' | 'deleting';
  reason: string | null;
  place: Place;
  /** Of a move that is under way, or did not come off: its last step, tables done and in all, and what went wrong. */
  move: { to: Place; step: string; done: number; of: number; error: string | null } | null;
  members: number;
  createdAt: string;
}

export interface OperatorUser {
  id: string;
  name: string;
  email: string;
  blockedAt: string | null;
  /** Until when nobody may try a password of theirs; null: anybody may. */
  lockedUntil: string | null;
  twoStep: boolean;
  lastSeenAt: string | null;
  tenants: { id: string; name: string; role: string }[];
}

const PAGE = 50;
/** What a person types is no pattern. */
const like = (text: string): string => `%${text.trim().replace(/[\\%_]/g, '\\$&')}%`;

interface ListRequest {
  q?: string | undefined;
  /** The id that the page before ended with. */
  after?: string | undefined;
}

/** Newest first; `q` is looked for in name, slug and id. */
export const findTenants = async (admin: AdminDb, { q = '', after }: ListRequest): Promise<OperatorTenant[]> => {
  const rows = await admin.sql<Omit<OperatorTenant, 'createdAt'> & { created_at: Date }>`
    select t.id, t.slug, t.name, t.plan, t.status, t.status_reason as reason, t.created_at,
      case when p.path like 'ten\\_%' or (p.path is null and (p.target = 'shared') <> p.turned) then 'own' else 'shared' end as place,
      case when p.step <> 'done' then json_build_object('to', p.target, 'step', p.step, 'error', p.last_error,
        'done', (select count(*) from json_object_keys(p.tables)), 'of', (select count(*) from placement_tables())) end as move,
      (select count(*)::int from memberships m where m.tenant_id = t.id) as members
    from tenants t left join tenant_placements p on p.tenant_id = t.id
    where t.id <> ${parseId('ten', PLATFORM_ID)} and (t.name ilike ${like(q)} or t.slug ilike ${like(q)} or 'ten_' || replace(t.id::text, '-', '') = ${q.trim()})
      ${after === undefined ? emptySql : sql`and t.id < ${parseId('ten', after)}::uuid`}
    order by t.id desc limit ${PAGE}`;
  return rows.map(({ created_at, ...row }) => ({
    ...row,
    id: formatId('ten', row.id),
    createdAt: created_at.toISOString(),
  }));
};

interface UserRow {
  id: string;
  name: string;
  email: string;
  disabled_at: Date | null;
  locked_until: Date | null;
  two_factor_enabled: boolean;
  last_seen: Date | null;
  tenants: { id: string; name: string; role: string }[] | null;
}

/** Newest first; `q` is looked for in name and e-mail; of one tenant where it is named. */
export const findUsers = async (
  admin: AdminDb,
  { q = '', after, tenant }: ListRequest & { tenant?: string | undefined },
): Promise<OperatorUser[]> => {
  const rows = await admin.sql<UserRow>`
    select u.id, u.name, u.email, u.disabled_at, u.two_factor_enabled,
      (select f.locked_until from identity.sign_in_failures f where f.locked_until > now()
        and f.subject = encode(sha256(convert_to('account ' || lower(u.email), 'UTF8')), 'hex')) as locked_until,
      (select max(s.last_used_at) from identity.sessions s where s.user_id = u.id and s.impersonated_by is null) as last_seen,
      (select json_agg(json_build_object('id', t.id, 'name', t.name, 'role', coalesce(r.name, m.role)) order by t.name)
        from memberships m join tenants t on t.id = m.tenant_id
        left join roles r on r.tenant_id = m.tenant_id and r.id = m.role_id where m.user_id = u.id) as tenants
    from users u
    where (u.name ilike ${like(q)} or u.email ilike ${like(q)})
      ${tenant === undefined ? emptySql : sql`and exists (select 1 from memberships m where m.user_id = u.id and m.tenant_id = ${parseId('ten', tenant)})`}
      ${after === undefined ? emptySql : sql`and u.id < ${parseId('usr', after)}::uuid`}
    order by u.id desc limit ${PAGE}`;
  return rows.map((row) => ({
    id: formatId('usr', row.id),
    name: row.name,
    email: row.email,
    blockedAt: row.disabled_at?.toISOString() ?? null,
    lockedUntil: row.locked_until?.toISOString() ?? null,
    twoStep: row.two_factor_enabled,
    lastSeenAt: row.last_seen?.toISOString() ?? null,
    tenants: (row.tenants ?? []).map((one) => ({ ...one, id: formatId('ten', one.id) })),
  }));
};
