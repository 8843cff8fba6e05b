import type { PLANS } from '#config/plans.ts';
import type { DunningStep } from '#flow/contracts/billing-desk.ts';
import type { Interval } from '#flow/contracts/billing-provider.ts';
import type { Feature, Limited } from '#flow/contracts/plan-features.ts';
import type { Json, Text } from '#flow/json.ts';
import { sql as fragment, type Query, type SqlFragment } from '#prisma/sql.ts';

/** Where plans are put in order: rates, fairness, what the next larger one is. */
export type Rank = (typeof PLANS)[number];

/** Of one interval. `onRequest`: a price that is talked about; the amount is null then. */
export interface PlanPrice {
  interval: Interval;
  /** Whole cents of Brazilian reais. */
  amount: number | null;
  onRequest: boolean;
}

/** What is paid for use beyond the included: `amount` cents for `per` of it. Such a limit refuses nothing. */
export interface UsagePrice {
  feature: string;
  per: number;
  amount: number;
}

/** `all`, or so many of one's choice beside the fixed ones. */
export interface PlanMarketplaces {
  choose: number | 'all';
  fixed: string[];
}

/** ISO 8601 durations, so that a plan for tests lives its life in seconds. */
export interface PlanTerms {
  /** Null: no trial. */
  trial: string | null;
  /** Before its end: `-P3D`. */
  trialReminders: string[];
  /** Before a renewal. */
  renewalReminders: string[];
  dunning: DunningStep[];
  /** Read-only, before the plan becomes FREE. */
  grace: string;
  /** How long after a period's end its charge may take before it counts as failed. */
  tolerance: string;
}

/** What a plan says in one of its versions: whoever bought it keeps it, and what was published never changes. */
export interface PlanVersion extends PlanTerms {
  /** A uuid, as rows have it. */
  id: string;
  /** The plan's name for ever: `FREE`, `MESSAGING_TEAM`. */
  tier: string;
  family: 'comparison' | 'messaging';
  ranksAs: Rank;
  /** 1, 2, 3… of the tier. */
  number: number;
  name: Text;
  description: Text;
  /** -1: as many as one likes; what is not named is not limited. */
  limits: Partial<Record<Limited, number>>;
  /** What is not named is not there. */
  features: Partial<Record<Feature, Json>>;
  modules: string[];
  marketplaces: PlanMarketplaces;
  prices: PlanPrice[];
  usagePrices: UsagePrice[];
  taxNote: Text;
  /** Shown to everybody; others are given by operators. */
  public: boolean;
  sort: number;
  /** ISO 8601 UTC; null: a draft. */
  publishedAt: string | null;
}

interface Row extends Omit<PlanVersion, keyof PlanTerms | 'publishedAt'> {
  terms: PlanTerms;
  publishedAt: Date | null;
}

const planOf = ({ terms, publishedAt, ...row }: Row): PlanVersion => ({
  ...row,
  ...terms,
  publishedAt: publishedAt?.toISOString() ?? null,
});

const selected = fragment`
  select v.id, v.tier, p.family, p.ranks_as as "ranksAs", v.number, v.name, v.description, v.limits, v.features, v.modules,
    v.marketplaces, v.terms, v.tax_note as "taxNote", p.public, p.sort, v.published_at as "publishedAt",
    coalesce((select json_agg(json_build_object('interval', c.interval, 'amount', c.amount, 'onRequest', c.amount is null)
      order by c.interval) from plan_prices c where c.version_id = v.id), '[]') as prices,
    coalesce((select json_agg(json_build_object('feature', u.feature, 'per', u.per, 'amount', u.amount)
      order by u.feature) from usage_prices u where u.version_id = v.id), '[]') as "usagePrices"
  from plan_versions v join plans p on p.tier = v.tier`;

const read = async (sql: Query, rest: SqlFragment): Promise<PlanVersion[]> =>
  (await sql<Row>`${selected} ${rest}`).map(planOf);

/** By its uuid; null: there is none. */
export const findPlanVersion = async (sql: Query, id: string): Promise<PlanVersion | null> =>
  (await read(sql, fragment`where v.id = ${id}::uuid`))[0] ?? null;

/** The newest published one of a plan: what is sold now. Null: there is none, or it is not sold any more. */
export const livePlanVersion = async (sql: Query, tier: string): Promise<PlanVersion | null> =>
  (
    await read(
      sql,
      fragment`where v.tier = ${tier} and v.published_at is not null and p.archived_at is null
        order by v.number desc limit 1`,
    )
  )[0] ?? null;

/** What is for sale, in the order in which it is shown. */
export const listLivePlans = (sql: Query): Promise<PlanVersion[]> =>
  read(
    sql,
    fragment`where p.public and p.archived_at is null and v.number = (
      select max(n.number) from plan_versions n where n.tier = v.tier and n.published_at is not null)
      order by p.family, p.sort, v.tier`,
  );

/** Every version of a plan, the newest first, a draft among them. */
export const listPlanVersions = (sql: Query, tier: string): Promise<PlanVersion[]> =>
  read(sql, fragment`where v.tier = ${tier} order by v.number desc`);
