import { durationMs, parseDuration } from '../expressions/dates/durations.ts';
import { zoneNamed } from '../expressions/dates/zones.ts';

const readable = (read: () => unknown): boolean => {
  try {
    read();
    return true;
  } catch {
    return false;
  }
};

/** An ISO 8601 duration as the language reads it. */
export const isDuration = (text: string): boolean => readable(() => parseDuration(text));

/** A duration that is longer than nothing: a limit of no time lets nothing happen, a repeat after none never rests. */
export const isSpan = (text: string): boolean => isDuration(text) && durationMs(text) > 0;

/** A time zone that the pinned zone data knows. */
export const isTimezone = (name: string): boolean => readable(() => zoneNamed(name));
