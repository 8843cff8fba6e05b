const PATTERN = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d{1,3})?)S)?)?$/;
const MS = [365 * 86_400_000, 30 * 86_400_000, 7 * 86_400_000, 86_400_000, 3_600_000, 60_000, 1_000];

/**
 * Length of an ISO 8601 duration in ms, null where it is none. For spans where a calendar makes no sense (how long
 * something is kept): a day has 24 hours, a month 30 days, a year 365.
 */
export const durationMs = (text: string): number | null => {
  const found = PATTERN.exec(text);
  if (!found || !/\d/.test(text) || text.endsWith('T')) return null;
  return MS.reduce((sum, unit, i) => sum + unit * Number(found[i + 1] ?? 0), 0);
};
