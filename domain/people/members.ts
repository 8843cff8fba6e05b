import { failure } from '#flow/errors.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { tellAccess } from '../access/notices.ts';
import { appendAudit } from '../audit/audit.ts';
import { fillRoom, settleKind } from '../entitlements/freeze.ts';
import { parseId } from '../ids.ts';
import { tellEndpoints } from '../outbound/tell-endpoints.ts';
import { type RoleRow, readRole, roleName } from './role.ts';

/** What a member is now: enough to decide whether somebody may change it. */
export interface MemberRole extends RoleRow {
  /** Of one of the tenant's own roles; null for a built-in one. */
  scopes: string[] | null;
  email: string;
}

/** Held until the transaction's end. @throws `not_found` for whoever is no member of this tenant. */
export const holdMember = async (db: TenantDb, userId: string): Promise<MemberRole> => {
  const [row] = await db.sql<MemberRole>`
    select m.role, m.role_id, r.scopes, u.email from memberships m
    join users u on u.id = m.user_id
    left join roles r on r.tenant_id = m.tenant_id and r.id = m.role_id
    where m.tenant_id = ${db.tenant} and m.user_id = ${parseId('usr', userId)} for update of m`;
  if (!row) throw failure('not_found', 'Esta pessoa não é da conta.', 'This person is not of the tenant.');
  return row;
};

/** Somebody else must be left who may everything. All owners are held, so two cannot leave at once. */
const requireOtherOwner = async (db: TenantDb, userId: string): Promise<void> => {
  const owners = await db.sql<{ user_id: string; disabled_at: Date | null }>`
    select m.user_id, u.disabled_at from memberships m join users u on u.id = m.user_id
    where m.tenant_id = ${db.tenant} and m.role = 'owner' order by m.user_id for update of m`;
  const uuid = parseId('usr', userId);
  if (owners.some((one) => one.user_id !== uuid && one.disabled_at === null)) return;
  throw failure(
    'conflict',
    'A conta precisa de um dono. Faça outra pessoa dona antes.',
    'The tenant needs an owner. Make somebody else an owner first.',
  );
};

/** @throws `not_found`; `conflict` for the last owner. */
export const changeMemberRole = async (
  db: TenantDb,
  { userId, role, by }: { userId: string; role: string; by: string },
): Promise<void> => {
  const before = await holdMember(db, userId);
  const next = await readRole(db, role);
  if (roleName(before) === roleName(next)) return;
  if (before.role === 'owner') await requireOtherOwner(db, userId);
  await db.sql`
    update memberships set role = ${next.role}, role_id = ${next.role_id}
    where tenant_id = ${db.tenant} and user_id = ${parseId('usr', userId)}`;
  // Owners always stay: with their number changes who has room beside them.
  if ((before.role === 'owner') !== (next.role === 'owner')) await settleKind(db, 'member');
  const data = { before: roleName(before), after: roleName(next) };
  await appendAudit(db, { actor: by, action: 'member.role', target: userId, name: before.email, data });
  const told = { userId, role: data.after, before: data.before, by };
  await tellEndpoints(db, [{ type: 'member.changed', flowId: null, data: told }]);
  await tellAccess(db.sql, { tenantId: db.tenantId, userId });
};

/** They are out at once: no session finds a membership any more. @throws `not_found`; `conflict` for the last owner. */
export const removeMember = async (db: TenantDb, { userId, by }: { userId: string; by: string }): Promise<void> => {
  const before = await holdMember(db, userId);
  if (before.role === 'owner') await requireOtherOwner(db, userId);
  const uuid = parseId('usr', userId);
  await db.sql`delete from memberships where tenant_id = ${db.tenant} and user_id = ${uuid}`;
  await db.sql`delete from saved_views where tenant_id = ${db.tenant} and user_id = ${uuid}`;
  // Their browsers hear nothing of this tenant any more.
  await db.sql`delete from push_subscriptions where tenant_id = ${db.tenant} and user_id = ${uuid}`;
  await fillRoom(db, 'member');
  const action = by === `user:${userId}` ? 'member.leave' : 'member.remove';
  const data = { role: roleName(before) };
  await appendAudit(db, { actor: by, action, target: userId, name: before.email, data });
  const told = { userId, role: data.role, removed: action === 'member.remove', by };
  await tellEndpoints(db, [{ type: 'member.left', flowId: null, data: told }]);
  await tellAccess(db.sql, { tenantId: db.tenantId, userId });
};
