import type { Locale } from '#flow/json.ts';
import { dateTime, day } from '../shell/times.ts';

const TWO_DAYS_MS = 2 * 86_400_000;

/** A day, as one speaks of it; with the hour where it is near: then the hour matters. */
export const whenText = (iso: string, locale: Locale, now: number = Date.now()): string =>
  Math.abs(new Date(iso).getTime() - now) < TWO_DAYS_MS ? dateTime(iso, locale) : day(iso, locale);
