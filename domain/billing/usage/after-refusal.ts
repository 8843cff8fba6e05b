import type { DunningStep } from '#flow/contracts/billing-desk.ts';
import { addIsoDuration } from '#flow/expressions/dates/durations.ts';
import { iso } from '../subscription/subscription.ts';

interface Refused {
  /** This one among them. */
  tries: number;
  /** When the first was. */
  failedAtMs: number;
  nowMs: number;
  /** Of the plan's version. */
  terms: { dunning: readonly DunningStep[]; grace: string };
  /** IANA. */
  timezone: string;
}

/** Once the subscription is to end for it: whoever changes the card is not kept waiting for long. */
const LATER = 'P7D';

/**
 * When use that was not paid is asked for again: by the steps of the plan's own dunning, once more behind the grace, and then
 * weekly. `ends`: it was asked for often enough, and the subscription is not renewed.
 */
export const afterRefusal = ({ tries, failedAtMs, nowMs, terms, timezone }: Refused): { at: string; ends: boolean } => {
  const { dunning, grace } = terms;
  const after = (from: number, duration: string): number => addIsoDuration(from, duration, timezone);
  if (tries > dunning.length) return { at: iso(after(nowMs, LATER)), ends: true };
  const step = dunning[tries];
  const next = step ? after(failedAtMs, step.after) : after(after(failedAtMs, dunning.at(-1)?.after ?? 'PT0S'), grace);
  return { at: iso(Math.max(next, nowMs)), ends: false };
};
