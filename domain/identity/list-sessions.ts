import type { AdminDb } from '#prisma/admin-db.ts';
import { formatId, parseId } from '../ids.ts';
import { deviceName } from './device-name.ts';

export interface SessionView {
  id: string;
  /** "Chrome · Windows", or null. */
  device: string | null;
  ip: string | null;
  /** `password`, `password+code`, `passkey`, `magic-link`, a provider's name. */
  method: string;
  /** ISO 8601 UTC. */
  createdAt: string;
  lastUsedAt: string;
  expiresAt: string;
  /** Somebody of ours in this person's place. */
  impersonated: boolean;
}

interface Row {
  id: string;
  user_agent: string | null;
  ip_address: string | null;
  method: string;
  created_at: Date;
  last_used_at: Date;
  expires_at: Date;
  impersonated: boolean;
}

/** What a person has open, last used first. `within`: `ten_…` whose provider opened them; null: by whichever way. */
export const listSessions = async (admin: AdminDb, userId: string, within: string | null): Promise<SessionView[]> => {
  const tenant = within === null ? null : parseId('ten', within);
  const rows = await admin.sql<Row>`
    select id, user_agent, ip_address, method, created_at, last_used_at, expires_at,
      impersonated_by is not null as impersonated
    from identity.sessions
    where user_id = ${parseId('usr', userId)} and revoked_at is null and expires_at > now()
      and (${tenant}::uuid is null or sso_tenant_id = ${tenant}::uuid)
    order by last_used_at desc limit 100`;
  return rows.map((row) => ({
    id: formatId('ses', row.id),
    device: deviceName(row.user_agent),
    ip: row.ip_address || null,
    method: row.method,
    createdAt: row.created_at.toISOString(),
    lastUsedAt: row.last_used_at.toISOString(),
    expiresAt: row.expires_at.toISOString(),
    impersonated: row.impersonated,
  }));
};

/** Ends one session of this person (`within` as above); false where it is none of theirs, or over. */
export const endSession = async (
  admin: AdminDb,
  userId: string,
  sessionId: string,
  within: string | null,
): Promise<boolean> => {
  const tenant = within === null ? null : parseId('ten', within);
  const rows = await admin.sql`
    update identity.sessions set revoked_at = now()
    where id = ${parseId('ses', sessionId)} and user_id = ${parseId('usr', userId)} and revoked_at is null
      and (${tenant}::uuid is null or sso_tenant_id = ${tenant}::uuid)
    returning id`;
  return rows.length > 0;
};
