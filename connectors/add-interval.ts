import type { Interval } from '#flow/contracts/billing-provider.ts';

/** As calendars do: a month after 31 January is the last of February. */
export const addInterval = (from: string, interval: Interval): string => {
  const date = new Date(from);
  const day = date.getUTCDate();
  date.setUTCMonth(date.getUTCMonth() + (interval === 'year' ? 12 : 1));
  if (date.getUTCDate() !== day) date.setUTCDate(0);
  return date.toISOString();
};
