import { failure } from '#flow/errors.ts';
import { inLocale, localeOf } from '#flow/json.ts';
import type { AdminDb } from '#prisma/admin-db.ts';
import type { Database, TenantDb } from '#prisma/with-tenant.ts';
import { appendAudit } from '../audit/audit.ts';
import { createSession, hashSessionToken } from '../identity/sessions.ts';
import { formatId, parseId } from '../ids.ts';
import { addNotification } from '../notifications/add-notification.ts';
import { refusePlatform } from '../platform/platform.ts';
import { getTenant } from '../tenants/get-tenant.ts';
import { logOperator } from './block.ts';

export const IMPERSONATION_SECONDS = 3_600;

export interface Place {
  tenantId: string;
  userId: string;
  /** `usr_…` of whoever of ours takes it. */
  operatorId: string;
  reason: string;
  ip: string;
  userAgent: string | null;
  /** E-mails of operators: nobody sits in the place of one. */
  operators: readonly string[];
}

const refuseOperators = async (admin: AdminDb, { tenantId, userId, operators }: Place): Promise<void> => {
  const [person] = await admin.sql<{ email: string }>`
    select u.email from memberships m join users u on u.id = m.user_id and u.disabled_at is null
    where m.tenant_id = ${parseId('ten', tenantId)} and m.user_id = ${parseId('usr', userId)}`;
  if (!person)
    throw failure(
      'not_found',
      'Esta pessoa não é da conta, ou está bloqueada.',
      'This person is not of the tenant, or is blocked.',
    );
  if (operators.includes(person.email.toLowerCase()))
    throw failure('forbidden', 'Ninguém entra no lugar de um operador.', 'Nobody sits in the place of an operator.');
};

const tellOwners = async (db: TenantDb, sessionId: string, reason: string): Promise<void> => {
  const locale = localeOf(await getTenant(db));
  const title = inLocale({ pt: 'O suporte entrou na sua conta', en: 'Support has entered your account' }, locale);
  const body = inLocale(
    {
      pt: `Por até uma hora, no lugar de uma pessoa da conta. Motivo: ${reason}. A auditoria mostra o que foi feito.`,
      en: `For up to an hour, in the place of one of your people. Reason: ${reason}. The audit shows what was done.`,
    },
    locale,
  );
  const note = { to: ['owner'], title, body, level: 'warning' as const, link: null, runId: null, flowId: '' };
  await addNotification(db, { ...note, effectKey: `impersonation/${sessionId}` });
};

/**
 * Opens a session of an hour in somebody's place. The tenant's owners are told, and its audit has the reason.
 * @throws `not_found`, `forbidden`
 */
export const beginImpersonation = async (database: Database, place: Place): Promise<{ token: string }> => {
  const { tenantId, userId, operatorId, reason } = place;
  refusePlatform(tenantId);
  await refuseOperators(database.admin, place);
  const actor = `user:${operatorId}`;
  const { id, token } = await database.admin.transaction(async (sql) => {
    const made = await createSession(sql, {
      ...{ userId, tenantId, ip: place.ip, userAgent: place.userAgent, method: 'impersonation' },
      ...{ impersonatedBy: operatorId, lastsSeconds: IMPERSONATION_SECONDS },
    });
    await sql`
      insert into impersonations (tenant_id, id, user_id, operator, reason, expires_at)
      values (${parseId('ten', tenantId)}, ${parseId('ses', made.id)}, ${parseId('usr', userId)},
        ${parseId('usr', operatorId)}, ${reason}, ${made.expiresAt}::timestamptz)`;
    await logOperator(sql, { actor, action: 'impersonation.begin', target: userId, data: { tenantId, reason } });
    return made;
  });
  await database.withTenant(tenantId, async (db) => {
    await tellOwners(db, id, reason);
    await appendAudit(db, { actor, action: 'impersonation.begin', target: userId, data: { reason, session: id } });
  });
  return { token };
};

/** Ends it before its hour is over; what is over already stays so. */
export const endImpersonation = async (database: Database, token: string): Promise<void> => {
  const ended = await database.admin.transaction(async (sql) => {
    const [row] = await sql<{ id: string; tenant_id: string; user_id: string; operator: string }>`
      update identity.sessions set revoked_at = now()
      where token_hash = ${hashSessionToken(token)} and impersonated_by is not null and revoked_at is null
      returning id, active_tenant_id as tenant_id, user_id, impersonated_by as operator`;
    if (!row) return null;
    await sql`update impersonations set ended_at = now() where tenant_id = ${row.tenant_id} and id = ${row.id}`;
    const actor = `user:${formatId('usr', row.operator)}`;
    const target = formatId('usr', row.user_id);
    await logOperator(sql, { actor, action: 'impersonation.end', target, data: {} });
    return { tenantId: formatId('ten', row.tenant_id), actor, target };
  });
  if (!ended) return;
  const { tenantId, actor, target } = ended;
  await database.withTenant(tenantId, (db) =>
    appendAudit(db, { actor, action: 'impersonation.end', target, data: {} }),
  );
};
