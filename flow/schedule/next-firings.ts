import type { JsonObject } from '../json.ts';
import { nextFiring, parseSchedule } from './schedule.ts';

/** The next firings of a `schedule` trigger past `afterMs`, epoch ms, at most `count`. Throws `bad_value` as `parseSchedule`. */
export function nextFirings(config: JsonObject, zone: string, afterMs: number, count: number): number[] {
  const schedule = parseSchedule(config);
  const { timezone } = config;
  const firings: number[] = [];
  let at: number | null = afterMs;
  while (firings.length < count && at !== null) {
    at = nextFiring(schedule, at, typeof timezone === 'string' ? timezone : zone);
    if (at !== null) firings.push(at);
  }
  return firings;
}
