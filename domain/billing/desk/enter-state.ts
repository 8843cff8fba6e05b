import type { SubscriptionState } from '#flow/contracts/billing-desk.ts';
import { failure } from '#flow/errors.ts';
import type { BillingDeps } from '../billing-deps.ts';
import { askRequest } from '../requests/ask-request.ts';
import { withFacts } from '../requests/carrying.ts';
import { withdrawWish } from '../requests/settle-wishes.ts';
import { openWishes } from '../requests/wish.ts';
import { ACCESS_OF, mayMove } from '../subscription/chart.ts';
import type { FactsAtWork } from '../subscription/facts-at-work.ts';
import { coveredUntil } from '../subscription/subscription.ts';
import { downgrade, endAtProviders } from './downgrade.ts';

/** A move that the chart of states does not know, or that the facts do not bear. */
export const stateRefused = (from: string, to: string) =>
  failure(
    'conflict',
    `A assinatura não vai de ${from} para ${to}.`,
    `The subscription does not go from ${from} to ${to}.`,
    {
      details: { reason: 'billing_state', from, to },
    },
  );

/** A pause that is over costs what is left of its period: that is a wish like the owner's own. */
const askResume = async ({ db, facts, deps }: FactsAtWork): Promise<void> => {
  const source = `resume/${facts.pausedUntil ?? facts.revision}`;
  facts.pausedUntil = null;
  const isOpen = (await openWishes(db)).some(({ kind }) => kind === 'resume');
  if (!isOpen) await askRequest(db, { kind: 'resume', by: 'system', data: {}, source, nowMs: deps.nowMs() });
};

const move = async (work: FactsAtWork, to: SubscriptionState, key: string): Promise<void> => {
  const { facts, now, changes } = work;
  const from = facts.state;
  // Where it was paused meanwhile, the reading that said that nothing was paid also said that nothing is asked for: nobody is late.
  if (from === to || (from === 'paused' && to === 'past_due')) return;
  if (!mayMove(from, to)) throw stateRefused(from, to);
  if (to === 'active' && coveredUntil(facts) <= now) {
    // Access is paid for, or it is not had: the payment itself brings the state along.
    if (from === 'paused') return await askResume(work);
    throw stateRefused(from, to);
  }
  facts.state = to;
  facts.access = ACCESS_OF[to] ?? facts.access;
  if (to === 'past_due') {
    facts.failedAt ??= now;
    changes.push({ source: `enter/${key}`, kind: 'past_due', at: now, actor: 'system' });
  }
  if (to === 'active') {
    facts.failedAt = null;
    const kind = from === 'trialing' ? 'start' : from === 'paused' ? 'resume' : 'recovered';
    changes.push({ source: `enter/${key}`, kind, at: now, actor: 'system' });
  }
  if (to === 'ended') {
    Object.assign(facts, { pending: null, renewal: null });
    changes.push({ source: `enter/${key}`, kind: 'end', at: now, actor: 'system', reason: 'deleted' });
  }
};

/**
 * Moves the state along the chart. To FREE is a downgrade, with all that belongs to it; the end ends what runs at providers first.
 * @throws `conflict` with `details.reason` `billing_state`
 */
export const enterState = async (
  deps: BillingDeps,
  tenantId: string,
  { to, key, signal }: { to: SubscriptionState; key: string; signal: AbortSignal },
): Promise<void> => {
  if (to === 'free') {
    await downgrade(deps, tenantId, { reason: 'canceled', key, signal });
    return;
  }
  if (to === 'ended') {
    for (const { id } of await deps.database.withTenant(tenantId, openWishes))
      await withdrawWish(deps, tenantId, id, signal);
    await endAtProviders(deps, tenantId, signal);
  }
  await withFacts({ deps, tenantId }, (work) => move(work, to, key));
};
