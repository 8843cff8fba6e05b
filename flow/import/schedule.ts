import type { JsonObject, Text } from '../json.ts';
import type { N8nNode } from './n8n-workflow.ts';
import { at, objects, text } from './nodes/parameters.ts';

const DEFAULT = { cron: '0 0 * * *' };

const numberOf = (value: unknown, fallback: number): number => {
  const read = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof read === 'number' && Number.isFinite(read) ? read : fallback;
};

/** Six fields begin with seconds, which our clock has not. */
const fiveFields = (cron: string): string => {
  const fields = cron.replace(/^=/, '').trim().split(/\s+/);
  return (fields.length === 6 ? fields.slice(1) : fields).join(' ');
};

const several: Text = {
  pt: 'O n8n tinha vários horários; ficou o primeiro',
  en: 'n8n had several times; the first was kept',
};

/** What a Schedule Trigger, a Cron or an Interval says, as the config of a `schedule` trigger. */
export function scheduleOf({ type, parameters: p }: N8nNode): { config: JsonObject; note?: Text } {
  if (type.endsWith('.interval')) return { config: every(text(p.unit, 'seconds'), numberOf(p.interval, 1)) };
  const rules = type.endsWith('.cron') ? objects(at(p, 'triggerTimes', 'item')) : objects(at(p, 'rule', 'interval'));
  const [first, ...more] = rules;
  const config =
    first === undefined
      ? type.endsWith('.cron')
        ? DEFAULT
        : ruleOf({})
      : type.endsWith('.cron')
        ? cronOf(first)
        : ruleOf(first);
  return more.length > 0 ? { config, note: several } : { config };
}

const every = (unit: string, count: number): JsonObject => {
  const n = Math.max(1, Math.round(count));
  const shapes: Readonly<Record<string, string>> = {
    seconds: `PT${n}S`,
    minutes: `PT${n}M`,
    hours: `PT${n}H`,
    days: `P${n}D`,
    weeks: `P${n}W`,
    months: `P${n}M`,
  };
  return { every: shapes[unit] ?? `PT${n}M` };
};

/** One interval of a Schedule Trigger; its default is every day at midnight. */
function ruleOf(rule: JsonObject): JsonObject {
  const field = text(rule.field, 'days');
  const hour = numberOf(rule.triggerAtHour, 0);
  const minute = numberOf(rule.triggerAtMinute, 0);
  switch (field) {
    case 'cronExpression':
      return { cron: fiveFields(text(rule.expression, DEFAULT.cron)) };
    case 'seconds':
      return every('seconds', numberOf(rule.secondsInterval, 30));
    case 'minutes':
      return every('minutes', numberOf(rule.minutesInterval, 5));
    case 'hours': {
      const n = numberOf(rule.hoursInterval, 1);
      return 24 % n === 0 ? { cron: `${minute} ${n === 1 ? '*' : `*/${n}`} * * *` } : every('hours', n);
    }
    case 'days': {
      const n = numberOf(rule.daysInterval, 1);
      return { cron: `${minute} ${hour} ${n === 1 ? '*' : `*/${n}`} * *` };
    }
    case 'weeks': {
      const days = Array.isArray(rule.triggerAtDay) ? rule.triggerAtDay.map((day) => numberOf(day, 0)) : [0];
      return { cron: `${minute} ${hour} * * ${days.join(',') || '0'}` };
    }
    case 'months': {
      const n = numberOf(rule.monthsInterval, 1);
      return { cron: `${minute} ${hour} ${numberOf(rule.triggerAtDayOfMonth, 1)} ${n === 1 ? '*' : `*/${n}`} *` };
    }
    default:
      return { ...DEFAULT };
  }
}

/** One time of a Cron node. */
function cronOf(item: JsonObject): JsonObject {
  const [hour, minute] = [numberOf(item.hour, 14), numberOf(item.minute, 0)];
  switch (text(item.mode, 'everyDay')) {
    case 'custom':
      return { cron: fiveFields(text(item.cronExpression, DEFAULT.cron)) };
    case 'everyMinute':
      return { every: 'PT1M' };
    case 'everyHour':
      return { cron: `${minute} * * * *` };
    case 'everyX':
      return every(text(item.unit, 'hours'), numberOf(item.value, 2));
    case 'everyWeek':
      return { cron: `${minute} ${hour} * * ${numberOf(item.weekday, 1)}` };
    case 'everyMonth':
      return { cron: `${minute} ${hour} ${numberOf(item.dayOfMonth, 1)} * *` };
    default:
      return { cron: `${minute} ${hour} * * *` };
  }
}
