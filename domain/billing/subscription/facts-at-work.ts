import { SUBSCRIPTION_EVENTS } from '#flow/contracts/billing-desk.ts';
import type { JsonObject, Locale } from '#flow/json.ts';
import { localeOf } from '#flow/json.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { entitlementsChanged } from '../../entitlements/entitlements.ts';
import { settleFrozen } from '../../entitlements/freeze.ts';
import { publishPlatformEvent } from '../../platform/publish-platform-event.ts';
import type { BillingDeps } from '../billing-deps.ts';
import { findPlanVersion } from '../catalogue/plan-version.ts';
import { rateLeaving } from '../catalogue/rate-usage.ts';
import { tellChanges } from '../notices/tell-changes.ts';
import { isOutlived } from '../requests/price-basis.ts';
import { openWishes, overdueWish } from '../requests/wish.ts';
import { holdSubscription, saveSubscription } from './hold-subscription.ts';
import { type Change, noteChange } from './note-change.ts';
import { coveredUntil, iso, type Subscription } from './subscription.ts';

export type FactsDeps = Pick<BillingDeps, 'providers' | 'invoices' | 'alarm' | 'nowMs'>;

interface News {
  name: (typeof SUBSCRIPTION_EVENTS)[keyof typeof SUBSCRIPTION_EVENTS];
  id: string;
  data: JsonObject;
}

/** Facts that are held and changed in one transaction: what they were, what they become, and what is to be told of it. */
export interface FactsAtWork {
  deps: FactsDeps;
  db: TenantDb;
  /** ISO 8601. */
  now: string;
  tenant: { locale: Locale; timezone: string };
  before: Subscription;
  /** Changed in place. */
  facts: Subscription;
  changes: Change[];
  news: News[];
  /** What stays of what is over the limits of another plan, where its owner chose. */
  keep: Readonly<Record<string, readonly string[]>> | null;
  /** How many things are over the limits of the plan that counts from now on. */
  frozen: number;
  /** How many of them worked before. */
  stopped: number;
}

export interface Applied {
  changed: boolean;
  before: Subscription;
  after: Subscription;
}

export const holdFacts = async (deps: FactsDeps, db: TenantDb): Promise<FactsAtWork> => {
  const before = await holdSubscription(db);
  const [tenant] = await db.sql<{ locale: string; timezone: string }>`
    select locale, timezone from tenants where id = ${db.tenant}`;
  if (!tenant) throw new Error('A tenant that has a subscription has no row');
  return {
    ...{ deps, db, before, now: iso(deps.nowMs()) },
    tenant: { locale: localeOf(tenant), timezone: tenant.timezone },
    facts: structuredClone(before),
    ...{ changes: [], news: [], keep: null, frozen: 0, stopped: 0 },
  };
};

const counted = ({ state, planVersionId, access, items }: Subscription): string =>
  JSON.stringify([state, planVersionId, access, items]);

/** What limits follow from: the plan, and the add-ons beside it. */
const limiting = ({ planVersionId, items }: Subscription): string =>
  JSON.stringify([planVersionId, items.map(({ key, quantity }) => [key, quantity])]);

/** What the lifecycle has to hear of, where no charge told it already. */
const heard = ({
  revision: _revision,
  method: _method,
  discount: _discount,
  renewal: _renewal,
  ...rest
}: Subscription) => JSON.stringify(rest);

/** What was paid or given since a page was opened may be what that page charges: it is over. */
const shutOutlived = async ({ db, before, facts, now }: FactsAtWork): Promise<void> => {
  if (coveredUntil(before) === coveredUntil(facts)) return;
  for (const wish of await openWishes(db))
    if (wish.status === 'waiting' && isOutlived(wish, facts, now)) await overdueWish(db, wish.id, now);
};

/**
 * Writes facts, what changed in them, and what the lifecycle hears of it: all of it or nothing. `quiet`: the lifecycle did it
 * itself, and knows.
 */
export const closeFacts = async (work: FactsAtWork, quiet = false): Promise<Applied> => {
  const { db, before, facts } = work;
  const plan = before.planVersionId === facts.planVersionId ? null : await findPlanVersion(db.sql, facts.planVersionId);
  if (plan) await rateLeaving(db, before.planVersionId, plan);
  const isOther = await saveSubscription(db, before, facts);
  await shutOutlived(work);
  // A payment that came, failed or went back may leave the facts as they are.
  const changed = isOther || work.news.length > 0;
  for (const change of work.changes) await noteChange(db, before, facts, change);
  await tellChanges(db, work);
  // What there is room for now is back; what there is none for stays, and does nothing.
  if (limiting(before) !== limiting(facts)) Object.assign(work, await settleFrozen(db, work.keep ?? {}));
  if (counted(before) !== counted(facts)) await entitlementsChanged(db);
  if (!quiet && work.news.length === 0 && heard(before) !== heard(facts))
    work.news.push({ name: SUBSCRIPTION_EVENTS.changed, id: `changed/${before.revision}`, data: { what: 'facts' } });
  for (const { name, id, data } of work.news) await publishPlatformEvent(db, { name, id, data });
  return { changed, before, after: facts };
};
