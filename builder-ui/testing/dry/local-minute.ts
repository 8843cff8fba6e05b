/** `2026-11-21T09:00`, as the browser's field for it reads and writes local time. */
export const localMinute = (date: Date): string =>
  new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
