import type { RequestKind } from '#flow/contracts/billing-desk.ts';
import { paidChange } from '../subscription/scheduled.ts';
import type { Subscription } from '../subscription/subscription.ts';
import type { Refusal } from './refusal.ts';

type Check = (facts: Subscription, now: string) => Refusal | null;

const hasProvider = ({ providerSubscription }: Subscription): boolean => providerSubscription !== null;
const owes = ({ state, failedAt }: Subscription): boolean =>
  state === 'past_due' || state === 'grace' || (state === 'active' && failedAt !== null);

const pendingIn = (facts: Subscription): Refusal | null => {
  const { pending } = facts;
  if (pending?.kind !== 'cancel') return pending && (paidChange(facts) ? 'change_paid' : 'change_pending');
  return pending.follows ? 'switch_pending' : 'cancel_pending';
};

/** Who may change what it pays: it pays, nothing is open, nothing is scheduled. */
const changeable: Check = (facts) => {
  if (facts.state === 'paused') return 'paused';
  if (owes(facts)) return 'payment_open';
  const isTrial = facts.state === 'trialing';
  if (!isTrial && (facts.state !== 'active' || !hasProvider(facts))) return 'not_subscribed';
  return pendingIn(facts);
};

/** Whether a wish may be asked in that state; null: it may. Asked again when it is carried out: things move meanwhile. */
const CHECKS: Readonly<Record<RequestKind, Check>> = {
  subscribe: (facts) => (hasProvider(facts) && facts.state !== 'free' ? 'already_subscribed' : null),
  trial: (facts) => {
    if (facts.state === 'trialing' || (facts.state === 'free' && facts.freeReason !== null)) return 'trial_used';
    return facts.state === 'free' ? null : 'already_subscribed';
  },
  change: changeable,
  cancel: (facts) => {
    if (facts.state === 'free') return 'not_subscribed';
    // What ends because another one follows is nobody's leaving: who leaves says so.
    return facts.pending?.kind === 'cancel' && !facts.pending.follows ? 'cancel_pending' : null;
  },
  revoke: (facts, now) => {
    if (facts.pending === null || facts.pending.at <= now) return 'nothing_to_revoke';
    // The larger plan would be had at the smaller one's price.
    return facts.pending.kind === 'change' && paidChange(facts) ? 'change_paid' : null;
  },
  pause: (facts) => {
    if (facts.state === 'paused') return 'paused';
    if (owes(facts)) return 'payment_open';
    return facts.state === 'active' && hasProvider(facts) ? pendingIn(facts) : 'not_active';
  },
  resume: ({ state }) => (state === 'paused' ? null : 'not_paused'),
  provider: (facts) => {
    if (!hasProvider(facts)) return 'not_subscribed';
    return changeable(facts, '');
  },
  refund: () => null,
  comp: () => null,
  // While time is given its provider charges nothing; what is owed waits.
  usage: (facts, now) =>
    facts.state === 'active' && hasProvider(facts) && (facts.compUntil ?? '') <= now ? null : 'not_active',
  extend_trial: (facts) => (facts.state === 'trialing' && !hasProvider(facts) ? null : 'not_trialing'),
};

export const checkWish = (kind: RequestKind, facts: Subscription, now: string): Refusal | null =>
  facts.state === 'ended' ? 'ended' : CHECKS[kind](facts, now);
