import type { Cancel, Change, Pending, Subscription } from './subscription.ts';

type Scheduled = Pick<Subscription, 'pending' | 'paidThrough'>;

/** A period is far longer than that; the end of one, read twice, may lie minutes apart: what is paid for has the later one. */
const APART_MS = 24 * 3_600_000;

/** The change that is scheduled, and whose period is paid for already at its price: it is had on its day, whoever leaves behind it. */
export const paidChange = ({ pending, paidThrough }: Scheduled): Change | null => {
  const change = pending?.kind === 'cancel' ? (pending.first ?? null) : pending;
  return change && Date.parse(paidThrough ?? '') > Date.parse(change.at) + APART_MS ? change : null;
};

/** An end over what is scheduled: that falls away with it, but what is paid for already. */
export const endingAt = (facts: Scheduled, end: Cancel): Cancel => {
  const first = paidChange(facts);
  return first && first.at < end.at ? { ...end, first } : end;
};

/** What comes first of what is scheduled. */
export const firstOf = (pending: Pending): Pending => (pending.kind === 'cancel' && pending.first) || pending;

/** What is left to come behind that. */
export const behind = (pending: Pending): Cancel | null => {
  if (pending.kind === 'change') return null;
  const { first, ...end } = pending;
  return first ? end : null;
};
