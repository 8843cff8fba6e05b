import { randomBytes } from 'node:crypto';
import type { AdminDb } from '#prisma/admin-db.ts';
import { formatId, newId, parseId } from '../ids.ts';
import { type Tenant, type TenantRow, tenantOf } from '../tenants/get-tenant.ts';
import { hashPassword, verifyPassword } from './password.ts';
import { hashToken } from './token.ts';

export type Role = 'owner' | 'admin' | 'editor' | 'operator' | 'viewer';

export interface SignedIn {
  sessionId: string;
  tenant: Tenant;
  user: { id: string; email: string; name: string };
  role: Role;
}

/** Days that a session lasts. */
export const SESSION_DAYS = 30;

// Tenant and user share column names, so the user's are renamed.
interface SessionRow extends TenantRow {
  session_id: string;
  user_id: string;
  email: string;
  user_name: string;
  role: Role;
}

const signedIn = ({ session_id, user_id, email, user_name, role, ...tenant }: SessionRow): SignedIn => ({
  sessionId: formatId('ses', session_id),
  tenant: tenantOf(tenant),
  user: { id: formatId('usr', user_id), email, name: user_name },
  role,
});

let nobody: Promise<string> | undefined;

/** The hash that an unknown address is held against: its answer takes as long as that of a known one. */
const nobodysHash = (): Promise<string> => {
  nobody ??= hashPassword(randomBytes(16).toString('hex'));
  return nobody;
};

/**
 * Signs in with e-mail and password; null where they do not fit, whatever the reason. `token` (256 bits) is for the
 * cookie, and is kept as its hash alone. Of a user with several tenants the first counts, or the one named.
 */
export const signIn = async (
  admin: AdminDb,
  { email, password, tenantSlug }: { email: string; password: string; tenantSlug?: string | undefined },
): Promise<{ token: string; expiresAt: string; session: SignedIn } | null> => {
  const [row] = await admin.sql<Omit<SessionRow, 'session_id'> & { password_hash: string | null }>`
    select u.id as user_id, u.email, u.name as user_name, u.password_hash, m.role,
      t.id, t.slug, t.name, t.plan, t.timezone, t.locale, t.settings, t.holidays
    from users u join memberships m on m.user_id = u.id join tenants t on t.id = m.tenant_id
    where u.email = ${email.trim().toLowerCase()} and u.disabled_at is null
      and (${tenantSlug ?? null}::text is null or t.slug = ${tenantSlug ?? null})
    order by m.created_at limit 1`;
  const fits = await verifyPassword(password, row?.password_hash ?? (await nobodysHash()));
  if (!row?.password_hash || !fits) return null;
  const { password_hash: _, ...rest } = row;
  const token = randomBytes(32).toString('base64url');
  const session_id = parseId('ses', newId('ses'));
  const [made] = await admin.sql<{ expires_at: Date }>`
    insert into sessions (tenant_id, id, user_id, token_hash, expires_at)
    values (${row.id}, ${session_id}, ${row.user_id}, ${hashToken(token)}, now() + ${SESSION_DAYS} * interval '1 day')
    returning expires_at`;
  if (!made) throw new Error('An insert gave no row');
  return { token, expiresAt: made.expires_at.toISOString(), session: signedIn({ ...rest, session_id }) };
};

/** Who a session's token is; null where it is unknown, over, revoked, or its user may not come in any more. */
export const verifySession = async (admin: AdminDb, token: string): Promise<SignedIn | null> => {
  const [row] = await admin.sql<SessionRow & { stale: boolean }>`
    select s.id as session_id, u.id as user_id, u.email, u.name as user_name, m.role,
      s.last_used_at < now() - interval '5 minutes' as stale,
      t.id, t.slug, t.name, t.plan, t.timezone, t.locale, t.settings, t.holidays
    from sessions s
    join users u on u.id = s.user_id and u.disabled_at is null
    join memberships m on m.tenant_id = s.tenant_id and m.user_id = s.user_id
    join tenants t on t.id = s.tenant_id
    where s.token_hash = ${hashToken(token)} and s.revoked_at is null and s.expires_at > now()`;
  if (!row) return null;
  const { stale, ...session } = row;
  // Not on every request: a session in use would be a write a click.
  if (stale) await admin.sql`update sessions set last_used_at = now() where token_hash = ${hashToken(token)}`;
  return signedIn(session);
};

/** Ends a session at once. */
export const revokeSession = async (admin: AdminDb, token: string): Promise<void> => {
  await admin.sql`
    update sessions set revoked_at = now() where token_hash = ${hashToken(token)} and revoked_at is null`;
};
