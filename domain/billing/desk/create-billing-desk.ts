import type { BillingDesk, SubscriptionFacts } from '#flow/contracts/billing-desk.ts';
import { TramaError } from '#flow/errors.ts';
import type { BillingDeps } from '../billing-deps.ts';
import { planData } from '../notices/plan-data.ts';
import { untilMorning } from '../notices/quiet-hours.ts';
import { renew, retryCharge } from '../renewal/renew.ts';
import { carryOut } from '../requests/carry-out.ts';
import { withFacts } from '../requests/carrying.ts';
import { settleWishes } from '../requests/settle-wishes.ts';
import { readSubscription } from '../subscription/hold-subscription.ts';
import { coveredUntil, iso } from '../subscription/subscription.ts';
import { syncNow } from '../subscription/sync-facts.ts';
import { applyPending } from './apply-pending.ts';
import { downgrade } from './downgrade.ts';
import { enterState, stateRefused } from './enter-state.ts';
import { readFacts } from './read-facts.ts';

/** What one act may take at providers, all its calls together; the actions' own timeouts are longer. */
const ACT_MS = 40_000;

const isUnreachable = (error: unknown): boolean => error instanceof TramaError && error.code === 'billing_unreachable';

/** What the lifecycle's document asks for is done here. It decides when; what is true stands in the rows. */
export const createBillingDesk = (deps: BillingDeps): BillingDesk => {
  const signal = () => AbortSignal.timeout(ACT_MS);
  const look = (subject: string): Promise<SubscriptionFacts> =>
    deps.database.withTenant(subject, (db) => readFacts(deps, db));

  return {
    look,
    enter: async (subject, to, key) => {
      await enterState(deps, subject, { to, key, signal: signal() });
      return await look(subject);
    },
    setAccess: async (subject, access) => {
      await withFacts({ deps, tenantId: subject }, ({ facts, now }) => {
        // Whoever has paid is not shut out, however late the document hears of it.
        if (access === 'read_only' && coveredUntil(facts) > now) throw stateRefused(facts.state, access);
        if (facts.state !== 'free' && facts.state !== 'ended') facts.access = access;
        return Promise.resolve();
      });
    },
    tell: async (subject, notice, data, key) => {
      const nowMs = deps.nowMs();
      const { told, waitMs } = await deps.database.withTenant(subject, async (db) => ({
        told: await planData(db, notice, data, { nowMs, providers: deps.providers }),
        waitMs: await untilMorning(db, notice, nowMs),
      }));
      return await deps.tellNotice(subject, notice, told, key, waitMs);
    },
    carryOut: (subject, request) => carryOut(deps, subject, request, signal()),
    settle: async (subject) => ({ closed: await settleWishes(deps, subject, signal()) }),
    sync: async (subject) => {
      const reachable = await syncNow(deps, subject, signal()).then(
        ({ unread }) => !unread,
        (error: unknown) => {
          if (isUnreachable(error)) return false;
          throw error;
        },
      );
      const facts = await look(subject);
      const paid = await deps.database.withTenant(subject, async (db) => {
        const held = await readSubscription(db);
        return held !== null && coveredUntil(held) > iso(deps.nowMs());
      });
      return { reachable, paid, facts };
    },
    renew: async (subject) => ({ asked: await renew(deps, subject, signal()) }),
    retry: (subject, key) => retryCharge(deps, subject, { key, signal: signal() }),
    applyPending: async (subject, key) => {
      await applyPending(deps, subject, { key, signal: signal() });
      return await look(subject);
    },
    downgrade: async (subject, reason, key) => ({
      frozen: await downgrade(deps, subject, { reason, key, signal: signal() }),
    }),
  };
};
