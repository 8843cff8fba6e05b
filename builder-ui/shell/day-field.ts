/** What ends by a day, as a field of the browser's has it: the day there, and its last second. */
export const dayField = (iso: string | null | undefined): string =>
  iso ? new Intl.DateTimeFormat('en-CA').format(new Date(iso)) : '';

/** The instant of a field's day; where the field says what it said before, the instant that there was. Null: no end. */
export const endOfDay = (day: string, before: string | null | undefined = null): string | null => {
  if (day === '') return null;
  return before && day === dayField(before) ? before : new Date(`${day}T23:59:59`).toISOString();
};
