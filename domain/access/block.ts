import { failure } from '#flow/errors.ts';
import type { JsonObject } from '#flow/json.ts';
import { json, type Query } from '#prisma/sql.ts';
import type { Database } from '#prisma/with-tenant.ts';
import { appendAudit } from '../audit/audit.ts';
import { unlockAccount } from '../identity/lockout.ts';
import { revokeSessionsOf } from '../identity/sessions.ts';
import { formatId, parseId } from '../ids.ts';

export interface OperatorDeed {
  /** `operator:…`. */
  by: string;
  /** As people are told. */
  reason: string;
}

/** What operators do stands here in the transaction of the deed; that of a tenant in its own audit right after, too. */
export const logOperator = async (
  sql: Query,
  { actor, action, target, data }: { actor: string; action: string; target: string; data: JsonObject },
): Promise<void> => {
  await sql`
    insert into operator_log (actor, action, target, data) values (${actor}, ${action}, ${target}, ${json(data)}::json)`;
};

const noTenant = () => failure('not_found', 'Esta conta não existe.', 'There is no such tenant.');
const noUser = () => failure('not_found', 'Esta pessoa não existe.', 'There is no such person.');

const setStatus = async (
  { admin, withTenant }: Database,
  tenantId: string,
  { by, reason, status }: OperatorDeed & { status: 'active' | 'suspended' },
): Promise<void> => {
  const action = status === 'active' ? 'tenant.resume' : 'tenant.suspend';
  const changed = await admin.transaction(async (sql) => {
    const [held] = await sql<{ status: string }>`
      select status from tenants where id = ${parseId('ten', tenantId)} for update`;
    if (!held) throw noTenant();
    if (held.status === 'deleting')
      throw failure('conflict', 'Esta conta está sendo apagada.', 'This tenant is being deleted.');
    if (held.status === status) return false;
    await sql`
      update tenants set status = ${status}, status_reason = ${status === 'active' ? null : reason}, status_at = now()
      where id = ${parseId('ten', tenantId)}`;
    await logOperator(sql, { actor: by, action, target: tenantId, data: { reason } });
    return true;
  });
  if (changed)
    await withTenant(tenantId, (db) => appendAudit(db, { actor: by, action, target: tenantId, data: { reason } }));
};

/**
 * From the commit on every session and key of the tenant is refused, nothing that comes from outside begins, and live
 * streams are cut. What runs goes on (docs/decisions/712). @throws `not_found`, `conflict`
 */
export const suspendTenant = (database: Database, tenantId: string, deed: OperatorDeed): Promise<void> =>
  setStatus(database, tenantId, { ...deed, status: 'suspended' });

/** @throws `not_found`, `conflict` */
export const resumeTenant = (database: Database, tenantId: string, deed: OperatorDeed): Promise<void> =>
  setStatus(database, tenantId, { ...deed, status: 'active' });

const tenantsOf = async ({ admin }: Database, userId: string): Promise<string[]> => {
  const rows = await admin.sql<{ tenant_id: string }>`
    select tenant_id from memberships where user_id = ${parseId('usr', userId)}`;
  return rows.map((row) => formatId('ten', row.tenant_id));
};

/** The person's sessions end, and they come in nowhere. Keys are a tenant's, and stay. @throws `not_found` */
export const blockUser = async (database: Database, userId: string, { by, reason }: OperatorDeed): Promise<void> => {
  await database.admin.transaction(async (sql) => {
    const rows = await sql`
      update users set disabled_at = coalesce(disabled_at, now()) where id = ${parseId('usr', userId)} returning id`;
    if (rows.length === 0) throw noUser();
    const sessions = await revokeSessionsOf(sql, userId);
    await logOperator(sql, { actor: by, action: 'user.block', target: userId, data: { reason, sessions } });
  });
  for (const tenantId of await tenantsOf(database, userId))
    await database.withTenant(tenantId, (db) =>
      appendAudit(db, { actor: by, action: 'member.block', target: userId, data: { reason } }),
    );
};

/** They may sign in again. @throws `not_found` */
export const unblockUser = async (database: Database, userId: string, { by, reason }: OperatorDeed): Promise<void> => {
  await database.admin.transaction(async (sql) => {
    const rows = await sql`update users set disabled_at = null where id = ${parseId('usr', userId)} returning id`;
    if (rows.length === 0) throw noUser();
    await logOperator(sql, { actor: by, action: 'user.unblock', target: userId, data: { reason } });
  });
  for (const tenantId of await tenantsOf(database, userId))
    await database.withTenant(tenantId, (db) =>
      appendAudit(db, { actor: by, action: 'member.unblock', target: userId, data: { reason } }),
    );
};

/** Takes the lock of wrong passwords off a person's address. @throws `not_found` */
export const unlockUser = async (database: Database, userId: string, { by, reason }: OperatorDeed): Promise<void> => {
  await database.admin.transaction(async (sql) => {
    const [user] = await sql<{ email: string }>`select email from users where id = ${parseId('usr', userId)}`;
    if (!user) throw noUser();
    await unlockAccount(sql, user.email);
    await logOperator(sql, { actor: by, action: 'user.unlock', target: userId, data: { reason } });
  });
  for (const tenantId of await tenantsOf(database, userId))
    await database.withTenant(tenantId, (db) =>
      appendAudit(db, { actor: by, action: 'member.unlock', target: userId, data: { reason } }),
    );
};
