import type { ApiDeps } from '#api/deps.ts';
import type { Caller } from '#api/frame/caller.ts';
import { appendAudit } from '#domain/audit/audit.ts';
import { personOfLink } from '#domain/identity/password-context.ts';
import { waysIn } from '#domain/identity/ways-in.ts';

/** What changes how a person gets in stands in the audit of the tenant that they look at. */
const DEEDS: Record<string, string> = {
  '/change-password': 'account.password',
  '/update-user': 'account.name',
  '/two-factor/enable': 'account.two_step.begin',
  '/two-factor/disable': 'account.two_step.end',
  '/two-factor/generate-backup-codes': 'account.recovery_codes',
  '/passkey/verify-registration': 'account.passkey.add',
  '/passkey/delete-passkey': 'account.passkey.remove',
};

export interface Deed {
  action: string;
  /** `usr_…`: of whom, and by whom. */
  userId: string;
  tenantIds: readonly string[];
}

/** What a call would be to the audit, asked before it is done: a link leads nowhere afterwards. Null: nothing. */
export async function deedOf(
  { database: { admin } }: ApiDeps,
  path: string,
  caller: Caller | null,
  body: Record<string, unknown> | undefined,
): Promise<Deed | null> {
  // By a link nobody looks at any tenant: each that the person belongs to is told.
  if (path === '/reset-password' && typeof body?.token === 'string') {
    const person = await personOfLink(admin, body.token);
    return person && { ...person, action: 'account.password.reset' };
  }
  if (!caller?.userId) return null;
  const { userId, tenant } = caller;
  // The first code is what turns two steps on.
  const first = path === '/two-factor/verify-totp' && !(await waysIn(admin, userId)).twoStep;
  const action = first ? 'account.two_step.on' : DEEDS[path];
  return action ? { action, userId, tenantIds: [tenant.id] } : null;
}

/** It is done, and kept: an audit that cannot be written now takes nobody's answer, nor its cookies, and no other tenant's entry. */
export async function noteDeed(
  { database, log }: Pick<ApiDeps, 'log'> & { database: Pick<ApiDeps['database'], 'withTenant'> },
  { action, userId, tenantIds }: Deed,
): Promise<void> {
  for (const id of tenantIds)
    try {
      await database.withTenant(id, (db) =>
        appendAudit(db, { actor: `user:${userId}`, action, target: userId, data: {} }),
      );
    } catch (error) {
      log.error({ err: error, tenantId: id, action }, 'a deed of a person could not be written into the audit');
    }
}
