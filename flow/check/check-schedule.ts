import { TramaError } from '../errors.ts';
import type { JsonObject } from '../json.ts';
import type { Report } from '../report.ts';
import { parseSchedule } from '../schedule/schedule.ts';

/** What the schema cannot say of a schedule: what stands in its fields. That there is one of them, it has said. */
export function checkSchedule(config: JsonObject, report: Report): void {
  const [field, ...more] = (['cron', 'every', 'calendar'] as const).filter((one) => (config[one] ?? null) !== null);
  if (field === undefined || more.length > 0) return;
  try {
    parseSchedule(config);
  } catch (thrown) {
    if (!(thrown instanceof TramaError) || !thrown.text) throw thrown;
    report.text(`/trigger/config/${field}`, 'bad_config', thrown.text);
  }
}
