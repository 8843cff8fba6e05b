import type { Drift, LinkState } from './passes.ts';

/** States of ours that go with what a provider says of the subscription that counts. */
const GO_TOGETHER: Readonly<Record<string, readonly string[]>> = {
  incomplete: ['free', 'trialing', 'active', 'past_due', 'grace', 'paused'],
  trialing: ['trialing', 'active'],
  active: ['active', 'trialing', 'paused'],
  // Who has not paid is downgraded by our own steps, at their times.
  past_due: ['past_due', 'grace', 'free', 'active'],
  unpaid: ['past_due', 'grace', 'free'],
  paused: ['paused', 'active', 'free', 'past_due', 'grace'],
  ended: ['free', 'ended', 'past_due', 'grace', 'active'],
};

/** What a provider charges. */
const CHARGED = new Set(['trialing', 'active', 'past_due']);

const problemOf = ({ role, status, state, readAt, isEnding }: LinkState, readSince: string): string | null => {
  if (readAt < readSince) return 'not_found';
  // One too many, or one that was left: somebody pays for what nobody has.
  if (role === 'past') return CHARGED.has(status) && !isEnding ? 'still_charged' : null;
  if (role !== 'current' || (GO_TOGETHER[status] ?? []).includes(state)) return null;
  return status === 'unknown' ? 'unknown_status' : 'state_differs';
};

/**
 * What stays wrong though everything was just read: for somebody of ours to look at. `readSince`: readings before then are none of
 * this look. An access that is paid for may outlast its subscription, so that `ended` goes with `active`.
 */
export const disagreements = (tenantId: string, links: readonly LinkState[], readSince: string): Drift[] =>
  links.flatMap((link) => {
    const { subscription, status, state } = link;
    const problem = problemOf(link, readSince);
    if (problem === null) return [];
    const isUnread = problem === 'not_found';
    return [
      {
        ...{ subject: tenantId, subscription, payment: null, what: [isUnread ? 'unreadable' : 'state'] },
        ...{ ours: { state }, theirs: isUnread ? null : { status }, mended: false, problem },
      },
    ];
  });
