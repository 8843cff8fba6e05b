import { failure } from '#flow/errors.ts';
import type { JsonObject } from '#flow/json.ts';
import { json, type Query } from '#prisma/sql.ts';
import type { Database, TenantDb } from '#prisma/with-tenant.ts';
import { appendAudit } from '../audit/audit.ts';
import { unlockAccount } from '../identity/lockout.ts';
import { revokeSessionsOf } from '../identity/sessions.ts';
import { formatId, parseId } from '../ids.ts';
import { refusePlatform } from '../platform/platform.ts';

export interface OperatorDeed {
  /** `operator:…`. */
  by: string;
  /** As people are told. */
  reason: string;
}

/**
 * What operators do stands here in the transaction of the deed; in the tenants' own audits right after. Where that breaks
 * off, asking again tells who was not told.
 */
export const logOperator = async (
  sql: Query,
  { actor, action, target, data }: { actor: string; action: string; target: string; data: JsonObject },
): Promise<void> => {
  await sql`
    insert into operator_log (actor, action, target, data) values (${actor}, ${action}, ${target}, ${json(data)}::json)`;
};

export const noTenant = () => failure('not_found', 'Esta conta não existe.', 'There is no such tenant.');
const noUser = () => failure('not_found', 'Esta pessoa não existe.', 'There is no such person.');

/** Of a deed and the one that undoes it: which it is. */
const UNDONE = {
  'tenant.suspend': 'tenant.resume',
  'tenant.resume': 'tenant.suspend',
  'member.block': 'member.unblock',
  'member.unblock': 'member.block',
} as const;

interface Telling extends OperatorDeed {
  action: keyof typeof UNDONE;
  target: string;
  /** It was done just now; false: it was so already, and the audit may say so or not. */
  isNew: boolean;
}

/** Writes a deed into a tenant's audit; one of before only where the audit says otherwise. */
const told =
  ({ by, action, target, reason, isNew }: Telling) =>
  async (db: TenantDb): Promise<void> => {
    const other = UNDONE[action];
    const [last] = await db.sql<{ action: string }>`
      select action from audit_entries
      where tenant_id = ${db.tenant} and target = ${target} and action in (${action}, ${other}) order by seq desc limit 1`;
    // Of nobody something was said before: they are let in.
    const said = last?.action ?? (action === 'tenant.suspend' || action === 'member.block' ? other : action);
    if (isNew || said !== action) await appendAudit(db, { actor: by, action, target, data: { reason } });
  };

/** All that can be told are; the first that could not says why at the end. */
const tellTenants = async (
  { withTenant }: Pick<Database, 'withTenant'>,
  tenantIds: readonly string[],
  tell: (db: TenantDb) => Promise<void>,
): Promise<void> => {
  const failed: unknown[] = [];
  for (const tenantId of tenantIds) await withTenant(tenantId, tell).catch((error: unknown) => failed.push(error));
  if (failed.length > 0) throw failed[0];
};

const setStatus = async (
  database: Database,
  tenantId: string,
  { by, reason, status }: OperatorDeed & { status: 'active' | 'suspended' },
): Promise<void> => {
  refusePlatform(tenantId);
  const action = status === 'active' ? 'tenant.resume' : 'tenant.suspend';
  const isNew = await database.admin.transaction(async (sql) => {
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
  await tellTenants(database, [tenantId], told({ by, action, target: tenantId, reason, isNew }));
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

const isDisabled = async (sql: Query, userId: string): Promise<boolean> => {
  const [user] = await sql<{ out: boolean }>`
    select disabled_at is not null as out from users where id = ${parseId('usr', userId)} for update`;
  if (!user) throw noUser();
  return user.out;
};

/** The person's sessions end, and they come in nowhere. Keys are a tenant's, and stay. @throws `not_found` */
export const blockUser = async (database: Database, userId: string, { by, reason }: OperatorDeed): Promise<void> => {
  const isNew = await database.admin.transaction(async (sql) => {
    const before = await isDisabled(sql, userId);
    await sql`
      update users set disabled_at = coalesce(disabled_at, now()) where id = ${parseId('usr', userId)}`;
    const sessions = await revokeSessionsOf(sql, userId);
    await logOperator(sql, { actor: by, action: 'user.block', target: userId, data: { reason, sessions } });
    return !before;
  });
  const deed = { by, action: 'member.block', target: userId, reason, isNew } as const;
  await tellTenants(database, await tenantsOf(database, userId), told(deed));
};

/** They may sign in again. @throws `not_found` */
export const unblockUser = async (database: Database, userId: string, { by, reason }: OperatorDeed): Promise<void> => {
  const isNew = await database.admin.transaction(async (sql) => {
    const before = await isDisabled(sql, userId);
    await sql`update users set disabled_at = null where id = ${parseId('usr', userId)}`;
    await logOperator(sql, { actor: by, action: 'user.unblock', target: userId, data: { reason } });
    return before;
  });
  const deed = { by, action: 'member.unblock', target: userId, reason, isNew } as const;
  await tellTenants(database, await tenantsOf(database, userId), told(deed));
};

/** Takes the lock of wrong passwords off a person's address. @throws `not_found` */
export const unlockUser = async (database: Database, userId: string, { by, reason }: OperatorDeed): Promise<void> => {
  await database.admin.transaction(async (sql) => {
    const [user] = await sql<{ email: string }>`select email from users where id = ${parseId('usr', userId)}`;
    if (!user) throw noUser();
    await unlockAccount(sql, user.email);
    await logOperator(sql, { actor: by, action: 'user.unlock', target: userId, data: { reason } });
  });
  await tellTenants(database, await tenantsOf(database, userId), (db) =>
    appendAudit(db, { actor: by, action: 'member.unlock', target: userId, data: { reason } }),
  );
};
