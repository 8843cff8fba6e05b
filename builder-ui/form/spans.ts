/** Units in which people say how long something takes, the largest first. */
export const SPAN_UNITS = ['D', 'H', 'M', 'S'] as const;
export type SpanUnit = (typeof SPAN_UNITS)[number];

export interface Span {
  count: number;
  unit: SpanUnit;
}

const DURATION = /^P(?:(\d{1,5})D)?(?:T(?:(\d{1,5})H)?(?:(\d{1,5})M)?(?:(\d{1,5})S)?)?$/;

/** `PT2H30M` → 2 hours, 30 minutes; null for months, parts of seconds, expressions and nothing. */
export const readSpans = (text: string): Span[] | null => {
  const found = DURATION.exec(text);
  if (!found) return null;
  const spans = SPAN_UNITS.flatMap((unit, n) => {
    const count = found[n + 1];
    return count === undefined ? [] : [{ count: Number(count), unit }];
  });
  return spans.length > 0 ? spans : null;
};

/** Counts of one unit are added. */
export const writeSpans = (spans: readonly Span[]): string => {
  const of = (unit: SpanUnit): string => {
    const some = spans.filter((one) => one.unit === unit);
    return some.length > 0 ? `${some.reduce((sum, { count }) => sum + count, 0)}${unit}` : '';
  };
  const time = `${of('H')}${of('M')}${of('S')}`;
  return spans.length === 0 ? '' : `P${of('D')}${time === '' ? '' : `T${time}`}`;
};

/** The next smaller unit, for a part that is added. */
export const smallerUnit = (unit: SpanUnit): SpanUnit | undefined => SPAN_UNITS[SPAN_UNITS.indexOf(unit) + 1];
