import { randomBytes } from 'node:crypto';
import type { AdminDb } from '#prisma/admin-db.ts';
import type { Query } from '#prisma/sql.ts';
import { ACCESS_COLUMNS, ACCESS_JOIN, type AccessRow, accessOf, type TenantAccess } from '../access/tenant-access.ts';
import { formatId, formatNullable, newId, parseId } from '../ids.ts';
import { type BuiltInRole, type RoleRow, roleName } from '../people/role.ts';
import { type Tenant, type TenantRow, tenantOf } from '../tenants/get-tenant.ts';
import { hashToken } from './token.ts';

export interface SignedIn {
  sessionId: string;
  /** The tenant that this session looks at now. */
  tenant: Tenant;
  user: { id: string; email: string; name: string };
  /** A built-in role's name, or `rol_…`. */
  role: string;
  /** What the role may: a built-in one by its name, one of the tenant's own by its rights. */
  rights: { builtIn: BuiltInRole } | { scopes: string[] };
  /** `usr_…` of whoever of ours sits in this person's place; nobody: null. */
  impersonatedBy: string | null;
  access: TenantAccess;
  /** A second factor stands behind this session, or was asked for when it began. */
  twoStep: boolean;
  /** The tenant's own provider let them in: its word is good in this tenant, and for nothing of the person's own. */
  sso: boolean;
}

/** Days that a session lasts. */
export const SESSION_DAYS = 30;

// Tenant and user share column names, so the user's are renamed.
interface SessionRow extends TenantRow, RoleRow, AccessRow {
  session_id: string;
  user_id: string;
  email: string;
  user_name: string;
  role_scopes: string[] | null;
  impersonated_by: string | null;
  two_step: boolean;
  sso: boolean;
}

const signedIn = (row: SessionRow): SignedIn => {
  const { access, rest } = accessOf(row);
  const { session_id, user_id, email, user_name, role, role_id, role_scopes, impersonated_by, ...more } = rest;
  const { two_step: twoStep, sso, ...tenant } = more;
  return {
    sessionId: formatId('ses', session_id),
    tenant: tenantOf(tenant),
    user: { id: formatId('usr', user_id), email, name: user_name },
    role: roleName({ role, role_id }),
    rights: role === 'custom' ? { scopes: role_scopes ?? [] } : { builtIn: role },
    impersonatedBy: formatNullable('usr', impersonated_by),
    access,
    twoStep,
    sso,
  };
};

/** Tokens are kept as this: SHA-256, hex. */
export const hashSessionToken = (token: string): string => hashToken(token).toString('hex');

export interface NewSession {
  userId: string;
  tenantId: string;
  ip?: string | null;
  userAgent?: string | null;
  /** How they came in: `password`, `impersonation` … */
  method: string;
  /** `usr_…` of whoever of ours sits in this person's place. */
  impersonatedBy?: string | null;
  /** Seconds; 30 days where it says none. */
  lastsSeconds?: number;
  /** `ten_…` whose own provider let them in. */
  ssoTenantId?: string;
}

/** Opens a session. `token` (256 bits) is for the cookie, and is kept as its hash alone. */
export const createSession = async (
  sql: Query,
  given: NewSession,
): Promise<{ id: string; token: string; expiresAt: string }> => {
  const token = randomBytes(32).toString('base64url');
  const id = newId('ses');
  const impersonator = given.impersonatedBy ? parseId('usr', given.impersonatedBy) : null;
  const sso = given.ssoTenantId ? parseId('ten', given.ssoTenantId) : null;
  const [made] = await sql<{ expires_at: Date }>`
    insert into identity.sessions (id, user_id, active_tenant_id, token_hash, ip_address, user_agent, method,
      impersonated_by, sso_tenant_id, expires_at)
    values (${parseId('ses', id)}, ${parseId('usr', given.userId)}, ${parseId('ten', given.tenantId)},
      ${hashSessionToken(token)}, ${given.ip ?? null}, ${given.userAgent ?? null}, ${given.method}, ${impersonator}, ${sso},
      now() + ${given.lastsSeconds ?? SESSION_DAYS * 86_400} * interval '1 second')
    returning expires_at`;
  if (!made) throw new Error('An insert gave no row');
  return { id, token, expiresAt: made.expires_at.toISOString() };
};

/**
 * Who a session's token is; null where it is unknown, over, revoked, or its user may not come in any more. One query: it
 * stands before every call of a browser. `used` false: to look is not to use it, and it goes on growing idle.
 */
export const verifySession = async (
  admin: AdminDb,
  token: string,
  { used = true }: { used?: boolean } = {},
): Promise<SignedIn | null> => {
  const hash = hashSessionToken(token);
  const [row] = await admin.sql<SessionRow & { stale: boolean }>`
    select s.id as session_id, u.id as user_id, u.email, u.name as user_name, m.role, m.role_id, r.scopes as role_scopes,
      s.impersonated_by, s.sso_tenant_id is not null as sso,
      u.two_factor_enabled or s.second_factor_at is not null or s.sso_tenant_id is not null as two_step, ${ACCESS_COLUMNS},
      s.last_used_at < now() - least(interval '5 minutes', p.idle_minutes * interval '10 seconds') as stale,
      t.id, t.slug, t.name, t.plan, t.timezone, t.locale, t.settings, t.holidays
    from identity.sessions s
    join users u on u.id = s.user_id and u.disabled_at is null
    join memberships m on m.tenant_id = s.active_tenant_id and m.user_id = s.user_id
    join tenants t on t.id = s.active_tenant_id
    left join roles r on r.tenant_id = m.tenant_id and r.id = m.role_id
    ${ACCESS_JOIN}
    where s.token_hash = ${hash} and s.revoked_at is null and s.expires_at > now()
      and (s.sso_tenant_id is null
        or (s.sso_tenant_id = s.active_tenant_id and o.enabled_at <= s.created_at))
      and (s.impersonated_by is null
        or exists (select 1 from users o where o.id = s.impersonated_by and o.disabled_at is null))
      and (p.idle_minutes is null or s.last_used_at > now() - p.idle_minutes * interval '1 minute')
      and (p.session_hours is null or s.created_at > now() - p.session_hours * interval '1 hour')`;
  if (!row) return null;
  const { stale, ...session } = row;
  // Not on every request: a session in use would be a write a click.
  if (stale && used) await admin.sql`update identity.sessions set last_used_at = now() where token_hash = ${hash}`;
  return signedIn(session);
};

/** Ends a session at once. */
export const revokeSession = async (admin: AdminDb, token: string): Promise<void> => {
  await admin.sql`
    update identity.sessions set revoked_at = now()
    where token_hash = ${hashSessionToken(token)} and revoked_at is null`;
};

/** Ends what a person has open, places of others among it, all of it or all but one (`ses_…`); gives how many. */
export const revokeSessionsOf = async (
  sql: Query,
  userId: string,
  except: string | null = null,
  within: string | null = null,
): Promise<number> => {
  const tenant = within === null ? null : parseId('ten', within);
  const kept = except === null ? null : parseId('ses', except);
  const rows = await sql`
    update identity.sessions set revoked_at = now()
    where (user_id = ${parseId('usr', userId)} or impersonated_by = ${parseId('usr', userId)})
      and revoked_at is null and expires_at > now() and (${kept}::uuid is null or id <> ${kept}::uuid)
      and (${tenant}::uuid is null or sso_tenant_id = ${tenant}::uuid) returning id`;
  return rows.length;
};
