import type { Interval } from '#flow/contracts/billing-provider.ts';

/** As calendars do: a month after 31 January is the last of February. `times` may be negative. */
export const addInterval = (from: string, interval: Interval, times = 1): string => {
  const date = new Date(from);
  const day = date.getUTCDate();
  date.setUTCMonth(date.getUTCMonth() + times * (interval === 'year' ? 12 : 1));
  if (date.getUTCDate() !== day) date.setUTCDate(0);
  return date.toISOString();
};

export interface Span {
  start: string;
  end: string;
}

/** The period that runs at that time, counted on from one before it: of those in between, nobody paid. */
export const rolledTo = (paid: Span, interval: Interval, at: string): Span => {
  if (paid.end > at) return paid;
  let times = 1;
  while (addInterval(paid.end, interval, times) <= at) times++;
  return { start: addInterval(paid.end, interval, times - 1), end: addInterval(paid.end, interval, times) };
};
