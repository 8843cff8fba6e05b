import type { ProrationLine } from '../proration/prorate.ts';
import { type Charging, type NextCharge, nextCharge } from '../renewal/next-charge.ts';
import { creditOf } from '../subscription/account-credit.ts';
import type { FactsAtWork } from '../subscription/facts-at-work.ts';
import { coveredUntil, iso, type Subscription } from '../subscription/subscription.ts';
import { checkWish } from './check-wish.ts';
import { isBetween, type PricedResume, priceResume } from './price-resume.ts';
import { refused } from './refusal.ts';
import { basisOf, findShown, keepShown, type Shown } from './shown-price.ts';

export interface ResumePreview extends Shown {
  when: 'now';
  at: string;
  lines: ProrationLine[];
  total: number;
  left: number;
  next: NextCharge | null;
}

interface Kept {
  resume: PricedResume | null;
  basis: string;
}

type Held = Pick<FactsAtWork, 'db' | 'facts'>;

/**
 * What going on after a pause costs, kept under an id: within ten minutes that is what is charged. @throws `conflict` with
 * `not_paused`; with `period_ending` where too little of the period is left to be paid for
 */
export const previewResume = async (
  { db, facts }: Held,
  { atMs, leastOpenMs = 0, ...charging }: Charging & { atMs: number; leastOpenMs?: number },
): Promise<ResumePreview> => {
  const at = iso(atMs);
  const reason = checkWish('resume', facts, at);
  if (reason) throw refused(reason);
  if (isBetween(facts, at, leastOpenMs)) throw ending(facts, at);
  const resume = priceResume(facts, at, leastOpenMs);
  const kept: Kept = { resume, basis: basisOf(facts) };
  const shown = await keepShown(db, { input: { resume: true }, result: kept, atMs });
  const { lines = [], total = 0, left = 0 } = resume?.price ?? {};
  const periodEnd = facts.periodEnd !== null && facts.periodEnd > at ? facts.periodEnd : coveredUntil(facts);
  const after = { ...facts, state: 'active' as const, periodEnd, pending: null };
  const next = nextCharge(after, { ...charging, credit: await creditOf(db) });
  return { ...shown, when: 'now', at, lines, total, left, next };
};

/** Nothing is had for nothing, and nobody could pay what is left. `until`: the period's end, where that is to come. */
const ending = ({ periodEnd }: Subscription, at: string) =>
  refused('period_ending', periodEnd !== null && periodEnd > at ? { until: periodEnd } : {});

/**
 * What going on costs: as it was shown, where it was, else as of now. What is paid for by now costs nothing, whatever was shown.
 * @throws `conflict` with `preview_over` where more would be charged than what was shown, `period_ending` where nobody could pay it
 * any more
 */
export const shownResume = async (
  { db, facts }: Held,
  { preview, now, leastOpenMs = 0 }: { preview?: string | undefined; now: string; leastOpenMs?: number },
): Promise<PricedResume | null> => {
  // A price that was shown waits for no other period.
  if (preview !== undefined && isBetween(facts, now, leastOpenMs)) throw ending(facts, now);
  const asOfNow = priceResume(facts, now, leastOpenMs);
  if (asOfNow === null || preview === undefined) return asOfNow;
  const kept = await findShown<Kept>(db, preview, now);
  if (!kept?.resume || kept.basis !== basisOf(facts)) throw refused('preview_over', { preview: preview.slice(0, 60) });
  return kept.resume;
};
