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

/**
 * What stays wrong though everything was just read: for somebody of ours to look at. `readSince`: readings before then are none of
 * this look. An access that is paid for may outlast its subscription, so that `ended` goes with `active`.
 */
export const disagreements = (tenantId: string, links: readonly LinkState[], readSince: string): Drift[] =>
  links.flatMap(({ subscription, role, status, readAt, state }) => {
    const unread = readAt < readSince;
    const odd = role === 'current' && !(GO_TOGETHER[status] ?? []).includes(state);
    if (!unread && !odd) return [];
    return [
      {
        ...{ subject: tenantId, subscription, payment: null, what: [unread ? 'unreadable' : 'state'] },
        ...{ ours: { state }, theirs: unread ? null : { status }, mended: false },
        problem: unread ? 'not_found' : status === 'unknown' ? 'unknown_status' : 'state_differs',
      },
    ];
  });
