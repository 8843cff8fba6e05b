import { failure } from '#flow/errors.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { appendAudit } from '../audit/audit.ts';
import { changesBetween } from '../audit/changes.ts';
import { tellAccess } from './notices.ts';

/** What a tenant asks of whoever comes. */
export interface AccessPolicy {
  /** Addresses and CIDR ranges; none: from anywhere. For sessions and keys alike. */
  ipAllow: string[];
  /** Shortest password of whoever belongs to it; what is chosen from now on. */
  passwordLength: number;
  /** A session that nobody used for so long is over; null: 30 days. */
  idleMinutes: number | null;
  /** A session is over after so long, used or not; null: 30 days. */
  sessionHours: number | null;
  requireTwoStep: boolean;
}

export interface HeldPolicy {
  policy: AccessPolicy;
  /** The ETag. */
  revision: number;
}

interface Row {
  ip_allow: string[];
  password_length: number;
  idle_minutes: number | null;
  session_hours: number | null;
  require_two_step: boolean;
  revision: number;
}

export const NO_POLICY: AccessPolicy = {
  ipAllow: [],
  passwordLength: 10,
  idleMinutes: null,
  sessionHours: null,
  requireTwoStep: false,
};

/** `revision` 0: the tenant has asked for nothing yet. */
export const getPolicy = async (db: TenantDb): Promise<HeldPolicy> => {
  const [row] = await db.sql<Row>`
    select ip_allow, password_length, idle_minutes, session_hours, require_two_step, revision
    from access_policies where tenant_id = ${db.tenant}`;
  if (!row) return { policy: NO_POLICY, revision: 0 };
  const policy = {
    ipAllow: row.ip_allow,
    passwordLength: row.password_length,
    idleMinutes: row.idle_minutes,
    sessionHours: row.session_hours,
    requireTwoStep: row.require_two_step,
  };
  return { policy, revision: row.revision };
};

/** Counts at each next call. @param how.revision that the caller saw; null: any. @throws `stale` */
export const setPolicy = async (
  db: TenantDb,
  policy: AccessPolicy,
  how: { revision: number | null; by: string },
): Promise<HeldPolicy> => {
  const before = await getPolicy(db);
  const { ipAllow, passwordLength, idleMinutes, sessionHours, requireTwoStep } = policy;
  const rows = await db.sql`
    insert into access_policies as p (tenant_id, ip_allow, password_length, idle_minutes, session_hours, require_two_step)
    values (${db.tenant}, ${ipAllow}::text[], ${passwordLength}, ${idleMinutes}, ${sessionHours}, ${requireTwoStep})
    on conflict (tenant_id) do update set ip_allow = excluded.ip_allow, password_length = excluded.password_length,
      idle_minutes = excluded.idle_minutes, session_hours = excluded.session_hours,
      require_two_step = excluded.require_two_step, revision = p.revision + 1, updated_at = now()
      where ${how.revision}::int is null or p.revision = ${how.revision}
    returning revision`;
  if (rows.length === 0 || (how.revision !== null && how.revision !== before.revision))
    throw failure('stale', 'Alguém mudou estas regras antes de você.', 'Somebody changed these rules before you.');
  const changes = changesBetween({ ...before.policy }, { ...policy });
  await appendAudit(db, { actor: how.by, action: 'access.policy', target: db.tenantId, data: {}, changes });
  await tellAccess(db.sql, { tenantId: db.tenantId });
  return getPolicy(db);
};
