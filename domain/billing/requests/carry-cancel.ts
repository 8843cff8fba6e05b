import type { FactsAtWork } from '../subscription/facts-at-work.ts';
import { finishWork } from '../subscription/finish-work.ts';
import { isLive, readLinks, touchLink } from '../subscription/links.ts';
import { coveredUntil, iso, type Pending, type Subscription } from '../subscription/subscription.ts';
import { USAGE_UNPAID } from '../usage/release-usage.ts';
import { type Carrying, closeDone, DONE, type Outcome, withFacts } from './carrying.ts';
import { checkWish } from './check-wish.ts';
import { endNext } from './end-next.ts';
import { freshFacts } from './fresh-facts.ts';
import { inputOf } from './inputs.ts';
import { notSetUp, refused } from './refusal.ts';
import { findWish, saveWork } from './wish.ts';

/** What was paid for stays until it is over; who owes has nothing left to stay for. */
const endOf = (facts: Subscription, now: string): string => {
  const until =
    [coveredUntil(facts), facts.state === 'trialing' ? (facts.trialEndsAt ?? '') : ''].toSorted().at(-1) ?? '';
  return until > now ? until : now;
};

const look = async (carrying: Carrying, work: (held: FactsAtWork) => Promise<void> | void = () => undefined) =>
  (
    await withFacts(carrying, async (held) => {
      await work(held);
      const links = await readLinks(held.db);
      return {
        facts: structuredClone(held.facts),
        now: held.now,
        current: links.find(({ role }) => role === 'current'),
        next: links.find((link) => link.role === 'next' && isLive(link)),
      };
    })
  ).result;

/** At the end of what is paid for; an operator may end it at once. What is scheduled besides falls away. */
export const carryCancel = async (carrying: Carrying): Promise<Outcome> => {
  const { deps, wish, signal } = carrying;
  const { when } = inputOf('cancel', wish.input);
  await freshFacts(carrying);
  // Once its provider was asked to, what is read there may be this very wish: a repeat goes on.
  const { facts, now, current, next } = await look(carrying, async ({ facts: held, db, now: at }) => {
    const isBegun = (await findWish(db, wish.id))?.work != null && held.state !== 'free';
    const reason = isBegun ? null : checkWish('cancel', held, at);
    if (reason) throw refused(reason);
    if (!isBegun) await saveWork(db, wish.id, { subscription: held.providerSubscription });
  });
  const at = when === 'now' ? now : endOf(facts, now);
  if (current && current.status !== 'ended') {
    const provider = deps.providers[current.provider];
    if (!provider) throw notSetUp(current.provider);
    const how = at > now ? 'at_period_end' : 'now';
    await provider.cancel({ subscription: current.id, when: how, idempotencyKey: `${wish.id}/cancel` }, signal);
  }
  if (next) await endNext(carrying, next);
  await withFacts(carrying, async ({ facts: held, db, changes }) => {
    if (!(await closeDone(db, wish, { canceledAt: at }))) return;
    if (current) await touchLink(db, current, iso(deps.nowMs()));
    const said = inputOf('cancel', wish.input).reason ?? null;
    const owes = held.failedAt !== null || (wish.askedBy === 'system' && said === USAGE_UNPAID);
    const pending = {
      kind: 'cancel' as const,
      at,
      request: wish.id,
      reason: owes ? ('unpaid' as const) : ('canceled' as const),
    };
    held.pending = when === 'now' ? { ...pending, anyway: true } : pending;
    held.canceledAt = now;
    changes.push({ source: `request/${wish.id}/cancel`, kind: 'cancel', at: now, actor: wish.askedBy, reason: said });
  });
  return DONE;
};

/**
 * What was scheduled is not: the provider goes on as before. It is told its lines whatever was scheduled, since a cancellation may
 * have been asked for over a change that it knew of; where the process dies or the provider is away, whoever reads it next does so.
 */
export const carryRevoke = async (carrying: Carrying): Promise<Outcome> => {
  const { deps, tenantId, wish, signal } = carrying;
  const before: { pending: Pending | null; isBegun: boolean } = { pending: null, isBegun: false };
  const { facts, now, current, next } = await look(carrying, async ({ facts: held, db }) => {
    Object.assign(before, { pending: held.pending, isBegun: (await findWish(db, wish.id))?.work != null });
  });
  if (!before.isBegun) {
    const reason = checkWish('revoke', facts, now);
    if (reason) throw refused(reason);
    // What ends because another follows it would run beside that one, and both be charged.
    if (current?.status === 'ended' || next) throw refused('nothing_to_revoke');
  }
  const provider = current ? deps.providers[current.provider] : undefined;
  if (current && !provider) throw notSetUp(current.provider);
  const work = { subscription: facts.providerSubscription };
  await deps.database.withTenant(tenantId, (db) => saveWork(db, wish.id, work));
  if (before.pending?.kind === 'cancel' && current)
    await provider?.keep({ subscription: current.id, idempotencyKey: `${wish.id}/keep` }, signal);
  // It is taken back first, so that the lines that are told are those that count.
  await withFacts(carrying, async ({ facts: held, db }) => {
    if (JSON.stringify(held.pending) === JSON.stringify(before.pending))
      Object.assign(held, { pending: null, canceledAt: null });
    if (current) await touchLink(db, current, iso(deps.nowMs()));
    await saveWork(db, wish.id, { ...work, applied: true });
  });
  await finishWork(deps, tenantId, signal);
  return DONE;
};
