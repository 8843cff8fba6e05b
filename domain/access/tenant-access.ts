import { sql } from '#prisma/sql.ts';

/** What a tenant asks of whoever comes, read with the credential itself. */
export interface TenantAccess {
  status: 'active' | 'suspended' | 'deleting';
  /** Why it is not active, as its people are told. */
  reason: string | null;
  /** Addresses and CIDR ranges; none: from anywhere. */
  ipAllow: string[];
  requireTwoStep: boolean;
  /** By the tenant's own provider alone, but for owners behind a second step. */
  requireSso: boolean;
}

export interface AccessRow {
  status: TenantAccess['status'];
  status_reason: string | null;
  ip_allow: string[];
  require_two_step: boolean;
  require_sso: boolean;
}

/** Of `tenants t left join access_policies p left join sso_providers o`. */
export const ACCESS_COLUMNS = sql`t.status, t.status_reason, coalesce(p.ip_allow, '{}') as ip_allow,
  coalesce(p.require_two_step, false) as require_two_step, coalesce(o.required, false) as require_sso`;
export const ACCESS_JOIN = sql`left join access_policies p on p.tenant_id = t.id
  left join sso_providers o on o.tenant_id = t.id`;

/** The columns taken out of a row, and what is left of it. */
export const accessOf = <Row extends AccessRow>(
  row: Row,
): { access: TenantAccess; rest: Omit<Row, keyof AccessRow> } => {
  const { status, status_reason, ip_allow, require_two_step, require_sso, ...rest } = row;
  const how = { ipAllow: ip_allow, requireTwoStep: require_two_step, requireSso: require_sso };
  return { access: { status, reason: status_reason, ...how }, rest };
};
