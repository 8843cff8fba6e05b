import type { PlanVersion } from '../catalogue/plan-version.ts';
import { giveBackCredit } from './account-credit.ts';
import type { FactsAtWork } from './facts-at-work.ts';
import { endLink, readLinks } from './links.ts';
import type { FreeReason } from './subscription.ts';

/** What ran is over, and nothing of it counts any more: the tenant has the plan that lies behind it. No provider is told. */
export const leaveSubscription = async (
  { db, facts, now }: Pick<FactsAtWork, 'db' | 'facts' | 'now'>,
  { id, tier }: Pick<PlanVersion, 'id' | 'tier'>,
  reason: FreeReason,
): Promise<void> => {
  for (const link of await readLinks(db)) if (link.role !== 'past') await endLink(db, link, now);
  const next = facts.discount?.next;
  if (next) await giveBackCredit(db, 'next', next.key);
  Object.assign(facts, {
    ...{ state: 'free', planVersionId: id, tier, items: [], cycle: null, access: 'full' },
    ...{ provider: null, providerSubscription: null, pending: null, renewal: null, discount: null, method: null },
    ...{ trialEndsAt: null, periodStart: null, periodEnd: null, failedAt: null, pausedUntil: null, compUntil: null },
    ...{ freeReason: reason, freeSince: now },
  });
};
