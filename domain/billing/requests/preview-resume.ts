import { type ProrationLine, sumOf } from '../proration/prorate.ts';
import type { FactsAtWork } from '../subscription/facts-at-work.ts';
import { coveredUntil, iso } from '../subscription/subscription.ts';
import { checkWish } from './check-wish.ts';
import { type PricedResume, priceResume } from './price-resume.ts';
import { refused } from './refusal.ts';
import { basisOf, findShown, keepShown, type Shown } from './shown-price.ts';

export interface ResumePreview extends Shown {
  when: 'now';
  at: string;
  lines: ProrationLine[];
  total: number;
  left: number;
  next: { amount: number; at: string };
}

interface Kept {
  resume: PricedResume | null;
  basis: string;
}

type Held = Pick<FactsAtWork, 'db' | 'facts'>;

/** What going on after a pause costs, kept under an id: within ten minutes that is what is charged. @throws `conflict`, `unavailable` */
export const previewResume = async (
  { db, facts }: Held,
  { atMs, leastOpenMs = 0 }: { atMs: number; leastOpenMs?: number },
): Promise<ResumePreview> => {
  const at = iso(atMs);
  const reason = checkWish('resume', facts, at);
  if (reason) throw refused(reason);
  const resume = priceResume(facts, at, leastOpenMs);
  const kept: Kept = { resume, basis: basisOf(facts) };
  const shown = await keepShown(db, { input: { resume: true }, result: kept, atMs });
  const { lines = [], total = 0, left = 0 } = resume?.price ?? {};
  const { periodEnd } = facts;
  const nextAt = periodEnd !== null && periodEnd > at ? periodEnd : coveredUntil(facts);
  return { ...shown, when: 'now', at, lines, total, left, next: { amount: sumOf(facts.items), at: nextAt } };
};

/**
 * What going on costs: as it was shown, where it was, else as of now. What is paid for by now costs nothing, whatever was shown.
 * @throws `conflict` with `preview_over` where more would be charged than what was shown
 */
export const shownResume = async (
  { db, facts }: Held,
  { preview, now, leastOpenMs = 0 }: { preview?: string | undefined; now: string; leastOpenMs?: number },
): Promise<PricedResume | null> => {
  const asOfNow = priceResume(facts, now, leastOpenMs);
  if (asOfNow === null || preview === undefined) return asOfNow;
  const kept = await findShown<Kept>(db, preview, now);
  if (!kept?.resume || kept.basis !== basisOf(facts)) throw refused('preview_over', { preview: preview.slice(0, 60) });
  return kept.resume;
};
