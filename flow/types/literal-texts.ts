import { parseDuration } from '../expressions/dates/durations.ts';
import { momentOf } from '../expressions/dates/moments.ts';

/** If a text is an ISO 8601 duration as the language reads it. */
export const isDuration = (text: string): boolean => {
  try {
    parseDuration(text);
    return true;
  } catch {
    return false;
  }
};

/** If a text is a day or an instant as the language reads it, in whichever zone. */
export const isMoment = (text: string): boolean => {
  try {
    momentOf(text, { timezone: 'UTC' });
    return true;
  } catch {
    return false;
  }
};
