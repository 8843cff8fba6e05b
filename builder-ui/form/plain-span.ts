/** Units in which people say how long something takes. */
export const SPAN_UNITS = ['S', 'M', 'H', 'D'] as const;
export type SpanUnit = (typeof SPAN_UNITS)[number];

export interface PlainSpan {
  count: number;
  unit: SpanUnit;
}

const PLAIN = /^P(?:(\d{1,5})D|T(\d{1,5})([HMS]))$/;

/** `PT10M` → 10 minutes; null for durations of several parts, for expressions and for nothing. */
export const readSpan = (text: string): PlainSpan | null => {
  const found = PLAIN.exec(text);
  if (!found) return null;
  return found[1] === undefined
    ? { count: Number(found[2]), unit: found[3] as SpanUnit }
    : { count: Number(found[1]), unit: 'D' };
};

export const writeSpan = (count: number, unit: SpanUnit): string => (unit === 'D' ? `P${count}D` : `PT${count}${unit}`);
