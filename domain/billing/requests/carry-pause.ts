import { failure } from '#flow/errors.ts';
import { prorate } from '../proration/prorate.ts';
import type { FactsAtWork } from '../subscription/facts-at-work.ts';
import { finishWork } from '../subscription/finish-work.ts';
import { readLinks, touchLink } from '../subscription/links.ts';
import { coveredUntil, iso } from '../subscription/subscription.ts';
import { type Carrying, closeDone, DONE, type Outcome, providerFor, withFacts } from './carrying.ts';
import { applyUncharged, chargePrice, isApplied, isCharged } from './charge-price.ts';
import { checkWish } from './check-wish.ts';
import { freshFacts } from './fresh-facts.ts';
import { inputOf } from './inputs.ts';
import { refused } from './refusal.ts';
import { findWish, isOldPrice, saveWork, type Work } from './wish.ts';

const providerOf = (carrying: Carrying, { facts }: FactsAtWork) => {
  if (!facts.provider || !facts.providerSubscription) throw refused('not_subscribed');
  return { provider: providerFor(carrying.deps, facts.provider), subscription: facts.providerSubscription };
};

/** Nothing is charged while it lasts. What is paid for is had to its end. */
export const carryPause = async (carrying: Carrying): Promise<Outcome> => {
  const { deps, wish, signal } = carrying;
  const until = inputOf('pause', wish.input).until ?? null;
  await freshFacts(carrying);
  const { result: found } = await withFacts(carrying, (held) => {
    const reason = checkWish('pause', held.facts, held.now);
    if (reason) throw refused(reason);
    return Promise.resolve(providerOf(carrying, held));
  });
  const ask = { subscription: found.subscription, until, idempotencyKey: `${wish.id}/pause` };
  await found.provider.pause(ask, signal);
  await withFacts(carrying, async ({ facts, db, now, changes }) => {
    if (!(await closeDone(db, wish))) return;
    const current = (await readLinks(db)).find(({ role }) => role === 'current');
    if (current) await touchLink(db, current, iso(deps.nowMs()));
    Object.assign(facts, { state: 'paused', pausedUntil: until });
    if (coveredUntil(facts) <= now) facts.access = 'read_only';
    changes.push({ source: `request/${wish.id}/pause`, kind: 'pause', at: now, actor: wish.askedBy });
  });
  return DONE;
};

/** What is left of the running period, where it is not paid: a pause makes nothing free. */
const decideResume = (held: FactsAtWork, carrying: Carrying): Work => {
  const { facts, now } = held;
  const { provider, subscription } = providerOf(carrying, held);
  const work: Work = { subscription, provider: provider.name };
  const { periodStart, periodEnd, items } = facts;
  if (coveredUntil(facts) > now || periodStart === null || periodEnd === null) return work;
  // The provider has not counted on yet: what the rest of the new period costs is not known, and nothing is had for nothing.
  if (periodEnd <= now)
    throw failure('unavailable', 'O próximo período ainda não começou.', 'The next period has not begun yet.');
  const nowMs = Date.parse(now);
  const period = { start: Date.parse(periodStart), end: Date.parse(periodEnd) };
  const price = prorate({ old: { lines: [], period }, next: { lines: items, period }, at: nowMs, credit: 0 });
  const { lines, total, creditUsed, left } = price;
  return { ...work, price: { at: now, lines, total, creditUsed, left }, period: { start: now, end: periodEnd } };
};

/** Charged again from now on: first what is left of the running period, then the next one by the provider. */
export const carryResume = async (carrying: Carrying): Promise<Outcome> => {
  const { deps, tenantId, wish, signal } = carrying;
  await freshFacts(carrying);
  const { result: work } = await withFacts(carrying, async (held) => {
    const known = await findWish(held.db, wish.id);
    if (known?.work) {
      if (isOldPrice(known, deps.nowMs())) throw refused('preview_over');
      return known.work;
    }
    const reason = checkWish('resume', held.facts, held.now);
    if (reason) throw refused(reason);
    const decided = decideResume(held, carrying);
    await saveWork(held.db, wish.id, decided);
    return decided;
  });
  if (isCharged(work) && !work.applied) {
    const outcome = await chargePrice(carrying, work);
    const after = await deps.database.withTenant(tenantId, (db) => findWish(db, wish.id));
    if (outcome.outcome === 'refused' || !isApplied(after)) return outcome;
  } else await applyUncharged(carrying);
  await finishWork(deps, tenantId, signal);
  return DONE;
};
