import { FEATURES, type Feature, LIMITED, type Limited, MARKETPLACES, MODULES } from '#flow/contracts/plan-features.ts';
import type { Json, Text } from '#flow/json.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import type { PlanMarketplaces, PlanVersion, Rank } from '../billing/catalogue/plan-version.ts';
import { formatId } from '../ids.ts';
import { featuresTogether, modulesTogether } from './features-together.ts';

/** What a tenant has of one thing that is counted. */
export interface LimitOf {
  /** What the plan includes; -1: as many as one likes. */
  included: number;
  /** What is refused beyond; -1: nothing is. Use that is paid for has none. */
  most: number;
}

/** What somebody may have of it now: what is included, or the less that is refused beyond (a pause that nothing paid for covers). */
export const limitNow = ({ included, most }: LimitOf): number =>
  most >= 0 && (included < 0 || most < included) ? most : included;

/** All that a tenant may do, at one moment. */
export interface Snapshot {
  /** Null: an installation without plans, where everything is allowed. */
  plan: {
    versionId: string;
    tier: string;
    name: Text;
    number: number;
    family: PlanVersion['family'];
    ranksAs: Rank;
    sort: number;
  } | null;
  /** Of the subscription; `free` where there is none. */
  state: string;
  access: 'full' | 'read_only';
  limits: Record<Limited, LimitOf>;
  features: Partial<Record<Feature, Json>>;
  modules: string[];
  marketplaces: PlanMarketplaces & { chosen: string[] };
  /** `usr_…` of members who are kept out: the plan is too small for them. */
  frozenMembers: string[];
  /** Used and held, of what is counted by the month. */
  used: Partial<Record<Limited, { used: number; held: number }>>;
  /** First day of the month, of the tenant's calendar. */
  period: string;
  /** When the month ends; ISO 8601 UTC. */
  resetsAt: string;
}

interface Row {
  state: string | null;
  access: Snapshot['access'] | null;
  version: Snapshot['plan'];
  features: Snapshot['features'] | null;
  modules: string[] | null;
  marketplaces: PlanMarketplaces | null;
  limits: Record<Limited, [number, number]>;
  added: Snapshot['features'][];
  given: Snapshot['features'];
  chosen: string[];
  members: string[];
  used: Record<string, [number, number]>;
  period: string;
  resets_at: Date;
}

/** Of each feature the most that there is. */
export const EVERY_FEATURE: Snapshot['features'] = Object.fromEntries(
  Object.entries(FEATURES).map(([name, ways]) => [
    name,
    ways === null ? true : name === 'execution_modes' ? [...ways] : (ways.at(-1) ?? true),
  ]),
);

const readRow = async (db: TenantDb): Promise<Row> => {
  const [row] = await db.sql<Row>`
    with month as (
      select id, plan_version_of(id) as version_id, date_trunc('month', now() at time zone timezone)::date as first,
        (date_trunc('month', now() at time zone timezone) + interval '1 month') at time zone timezone as next
      from tenants where id = ${db.tenant})
    select s.state, s.access, v.features, v.modules, v.marketplaces, m.first::text as period, m.next as resets_at,
      case when v.id is null then null else json_build_object('versionId', v.id, 'tier', v.tier, 'name', v.name,
        'number', v.number, 'family', p.family, 'ranksAs', p.ranks_as, 'sort', p.sort) end as version,
      (select json_object_agg(f, json_build_array(plan_limit(m.id, f, false), plan_limit(m.id, f, true)))
        from unnest(${LIMITED as string[]}::text[]) f) as limits,
      coalesce((select json_agg(a.features) from subscription_items i join add_ons a on a.key = i.add_on
        where i.tenant_id = m.id), '[]') as added,
      coalesce((select json_object_agg(o.feature, o.value) from entitlement_overrides o
        where o.tenant_id = m.id and o.value is not null and coalesce(o.expires_at > now(), true)), '{}') as given,
      coalesce((select array_agg(c.marketplace order by c.chosen_at, c.marketplace) from marketplace_choices c
        where c.tenant_id = m.id), '{}') as chosen,
      coalesce((select array_agg(z.item_id::text) from frozen_items z
        where z.tenant_id = m.id and z.kind = 'member'), '{}') as members,
      coalesce((select json_object_agg(u.feature, json_build_array(u.used, u.held)) from usage_totals u
        where u.tenant_id = m.id and u.period = m.first), '{}') as used
    from month m left join billing_subscriptions s on s.tenant_id = m.id
    left join plan_versions v on v.id = m.version_id left join plans p on p.tier = v.tier`;
  if (!row) throw new Error(`The tenant ${db.tenantId} has no row`);
  return row;
};

/** Reads it all in one statement, as it stands in the caller's transaction. */
export const readSnapshot = async (db: TenantDb): Promise<Snapshot> => {
  const row = await readRow(db);
  const { version } = row;
  const pairs = Object.entries(row.limits).map(([name, [included, most]]) => [name, { included, most }]);
  const used = Object.entries(row.used).map(([name, [spent, held]]) => [name, { used: spent, held }]);
  const features = featuresTogether(version ? (row.features ?? {}) : EVERY_FEATURE, row.added, row.given);
  const marketplaces = row.marketplaces ?? { choose: 'all' as const, fixed: [] };
  return {
    plan: version,
    state: row.state ?? 'free',
    access: row.access ?? 'full',
    // Erasure: the statement asks for every one of the names.
    limits: Object.fromEntries(pairs) as Snapshot['limits'],
    features,
    modules: modulesTogether(row.modules ?? MODULES, features, [...row.added, row.given]),
    marketplaces: { ...marketplaces, chosen: row.chosen },
    frozenMembers: row.members.map((id) => formatId('usr', id)),
    used: Object.fromEntries(used),
    period: row.period,
    resetsAt: row.resets_at.toISOString(),
  };
};

/** Marketplaces that a tenant may look into: all, or the fixed ones and as many of its choices as the plan lets it have. */
export const openMarketplaces = ({ marketplaces: { choose, fixed, chosen } }: Snapshot): string[] =>
  choose === 'all' ? [...MARKETPLACES] : [...new Set([...fixed, ...chosen.slice(0, choose)])];
