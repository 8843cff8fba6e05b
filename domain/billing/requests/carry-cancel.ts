import { cancelThere } from '../subscription/cancel-there.ts';
import { isLive, type Link, readLinks, touchLink } from '../subscription/links.ts';
import { endingAt } from '../subscription/scheduled.ts';
import { coveredUntil, iso, type Subscription } from '../subscription/subscription.ts';
import { USAGE_UNPAID } from '../usage/release-usage.ts';
import { type Carrying, closeDone, DONE, type Outcome, WITHDRAWN, withFacts } from './carrying.ts';
import { checkWish } from './check-wish.ts';
import { endNext } from './end-next.ts';
import { freshFacts } from './fresh-facts.ts';
import { inputOf } from './inputs.ts';
import { withdrawScheduled } from './overtake.ts';
import { notSetUp, refused } from './refusal.ts';
import { findWish, saveWork } from './wish.ts';

/** What was paid for stays until it is over; who owes has nothing left to stay for. */
const endOf = (facts: Subscription, now: string): string => {
  const until =
    [coveredUntil(facts), facts.state === 'trialing' ? (facts.trialEndsAt ?? '') : ''].toSorted().at(-1) ?? '';
  return until > now ? until : now;
};

/** Checked at the first try; null: it was withdrawn meanwhile. */
const begin = async (carrying: Carrying) =>
  (
    await withFacts(carrying, async ({ db, facts, now }) => {
      const wish = await findWish(db, carrying.wish.id);
      if (!wish || wish.closedAt !== null) return null;
      // Once its provider was asked to, what is read there may be this very wish: a repeat goes on.
      const isBegun = wish.work !== null && facts.state !== 'free';
      const reason = isBegun ? null : checkWish('cancel', facts, now);
      if (reason) throw refused(reason);
      if (!isBegun) await saveWork(db, wish.id, { subscription: facts.providerSubscription });
      const links = await readLinks(db);
      return {
        facts: structuredClone(facts),
        now,
        current: links.find(({ role, status }) => role === 'current' && status !== 'ended'),
        next: links.find((link) => link.role === 'next' && isLive(link)),
      };
    })
  ).result;

/** What its provider does not know cannot be charged by it, as far as we see: people of ours look, and nobody is kept from leaving. */
const tellProvider = async ({ deps, tenantId, wish, signal }: Carrying, link: Link, when: 'now' | 'at_period_end') => {
  const provider = deps.providers[link.provider];
  if (!provider) throw notSetUp(link.provider);
  const ask = { subscription: link.id, when, idempotencyKey: `${wish.id}/cancel` };
  if (await cancelThere(provider, ask, signal)) return;
  deps.alarm({ code: 'untold', tenantId, provider: link.provider, object: link.id, detail: 'cancel' });
};

/**
 * At the end of what is paid for; an operator may end it at once. What is scheduled besides falls away, unless its period is paid for
 * already.
 */
export const carryCancel = async (carrying: Carrying): Promise<Outcome> => {
  const { deps, wish } = carrying;
  const { when, reason = null } = inputOf('cancel', wish.input);
  await freshFacts(carrying);
  const begun = await begin(carrying);
  if (!begun) return WITHDRAWN;
  const { facts, now, current, next } = begun;
  const at = when === 'now' ? now : endOf(facts, now);
  if (current) await tellProvider(carrying, current, at > now ? 'at_period_end' : 'now');
  if (next) await endNext(carrying, next);
  const { result: isDone } = await withFacts(carrying, async ({ facts: held, db, changes }) => {
    if (!(await closeDone(db, wish, { canceledAt: at }))) return false;
    // Meanwhile its end came: nothing is left to end.
    if (held.state === 'free') return true;
    if (current) await touchLink(db, current, iso(deps.nowMs()));
    const owes = held.failedAt !== null || (wish.askedBy === 'system' && reason === USAGE_UNPAID);
    const why = owes ? ('unpaid' as const) : ('canceled' as const);
    const end = { kind: 'cancel' as const, at, request: wish.id, reason: why };
    const ending = endingAt(held, when === 'now' ? { ...end, anyway: true } : end);
    if (!ending.first) await withdrawScheduled(db, held.pending);
    held.pending = ending;
    held.canceledAt = now;
    changes.push({ source: `request/${wish.id}/cancel`, kind: 'cancel', at: now, actor: wish.askedBy, reason });
    return true;
  });
  return isDone ? DONE : WITHDRAWN;
};
