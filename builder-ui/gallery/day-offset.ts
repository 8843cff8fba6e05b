export type Side = 'before' | 'on' | 'after';

export interface DayOffset {
  days: number;
  side: Side;
}

/** `-P3D` is three days before. Null: another duration, which is written as it is. */
export const readDayOffset = (text: string): DayOffset | null => {
  const found = /^(-?)P(\d{1,4})D$/.exec(text);
  if (!found) return null;
  const days = Number(found[2]);
  return { days, side: days === 0 ? 'on' : found[1] === '-' ? 'before' : 'after' };
};

export const writeDayOffset = ({ days, side }: DayOffset): string =>
  side === 'on' ? 'P0D' : `${side === 'before' ? '-' : ''}P${Math.max(1, days)}D`;
