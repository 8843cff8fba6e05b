import { mayMove } from '../subscription/chart.ts';
import type { FactsAtWork } from '../subscription/facts-at-work.ts';
import { finishWork } from '../subscription/finish-work.ts';
import { readLinks, touchLink } from '../subscription/links.ts';
import { coveredUntil, iso } from '../subscription/subscription.ts';
import { type Carrying, closeDone, DONE, type Outcome, providerFor, withFacts } from './carrying.ts';
import { applyUncharged, chargePrice, isApplied, isCharged } from './charge-price.ts';
import { checkWish } from './check-wish.ts';
import { freshFacts } from './fresh-facts.ts';
import { inputOf } from './inputs.ts';
import { abilitiesOf } from './preview-change.ts';
import { shownResume } from './preview-resume.ts';
import { isOldPrice, priceBasis } from './price-basis.ts';
import { refused } from './refusal.ts';
import { withdrawWish } from './settle-wishes.ts';
import { findWish, openWishes, saveWork, type Work } from './wish.ts';

const providerOf = (carrying: Carrying, { facts }: FactsAtWork) => {
  if (!facts.provider || !facts.providerSubscription) throw refused('not_subscribed');
  return { provider: providerFor(carrying.deps, facts.provider), subscription: facts.providerSubscription };
};

/** What begins by a page or a Pix that is open would be charged meanwhile. What was paid there already is known behind this, and bars it. */
const closePages = async ({ deps, tenantId, signal }: Carrying): Promise<void> => {
  for (const { id, kind, status } of await deps.database.withTenant(tenantId, openWishes))
    if (status === 'waiting' && (kind === 'provider' || kind === 'change'))
      await withdrawWish(deps, tenantId, id, signal);
};

/** Nothing is charged while it lasts. What is paid for is had to its end. */
export const carryPause = async (carrying: Carrying): Promise<Outcome> => {
  const { deps, wish, signal } = carrying;
  const until = inputOf('pause', wish.input).until ?? null;
  await freshFacts(carrying);
  const { result: bar } = await withFacts(carrying, ({ facts, now }) =>
    Promise.resolve(checkWish('pause', facts, now)),
  );
  if (bar === null) await closePages(carrying);
  // Once its provider was asked to, the pause that is read there may be this very wish: a repeat goes on, and says its end.
  const { result: found } = await withFacts(carrying, async (held) => {
    const isBegun = (await findWish(held.db, wish.id))?.work != null && mayMove(held.facts.state, 'paused');
    const reason = isBegun ? null : checkWish('pause', held.facts, held.now);
    if (reason) throw refused(reason);
    const { provider, subscription } = providerOf(carrying, held);
    if (!isBegun) await saveWork(held.db, wish.id, { subscription, provider: provider.name });
    return { provider, subscription };
  });
  const ask = { subscription: found.subscription, until, idempotencyKey: `${wish.id}/pause` };
  await found.provider.pause(ask, signal);
  await withFacts(carrying, async ({ facts, db, now, changes }) => {
    if (!(await closeDone(db, wish))) return;
    const current = (await readLinks(db)).find(({ role }) => role === 'current');
    if (current) await touchLink(db, current, iso(deps.nowMs()));
    // What was read of it meanwhile has noted it already.
    if (facts.state !== 'paused')
      changes.push({ source: `request/${wish.id}/pause`, kind: 'pause', at: now, actor: wish.askedBy });
    Object.assign(facts, { state: 'paused', pausedUntil: until });
    if (coveredUntil(facts) <= now) facts.access = 'read_only';
  });
  return DONE;
};

/** What is left of the running period, where it is not paid: a pause makes nothing free. It costs what was shown. */
const decideResume = async (held: FactsAtWork, carrying: Carrying): Promise<Work> => {
  const { provider, subscription } = providerOf(carrying, held);
  const { preview } = inputOf('resume', carrying.wish.input);
  const { leastOpenMs } = abilitiesOf(carrying.deps, held.facts);
  const priced = await shownResume(held, { preview, now: held.now, leastOpenMs });
  const work: Work = { subscription, provider: provider.name };
  if (!priced) return work;
  const price = { at: priced.at, ...priced.price };
  return { ...work, price, locale: held.tenant.locale, period: priced.period, basis: priceBasis(held.facts) };
};

/** Charged again from now on: first what is left of the running period, then the next one by the provider. */
export const carryResume = async (carrying: Carrying): Promise<Outcome> => {
  const { deps, tenantId, wish, signal } = carrying;
  await freshFacts(carrying);
  const { result: work } = await withFacts(carrying, async (held) => {
    const known = await findWish(held.db, wish.id);
    if (known?.work) {
      if (isOldPrice(known, held)) throw refused('preview_over');
      return known.work;
    }
    const reason = checkWish('resume', held.facts, held.now);
    if (reason) throw refused(reason);
    const decided = await decideResume(held, carrying);
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
