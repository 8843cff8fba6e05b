import { failure } from '#flow/errors.ts';
import type { AdminDb } from '#prisma/admin-db.ts';
import type { Database } from '#prisma/with-tenant.ts';
import { tellAccess } from '../access/notices.ts';
import { appendAudit } from '../audit/audit.ts';
import { requireRoom } from '../entitlements/require-room.ts';
import { hashToken } from '../identity/token.ts';
import { createUser } from '../identity/users.ts';
import { formatId, parseId } from '../ids.ts';
import { tellEndpoints } from '../outbound/tell-endpoints.ts';
import { type RoleRow, roleName } from './role.ts';

/** What the link of an invite shows to whoever holds it. */
export interface OpenInvite {
  id: string;
  tenantId: string;
  tenantName: string;
  email: string;
  role: string;
  /** Of one of the tenant's own roles. */
  roleTitle: string | null;
  /** Shortest password that the tenant takes. */
  passwordLength: number;
  /** Somebody has an account at this address, and signs in with it. */
  known: boolean;
}

interface Row extends RoleRow {
  id: string;
  tenant_id: string;
  tenant_name: string;
  email: string;
  role_title: string | null;
  password_length: number;
  known: boolean;
}

const over = () =>
  failure(
    'not_found',
    'Este convite não vale mais. Peça outro.',
    'This invite is no longer valid. Ask for another one.',
  );

/** The invite behind a link. @throws `not_found` for one that is unknown, used, taken back or expired. */
export const findInvite = async (admin: AdminDb, token: string): Promise<OpenInvite> => {
  const [row] = await admin.sql<Row>`
    select i.id, i.tenant_id, t.name as tenant_name, i.email, i.role, i.role_id, r.name as role_title,
      coalesce(p.password_length, 10) as password_length,
      exists (select 1 from users u join memberships m on m.user_id = u.id where u.email = i.email) as known
    from invites i
    join tenants t on t.id = i.tenant_id and t.status = 'active'
    left join roles r on r.tenant_id = i.tenant_id and r.id = i.role_id
    left join access_policies p on p.tenant_id = i.tenant_id
    where i.token_hash = ${hashToken(token)} and i.accepted_at is null and i.revoked_at is null and i.expires_at > now()`;
  if (!row) throw over();
  return {
    id: formatId('inv', row.id),
    tenantId: formatId('ten', row.tenant_id),
    tenantName: row.tenant_name,
    email: row.email,
    role: roleName(row),
    roleTitle: row.role_title,
    passwordLength: row.password_length,
    known: row.known,
  };
};

/**
 * The person of an invited address, made where there is none: the link came by mail, so it proves the address. An account
 * that belongs nowhere may be given a password once the invite is taken up; but where a second step is on, it stays as it
 * is, and its person signs in by themselves. @throws `conflict` for whoever has an account.
 */
export const personOfInvite = async (
  admin: AdminDb,
  { email }: OpenInvite,
  name: string,
): Promise<{ userId: string; mustSignIn: boolean }> =>
  admin.transaction(async (sql) => {
    const [known] = await sql<{ id: string; belongs: boolean; disabled: boolean; two_factor_enabled: boolean }>`
      select u.id, exists (select 1 from memberships m where m.user_id = u.id) as belongs,
        u.disabled_at is not null as disabled, u.two_factor_enabled
      from users u where u.email = ${email} for update`;
    if (!known) {
      const userId = await createUser(sql, { email, name, emailVerified: true });
      return { userId, mustSignIn: false };
    }
    if (known.belongs || known.disabled)
      throw failure(
        'conflict',
        'Já há uma conta com este e-mail. Entre nela.',
        'There is an account with this e-mail. Sign in.',
      );
    return { userId: formatId('usr', known.id), mustSignIn: known.two_factor_enabled };
  });

/** Takes an invite up, once, for the person of its address. @throws `not_found` where somebody was quicker. */
export const acceptInvite = async (
  { withTenant }: Database,
  invite: OpenInvite,
  { userId, token }: { userId: string; token: string },
): Promise<void> => {
  await withTenant(invite.tenantId, async (db) => {
    const [row] = await db.sql<RoleRow>`
      update invites set accepted_at = now()
      where tenant_id = ${db.tenant} and id = ${parseId('inv', invite.id)} and token_hash = ${hashToken(token)}
        and accepted_at is null and revoked_at is null and expires_at > now()
      returning role, role_id`;
    if (!row) throw over();
    const joined = await db.sql`
      insert into memberships (tenant_id, user_id, role, role_id)
      values (${db.tenant}, ${parseId('usr', userId)}, ${row.role}, ${row.role_id})
      on conflict (tenant_id, user_id) do nothing returning user_id`;
    const [by, role] = [`user:${userId}`, roleName(row)];
    await appendAudit(db, { actor: by, action: 'invite.accept', target: userId, data: { invite: invite.id, role } });
    if (joined.length > 0) await requireRoom(db, 'users', 1, { counted: true });
    if (joined.length > 0)
      await tellEndpoints(db, [{ type: 'member.joined', flowId: null, data: { userId, role, by } }]);
    await tellAccess(db.sql, { tenantId: db.tenantId, userId });
  });
};
