import type { AdminDb } from '#prisma/admin-db.ts';
import { formatId } from '../ids.ts';
import { hashPassword, isOutdated, nobodysHash, verifyPassword } from './password.ts';
import { createSession, type SignedIn, verifySession } from './sessions.ts';
import { keepPassword } from './users.ts';

export interface PasswordGiven {
  email: string;
  password: string;
  /** Of a person with several tenants the first counts, or the one named. */
  tenantSlug?: string | undefined;
  ip?: string;
  userAgent?: string;
}

/** Signs in with e-mail and password; null where they do not fit, whatever the reason. */
export const signIn = async (
  admin: AdminDb,
  { email, password, tenantSlug, ip, userAgent }: PasswordGiven,
): Promise<{ token: string; expiresAt: string; session: SignedIn } | null> => {
  const [row] = await admin.sql<{ user_id: string; tenant_id: string; password: string | null }>`
    select u.id as user_id, m.tenant_id, a.password
    from users u join memberships m on m.user_id = u.id join tenants t on t.id = m.tenant_id
    left join identity.accounts a on a.provider_id = 'credential' and a.account_id = u.id::text
    where u.email = ${email.trim().toLowerCase()} and u.disabled_at is null
      and (${tenantSlug ?? null}::text is null or t.slug = ${tenantSlug ?? null})
    order by m.created_at limit 1`;
  const fits = await verifyPassword(password, row?.password ?? (await nobodysHash()));
  if (!row?.password || !fits) return null;
  const userId = formatId('usr', row.user_id);
  if (isOutdated(row.password)) await keepPassword(admin.sql, userId, await hashPassword(password));
  const tenantId = formatId('ten', row.tenant_id);
  const made = await createSession(admin.sql, { userId, tenantId, ip, userAgent, method: 'password' });
  const session = await verifySession(admin, made.token);
  return session && { token: made.token, expiresAt: made.expiresAt, session };
};
