import { parseDuration } from '../expressions/dates/durations.ts';

/** If a text is an ISO 8601 duration as the language reads it. */
export const isDuration = (text: string): boolean => {
  try {
    parseDuration(text);
    return true;
  } catch {
    return false;
  }
};
