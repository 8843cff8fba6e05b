import type { SubscriptionState } from '#flow/contracts/billing-desk.ts';
import type { Access, FreeReason, Subscription } from './subscription.ts';

/** The chart of states: from each, whereto (docs/billing.md). To stay is no move. Whoever is deleted comes back from nowhere. */
export const MOVES: Readonly<Record<SubscriptionState, readonly SubscriptionState[]>> = {
  free: ['trialing', 'active', 'ended'],
  trialing: ['active', 'past_due', 'paused', 'free', 'ended'],
  active: ['past_due', 'paused', 'free', 'ended'],
  past_due: ['active', 'grace', 'paused', 'free', 'ended'],
  grace: ['active', 'free', 'ended'],
  paused: ['active', 'free', 'ended'],
  ended: [],
};

export const mayMove = (from: SubscriptionState, to: SubscriptionState): boolean =>
  from === to || MOVES[from].includes(to);

/** What a state brings with it; null: what the plan's dunning said stays. */
export const ACCESS_OF: Readonly<Record<SubscriptionState, Access | null>> = {
  free: 'full',
  trialing: 'full',
  active: 'full',
  past_due: null,
  grace: 'read_only',
  // Until what was paid for is over (`lookAt` takes it then).
  paused: null,
  ended: 'read_only',
};

/** Income of the month counts what is owed, too, as long as it is asked for. */
export const EARNS: Readonly<Record<SubscriptionState, boolean>> = {
  free: false,
  trialing: false,
  active: true,
  past_due: true,
  grace: true,
  paused: false,
  ended: false,
};

/** The words of the API (product line E4). `paused` has none of its own there. */
export type ApiStatus = 'active' | 'trialing' | 'past_due' | 'canceled' | 'expired';

const FREE_STATUS: Readonly<Record<FreeReason | 'never', ApiStatus>> = {
  // FREE is a plan like the others, and so is one that was granted: who has it has it.
  never: 'active',
  canceled: 'canceled',
  refunded: 'canceled',
  disputed: 'canceled',
  unpaid: 'expired',
  trial_ended: 'expired',
};

const STATUS: Readonly<Record<Exclude<SubscriptionState, 'free'>, ApiStatus>> = {
  trialing: 'trialing',
  active: 'active',
  past_due: 'past_due',
  grace: 'past_due',
  // Nobody owes anything; `state` and `access` tell it from one that runs.
  paused: 'active',
  ended: 'canceled',
};

export const apiStatus = ({
  state,
  freeReason,
  granted,
}: Pick<Subscription, 'state' | 'freeReason' | 'granted'>): ApiStatus =>
  state === 'free' ? FREE_STATUS[granted ? 'never' : (freeReason ?? 'never')] : STATUS[state];
