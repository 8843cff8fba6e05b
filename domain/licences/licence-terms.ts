import type { TenantDb } from '#prisma/with-tenant.ts';

const DAY_MS = 86_400_000;

/** How long a document counts, and is warned about, by what the plan says of work without a connection. */
const LENGTHS = { basic: { days: 7, graceDays: 3 }, full: { days: 30, graceDays: 7 } } as const;
export type Offline = keyof typeof LENGTHS;

/** What a tenant's plan says of computers without a connection. */
export interface LicenceTerms {
  plan: string;
  /** null: the plan has none of it. */
  offline: Offline | null;
  /** Computers at once; -1: as many as one likes. */
  machines: number;
  /** Nobody may work on: the plan is unpaid for too long. */
  readOnly: boolean;
  /** Milliseconds; null: nothing is paid for (by an operator's gift, or the tenant's own installation). */
  paidThroughMs: number | null;
}

export interface LicenceSpan {
  issuedMs: number;
  refreshMs: number;
  expiresMs: number;
  graceMs: number;
}

/**
 * A document given now: as long as the plan says, but no longer than what is paid for, and a day at least, since access that
 * is open now does not end within minutes. Asked for again each day. Whole seconds, as documents have them.
 */
export const spanOf = (
  offline: Offline,
  { paidThroughMs, nowMs }: { paidThroughMs: number | null; nowMs: number },
): LicenceSpan => {
  const issuedMs = Math.floor(nowMs / 1000) * 1000;
  const { days, graceDays } = LENGTHS[offline];
  const paidMs = paidThroughMs === null ? Number.POSITIVE_INFINITY : Math.floor(paidThroughMs / 1000) * 1000;
  const expiresMs = Math.max(issuedMs + DAY_MS, Math.min(issuedMs + days * DAY_MS, paidMs));
  return { issuedMs, refreshMs: issuedMs + DAY_MS / 2, expiresMs, graceMs: expiresMs + graceDays * DAY_MS };
};

interface Row {
  plan: string;
  offline: unknown;
  machines: bigint;
  access: string | null;
  paid_through: Date | null;
}

const offlineOf = (value: unknown): Offline | null =>
  value === true || value === 'full' ? 'full' : value === 'basic' ? 'basic' : null;

/** As the tenant's plan says at this instant, with what an operator gave it. */
export const licenceTerms = async (db: TenantDb): Promise<LicenceTerms> => {
  const [row] = await db.sql<Row>`
    select coalesce(v.tier, t.plan) as plan, coalesce(o.value, v.features -> 'offline') as offline,
      plan_limit(t.id, 'machines', true) as machines, s.access, s.paid_through
    from tenants t
    left join plan_versions v on v.id = plan_version_of(t.id)
    left join entitlement_overrides o on o.tenant_id = t.id and o.feature = 'offline' and o.value is not null
      and coalesce(o.expires_at > now(), true)
    left join billing_subscriptions s on s.tenant_id = t.id
    where t.id = ${db.tenant}`;
  if (!row) throw new Error(`The tenant ${db.tenantId} has no row`);
  return {
    plan: row.plan,
    offline: offlineOf(row.offline),
    machines: Number(row.machines),
    readOnly: row.access === 'read_only',
    paidThroughMs: row.paid_through?.getTime() ?? null,
  };
};
