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
  /** Milliseconds, until when it is paid for, given or tried; null: it has no end (a plan that nobody pays for). */
  coveredUntilMs: number | null;
}

export interface LicenceSpan {
  issuedMs: number;
  refreshMs: number;
  expiresMs: number;
  graceMs: number;
}

/**
 * A document given now: as long as the plan says, but no longer than what covers it, and a day at least, since access that
 * is open now does not end within minutes. Asked for again each day. Whole seconds, as documents have them.
 */
export const spanOf = (
  offline: Offline,
  { coveredUntilMs, nowMs }: Pick<LicenceTerms, 'coveredUntilMs'> & { nowMs: number },
): LicenceSpan => {
  const issuedMs = Math.floor(nowMs / 1000) * 1000;
  const { days, graceDays } = LENGTHS[offline];
  const coveredMs = coveredUntilMs === null ? Number.POSITIVE_INFINITY : Math.floor(coveredUntilMs / 1000) * 1000;
  const expiresMs = Math.max(issuedMs + DAY_MS, Math.min(issuedMs + days * DAY_MS, coveredMs));
  return { issuedMs, refreshMs: issuedMs + DAY_MS / 2, expiresMs, graceMs: expiresMs + graceDays * DAY_MS };
};

interface Row {
  plan: string;
  offline: unknown;
  machines: bigint;
  access: string | null;
  covered_until: Date | null;
}

const offlineOf = (value: unknown): Offline | null =>
  value === true || value === 'full' ? 'full' : value === 'basic' ? 'basic' : null;

/**
 * As the tenant's plan says at this instant, with what an operator gave it. What was paid once, and is left, ends nothing: a plan
 * that is free has no end. What an operator gave for a while has.
 */
export const licenceTerms = async (db: TenantDb): Promise<LicenceTerms> => {
  const [row] = await db.sql<Row>`
    select coalesce(v.tier, t.plan) as plan, coalesce(o.value, v.features -> 'offline') as offline,
      plan_limit(t.id, 'machines', true) as machines, s.access,
      least(o.expires_at, case when s.state <> 'free' then greatest(s.paid_through, s.comp_until, s.trial_ends_at) end)
        as covered_until
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
    coveredUntilMs: row.covered_until?.getTime() ?? null,
  };
};
