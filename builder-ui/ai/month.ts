/** How many days a month (`2026-11`) has. */
export const daysOf = (month: string): number => {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number, 0)).getUTCDate();
};

/** `2026-01`, one step back: `2025-12`. */
export const monthBeside = (month: string, step: number): string => {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number - 1 + step, 1)).toISOString().slice(0, 7);
};

/** What there was up to the end of each day, of the first `count` days of the month. */
export const runningTotals = (days: readonly { day: string; value: number }[], count: number): number[] => {
  const byDay = new Map(days.map(({ day, value }) => [Number(day.slice(8)), value]));
  let total = 0;
  return Array.from({ length: count }, (_, n) => {
    total += byDay.get(n + 1) ?? 0;
    return total;
  });
};
