const DAY_MS = 86_400_000;

/** The simulator's time. Moved by a test, or the machine's with a month of so many milliseconds. */
export interface SimClock {
  now(): number;
  /** Forward; only where a test moves it. */
  moveTo(ms: number): void;
  addMonths(from: number, months: number): number;
  /** As many days of a month as there are in thirty. */
  days(count: number): number;
}

/** A clock that stands until it is moved; months are those of the calendar. */
export const movedClock = (start: string): SimClock => {
  let now = Date.parse(start);
  return {
    now: () => now,
    moveTo: (ms) => {
      if (ms < now) throw new Error('Time goes forward');
      now = ms;
    },
    addMonths: (from, months) => {
      const date = new Date(from);
      const day = date.getUTCDate();
      date.setUTCMonth(date.getUTCMonth() + months);
      if (date.getUTCDate() !== day) date.setUTCDate(0);
      return date.getTime();
    },
    days: (count) => count * DAY_MS,
  };
};

/** The machine's clock, for journeys that a person could watch: a month takes seconds. */
export const realClock = (monthMs: number): SimClock => ({
  now: Date.now,
  moveTo: () => {
    throw new Error('This clock goes by itself');
  },
  addMonths: (from, months) => from + months * monthMs,
  days: (count) => Math.round((count * monthMs) / 30),
});
