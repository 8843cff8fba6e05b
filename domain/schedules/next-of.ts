import type { Plan } from '#flow/plan/plan.ts';
import { nextFiring, parseSchedule } from '#flow/schedule/schedule.ts';
import { fixedZone } from '#flow/timezone.ts';

/** When a plan's schedule fires first past `afterMs` (epoch ms); null where it has none, or never fires again. */
export const nextOf = ({ trigger, settings }: Pick<Plan, 'trigger' | 'settings'>, afterMs: number): number | null => {
  if (trigger.type !== 'schedule') return null;
  const { timezone } = trigger.config;
  return nextFiring(
    parseSchedule(trigger.config),
    afterMs,
    typeof timezone === 'string' ? timezone : fixedZone(settings.timezone),
  );
};
