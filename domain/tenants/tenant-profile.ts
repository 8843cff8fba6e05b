import { failure } from '#flow/errors.ts';
import { plainJson } from '#prisma/plain-json.ts';
import { json, sql } from '#prisma/sql.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { appendAudit } from '../audit/audit.ts';
import { changesBetween } from '../audit/changes.ts';
import { formatId } from '../ids.ts';
import type { TenantRow } from './get-tenant.ts';

/** Design tokens; what is left out is ours (docs/decisions/630). */
export interface Brand {
  /** `#rrggbb` */
  primary?: string | undefined;
  /** Pixels. */
  radius?: number | undefined;
  font?: 'inter' | 'system' | 'rounded' | 'serif' | undefined;
  /** A picture as a `data:` address. */
  logo?: string | undefined;
}

/** A tenant as its own people see and change it. */
export interface TenantProfile extends TenantRow {
  brand: Brand;
  /** The kind of business. */
  segment: string | null;
  onboardingStep: number;
  /** ISO 8601 UTC; null: its first steps are not over. */
  onboardedAt: string | null;
  /** The ETag. */
  revision: number;
}

type ProfileRow = Omit<TenantProfile, 'onboardingStep' | 'onboardedAt'> & {
  onboarding_step: number;
  onboarded_at: Date | null;
};

const COLUMNS = sql`id, slug, name, plan, timezone, locale, settings, holidays, brand, segment, onboarding_step,
  onboarded_at, revision`;

const profileOf = ({ onboarding_step, onboarded_at, ...row }: ProfileRow): TenantProfile => ({
  ...row,
  id: formatId('ten', row.id),
  onboardingStep: onboarding_step,
  onboardedAt: onboarded_at?.toISOString() ?? null,
});

export const getProfile = async (db: TenantDb): Promise<TenantProfile> => {
  const [row] = await db.sql<ProfileRow>`select ${COLUMNS} from tenants where id = ${db.tenant}`;
  if (!row) throw new Error(`The tenant ${db.tenantId} has no row`);
  return profileOf(row);
};

/** What is left out stays. */
export type ProfileChange = Partial<
  Pick<TenantProfile, 'name' | 'timezone' | 'locale' | 'settings' | 'holidays' | 'brand' | 'segment' | 'onboardingStep'>
> & { onboarded?: boolean | undefined };

/** What the audit may show of a profile. */
const shownOf = ({ name, timezone, locale, holidays, segment, brand: { logo, ...brand } }: TenantProfile) => ({
  ...{ name, timezone, locale, holidays, segment },
  brand: { ...brand, logo: logo !== undefined },
});

/** @param revision that the caller saw; null: any. @throws `stale` where somebody changed it since. */
export const changeProfile = async (
  db: TenantDb,
  change: ProfileChange,
  { revision, by }: { revision: number | null; by: string },
): Promise<TenantProfile> => {
  const [held] = await db.sql<ProfileRow>`
    select ${COLUMNS} from tenants where id = ${db.tenant} for no key update`;
  if (!held) throw new Error(`The tenant ${db.tenantId} has no row`);
  if (revision !== null && revision !== held.revision)
    throw failure('stale', 'Alguém mudou os ajustes antes de você.', 'Somebody changed the settings before you.');
  const next = { ...profileOf(held), ...given(change) };
  const ended = change.onboarded === undefined ? held.onboarded_at : change.onboarded ? new Date() : null;
  const [row] = await db.sql<ProfileRow>`
    update tenants set name = ${next.name}, timezone = ${next.timezone}, locale = ${next.locale},
      settings = ${plainJson(next.settings)}::json, holidays = ${next.holidays}::text[],
      brand = ${json({ ...next.brand })}::json, segment = ${next.segment}, onboarding_step = ${next.onboardingStep},
      onboarded_at = ${ended}::timestamptz, revision = revision + 1
    where id = ${db.tenant} returning ${COLUMNS}`;
  if (!row) throw new Error('A held tenant is gone');
  // Which fields, and of settings which names: their values may be a customer's.
  const data = { fields: Object.keys(given(change)), settings: Object.keys(change.settings ?? {}) };
  const changes = changesBetween(shownOf(profileOf(held)), shownOf(next));
  await appendAudit(db, { actor: by, action: 'tenant.update', target: db.tenantId, name: next.name, data, changes });
  return profileOf(row);
};

const given = (change: ProfileChange): Partial<TenantProfile> =>
  Object.fromEntries(
    Object.entries(change).filter(([name, value]) => value !== undefined && name !== 'onboarded'),
  ) as Partial<TenantProfile>;
