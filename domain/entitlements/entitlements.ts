import {
  type Feature,
  hasFeature,
  isFeature,
  isLimited,
  isMetered,
  isStanding,
  type Limited,
  type Metered,
  STANDING,
  type Standing,
} from '#flow/contracts/plan-features.ts';
import { failure, type TramaError } from '#flow/errors.ts';
import type { Query } from '#prisma/sql.ts';
import type { Database } from '#prisma/with-tenant.ts';
import { listLivePlans, type PlanVersion } from '../billing/catalogue/plan-version.ts';
import { parseId } from '../ids.ts';
import { commitUse, releaseUse, reserveUse, type Use } from './meter.ts';
import { holds, lacksFeature, marketplaceClosed, overLimit } from './refusals.ts';
import { requireRoom } from './require-room.ts';
import { limitNow, openMarketplaces, readSnapshot, type Snapshot } from './snapshot.ts';
import { SnapshotCache } from './snapshot-cache.ts';
import { countStanding, countWorkspaces } from './standing.ts';
import { type UsageLine, usageLines } from './usage.ts';

/** Whether something may be done now: the same for the API, the builder, flows and pages. */
export interface Verdict {
  allowed: boolean;
  /** Why not; null where it is allowed. */
  reason: 'plan_required' | 'marketplace_not_allowed' | 'limit_exceeded' | null;
  /** -1: as many as one likes; null: nothing that is counted. */
  limit: number | null;
  used: number | null;
  /** ISO 8601 UTC. */
  resetsAt: string | null;
  /** False: beyond it is paid for, not refused. */
  hard: boolean;
  /** As it would be thrown. */
  refusal: TramaError | null;
}

/** How long a process believes what it has read; changes of a plan are told at once. */
const KEPT_MS = 30_000;
/** Of what others count meanwhile, too: who must be exact reserves. */
const COUNTED_MS = 2_000;

const YES: Verdict = {
  ...{ allowed: true, reason: null, limit: null, used: null, resetsAt: null, hard: true, refusal: null },
};

const no = (refusal: TramaError, rest: Partial<Verdict> = {}): Verdict => ({
  ...YES,
  allowed: false,
  // Erasure: refusals.ts makes no other code.
  reason: refusal.code as Verdict['reason'],
  refusal,
  ...rest,
});

/** Told to every process once the transaction around it has committed: what a tenant may do is another. */
export const entitlementsChanged = async (db: { sql: Query; tenantId: string }): Promise<void> => {
  await db.sql`select pg_notify('trama_entitlements', ${db.tenantId})`;
};

/** What tenants may do, by their plans, as one process knows it. */
export class Entitlements {
  readonly #database: Pick<Database, 'withTenant' | 'admin'>;
  readonly #snapshots = new SnapshotCache<Snapshot>(KEPT_MS);
  readonly #counts = new SnapshotCache<number>(COUNTED_MS);
  readonly #plans = new SnapshotCache<PlanVersion[]>(KEPT_MS);

  constructor(database: Pick<Database, 'withTenant' | 'admin'>) {
    this.#database = database;
  }

  /** What was read is read again: of a tenant, or of all. */
  forget(tenantId: string | null): void {
    this.#snapshots.forget(tenantId);
    this.#counts.forget(tenantId);
    if (tenantId === null) this.#plans.forget(null);
  }

  /** All that a tenant may do; up to half a minute old where no notice of a change came through. */
  snapshot(tenantId: string): Promise<Snapshot> {
    return this.#snapshots.get(tenantId, () => this.#database.withTenant(tenantId, readSnapshot));
  }

  /** What is for sale. */
  plans(): Promise<PlanVersion[]> {
    return this.#plans.get('', () => listLivePlans(this.#database.admin.sql));
  }

  /**
   * Whether a tenant may use a feature, or so many more of what is counted. It promises nothing: `reserve` and `requireRoom` do.
   * @param value of a feature: the way that is needed
   */
  async check(tenantId: string, feature: Feature | Limited, n = 1, value?: string): Promise<Verdict> {
    const snapshot = await this.snapshot(tenantId);
    if (isFeature(feature)) {
      const given = snapshot.features[feature];
      if (value === undefined ? hasFeature(given) : holds(given, value)) return YES;
      return no(lacksFeature(snapshot, feature, await this.plans(), value));
    }
    const { most } = snapshot.limits[feature];
    const limit = limitNow(snapshot.limits[feature]);
    if (limit < 0) return { ...YES, limit: -1, hard: false };
    const used = await this.#current(tenantId, feature);
    const counted = { limit, used, resetsAt: isMetered(feature) ? snapshot.resetsAt : null, hard: most >= 0 };
    if (most < 0 || used + n <= most) return { ...YES, ...counted };
    return no(overLimit(snapshot, { feature, current: used, n, limit: most }, await this.plans()), counted);
  }

  /** Whether offers may be looked for there. */
  async checkMarketplace(tenantId: string, marketplace: string): Promise<Verdict> {
    const snapshot = await this.snapshot(tenantId);
    if (openMarketplaces(snapshot).includes(marketplace)) return YES;
    return no(marketplaceClosed(snapshot, marketplace, await this.plans()));
  }

  /** The same by the name that somebody sent. @throws `not_found` for what is neither a feature nor counted */
  canUse(tenantId: string, name: string, n = 1): Promise<Verdict> {
    if (isFeature(name) || isLimited(name)) return this.check(tenantId, name, n);
    throw failure('not_found', `“${name.slice(0, 60)}” não existe.`, `There is no “${name.slice(0, 60)}”.`);
  }

  /** @throws `plan_required` */
  async requireFeature(tenantId: string, feature: Feature, value?: string): Promise<void> {
    const { refusal } = await this.check(tenantId, feature, 1, value);
    if (refusal) throw refusal;
  }

  /** @throws `marketplace_not_allowed` */
  async requireMarketplace(tenantId: string, marketplace: string): Promise<void> {
    const { refusal } = await this.checkMarketplace(tenantId, marketplace);
    if (refusal) throw refusal;
  }

  /** In a transaction of its own; whoever writes rows calls `requireRoom` in theirs. @throws `limit_exceeded`, `plan_required` */
  async requireRoom(tenantId: string, feature: Standing, n = 1): Promise<void> {
    const { limits } = await this.snapshot(tenantId);
    if (limits[feature].most < 0) return;
    await this.#database.withTenant(tenantId, (db) => requireRoom(db, feature, n));
  }

  /** `reserveUse` in a transaction of its own. @throws `limit_exceeded`, `plan_required` */
  async reserve(tenantId: string, use: Use): Promise<void> {
    await this.#database.withTenant(tenantId, (db) => reserveUse(db, use));
    this.#counts.forget(`${tenantId} ${use.feature}`);
  }

  async commit(tenantId: string, use: Use): Promise<void> {
    await this.#database.withTenant(tenantId, (db) => commitUse(db, use));
    this.#counts.forget(`${tenantId} ${use.feature}`);
  }

  async release(tenantId: string, use: Use): Promise<void> {
    await this.#database.withTenant(tenantId, (db) => releaseUse(db, use));
    this.#counts.forget(`${tenantId} ${use.feature}`);
  }

  /** Everything that is counted, read now. */
  async usage(tenantId: string): Promise<UsageLine[]> {
    const counts = new Map<Limited, number>();
    const snapshot = await this.#database.withTenant(tenantId, async (db) => {
      for (const feature of STANDING) counts.set(feature, await countStanding(db, feature));
      return readSnapshot(db);
    });
    counts.set('workspaces', await countWorkspaces(this.#database.admin, tenantId));
    return usageLines(snapshot, counts);
  }

  #current(tenantId: string, feature: Limited): Promise<number> {
    return this.#counts.get(`${tenantId} ${feature}`, async () => {
      if (feature === 'workspaces') return countWorkspaces(this.#database.admin, tenantId);
      if (isStanding(feature)) return this.#database.withTenant(tenantId, (db) => countStanding(db, feature));
      return isMetered(feature) ? this.#metered(tenantId, feature) : 0;
    });
  }

  async #metered(tenantId: string, feature: Metered): Promise<number> {
    return this.#database.withTenant(tenantId, async (db) => {
      const [row] = await db.sql<{ n: bigint }>`
        select used + held as n from usage_totals u join tenants t on t.id = u.tenant_id
        where u.tenant_id = ${parseId('ten', tenantId)} and feature = ${feature}
          and period = date_trunc('month', now() at time zone t.timezone)::date`;
      return Number(row?.n ?? 0);
    });
  }
}

export const createEntitlements = (database: Pick<Database, 'withTenant' | 'admin'>): Entitlements =>
  new Entitlements(database);
