import type { BillingProvider } from '#flow/contracts/billing-provider.ts';
import { finishWork } from '../subscription/finish-work.ts';
import { isLive, type Link, readLinks, readNext, touchLink } from '../subscription/links.ts';
import { isProvidersNo } from '../subscription/providers-no.ts';
import { iso, type Pending } from '../subscription/subscription.ts';
import { type Carrying, DONE, type Outcome, WITHDRAWN, withFacts } from './carrying.ts';
import { checkWish } from './check-wish.ts';
import { endNext } from './end-next.ts';
import { withdrawScheduled } from './overtake.ts';
import { notSetUp, refused } from './refusal.ts';
import { findWish, saveWork, type Takes, type Work } from './wish.ts';

const takesOf = ({ kind, request }: Pending): Takes => ({ kind, request });

/** What is taken back is decided at the first try: what is asked for later is none of it. Null: it was withdrawn meanwhile. */
const begin = async (carrying: Carrying) =>
  (
    await withFacts(carrying, async ({ db, facts, now }) => {
      const wish = await findWish(db, carrying.wish.id);
      if (!wish || wish.closedAt !== null) return null;
      const links = await readLinks(db);
      const current = links.find(({ role }) => role === 'current') ?? null;
      const isFollowed = links.some((link) => link.role === 'next' && isLive(link));
      // It took back a cancellation that had not ended that other one yet: both stand as they were.
      if (isFollowed && wish.work?.takes?.request) {
        await saveWork(db, wish.id, { applied: true });
        return { work: { applied: true }, current };
      }
      if (wish.work?.takes || wish.work?.applied) return { work: wish.work, current };
      const reason = checkWish('revoke', facts, now);
      if (reason || !facts.pending) throw refused(reason ?? 'nothing_to_revoke');
      const work: Work = { subscription: facts.providerSubscription, takes: takesOf(facts.pending) };
      await saveWork(db, wish.id, work);
      return { work, current };
    })
  ).result;

/** What has ended at its provider, or is known there no more, goes on by nobody's word. */
const keepThere = async (provider: BillingProvider, { wish, signal }: Carrying, { id, status }: Link) => {
  if (status === 'ended') throw refused('already_over');
  try {
    await provider.keep({ subscription: id, idempotencyKey: `${wish.id}/keep` }, signal);
  } catch (error) {
    if (!isProvidersNo(error)) throw error;
    const reading = await provider.readSubscription(id, signal);
    if (reading && reading.status !== 'ended') throw error;
    throw refused('already_over');
  }
};

/** What the facts are without it: what was paid for before a cancellation stays scheduled. @returns false: it was withdrawn */
const takeBack = async (carrying: Carrying, takes: Takes | undefined, current: Link | null): Promise<boolean> =>
  (
    await withFacts(carrying, async ({ db, facts }) => {
      const wish = await findWish(db, carrying.wish.id);
      if (!wish || wish.closedAt !== null) return false;
      const { pending } = facts;
      const isIt = pending?.kind === takes?.kind && (pending?.kind === 'cancel' || pending?.request === takes?.request);
      if (isIt) {
        await withdrawScheduled(db, pending);
        facts.pending = pending?.kind === 'cancel' ? (pending.first ?? null) : null;
        facts.canceledAt = null;
      }
      if (current) await touchLink(db, current, iso(carrying.deps.nowMs()));
      return true;
    })
  ).result;

/**
 * What was scheduled is not: the provider goes on as before. It is told its lines whatever was scheduled, since a cancellation may
 * have been asked for over a change that it knew of; where the process dies or the provider is away, whoever reads it next does so.
 */
export const carryRevoke = async (carrying: Carrying): Promise<Outcome> => {
  const { deps, tenantId, wish, signal } = carrying;
  const begun = await begin(carrying);
  if (!begun) return WITHDRAWN;
  const { work, current } = begun;
  if (!work.applied) {
    const provider = current ? deps.providers[current.provider] : undefined;
    if (current && !provider) throw notSetUp(current.provider);
    if (current && provider && work.takes?.kind === 'cancel') await keepThere(provider, carrying, current);
    // It is taken back first, so that the lines that are told are those that count.
    if (!(await takeBack(carrying, work.takes, current))) return WITHDRAWN;
    // What was to follow would run beside it, and both be charged.
    const next = await deps.database.withTenant(tenantId, readNext);
    if (next) await endNext(carrying, next);
    await deps.database.withTenant(tenantId, (db) => saveWork(db, wish.id, { ...work, applied: true }));
  }
  await finishWork(deps, tenantId, signal);
  return DONE;
};
