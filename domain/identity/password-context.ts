import { createHash } from 'node:crypto';
import type { AdminDb } from '#prisma/admin-db.ts';
import { formatId } from '../ids.ts';
import type { PasswordContext } from './password-rules.ts';
import { hashSessionToken } from './sessions.ts';

/** As better-auth keeps the name of what is proven once (`storeIdentifier: 'hashed'`). */
const hashedIdentifier = (identifier: string): string => createHash('sha256').update(identifier).digest('base64url');

/** Whose password a link chooses anew, and where they belong; null: the link is good for nothing. */
export const personOfLink = async (
  admin: AdminDb,
  token: string,
): Promise<{ userId: string; tenantIds: string[] } | null> => {
  const rows = await admin.sql<{ user_id: string; tenant_id: string | null }>`
    select u.id as user_id, m.tenant_id from users u left join memberships m on m.user_id = u.id
    where u.id::text = (select v.value from identity.verifications v
      where v.identifier = ${hashedIdentifier(`reset-password:${token}`)} and v.expires_at > now()
      order by v.created_at desc limit 1)`;
  const [row] = rows;
  if (!row) return null;
  const tenantIds = rows.flatMap(({ tenant_id }) => (tenant_id === null ? [] : [formatId('ten', tenant_id)]));
  return { userId: formatId('usr', row.user_id), tenantIds };
};

/** Whose password is about to change, by a session's token or by a link's; null where neither leads to a person. */
export const passwordContext = async (
  admin: AdminDb,
  by: { session: string | null } | { link: string | null },
): Promise<PasswordContext | null> => {
  const session = 'session' in by && by.session !== null ? hashSessionToken(by.session) : null;
  const link = 'link' in by && by.link !== null ? hashedIdentifier(`reset-password:${by.link}`) : null;
  const [row] = await admin.sql<{ email: string; name: string; tenants: string[]; least: number | null }>`
    select u.email, u.name, array_agg(t.name) as tenants, max(p.password_length)::int as least
    from users u
    left join memberships m on m.user_id = u.id left join tenants t on t.id = m.tenant_id
    left join access_policies p on p.tenant_id = m.tenant_id
    where u.id = (select s.user_id from identity.sessions s where s.token_hash = ${session} and s.revoked_at is null)
      or u.id::text = (select v.value from identity.verifications v where v.identifier = ${link}
        and v.expires_at > now() order by v.created_at desc limit 1)
    group by u.id`;
  return row ? { ...row, tenants: row.tenants.filter(Boolean), minLength: row.least ?? 0 } : null;
};
