import { Chip, Group, SegmentedControl, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { JsonObject, JsonSchema } from '#flow/json.ts';
import { asSchema } from '../document/schema.ts';
import { useForm } from '../form/form-context.ts';
import { ObjectFields } from '../form/object-fields.tsx';
import { useLocale } from '../texts/texts.ts';
import { useInspectorTexts } from './inspector-texts.ts';
import { cronOf, readSchedule, WEEK } from './plain-schedule.ts';

type Kind = 'days' | 'every' | 'other';

interface ScheduleFieldsProps {
  schema: JsonSchema;
  value: JsonObject;
  onChange: (config: JsonObject) => void;
  literal: readonly string[];
}

/** The fields of the schema that belong to a way of saying it. */
const FIELDS: Record<Kind, readonly string[]> = { days: [], every: ['every'], other: ['cron', 'calendar'] };
const TIMES: readonly string[] = ['cron', 'every', 'calendar'];

const onlyFor = (kind: Kind, schema: JsonSchema): JsonSchema => {
  const all = Object.entries(asSchema(schema.properties) ?? {});
  const kept = all.filter(([name]) => !TIMES.includes(name) || FIELDS[kind].includes(name));
  return { type: 'object', properties: Object.fromEntries(kept) };
};

const without = (config: JsonObject, names: readonly string[]): JsonObject =>
  Object.fromEntries(Object.entries(config).filter(([name]) => !names.includes(name)));

/** When the flow starts, as one says it: days and an hour, every so often, or by hand. */
export const ScheduleFields = ({ schema, value, onChange, literal }: ScheduleFieldsProps) => {
  const t = useInspectorTexts().schedule;
  const { readOnly } = useForm();
  const read = readSchedule(value);
  const isNew = TIMES.every((name) => value[name] === undefined);
  const [chosen, setChosen] = useState<Kind | null>(null);
  const kind = chosen ?? (isNew ? 'days' : read.kind);
  const [days, hour, minute] = read.kind === 'days' ? [read.days, read.hour, read.minute] : [[1, 2, 3, 4, 5], 8, 0];
  const write = (times: JsonObject) => onChange({ ...without(value, TIMES), ...times });
  const choose = (next: Kind) => {
    setChosen(next);
    if (next === 'days' && read.kind !== 'days') write({ cron: cronOf(days, hour, minute) });
    if (next === 'every' && read.kind !== 'every') write({ every: 'PT1H' });
  };
  return (
    <div className="schedule-fields">
      <SegmentedControl
        fullWidth
        readOnly={readOnly}
        aria-label={t.how}
        value={kind}
        onChange={(next) => choose(next as Kind)}
        data={[
          { value: 'days', label: t.days },
          { value: 'every', label: t.every },
          { value: 'other', label: t.other },
        ]}
      />
      {kind === 'days' && (
        <DaysAndHour {...{ days, hour, minute }} onChange={(...at) => write({ cron: cronOf(...at) })} />
      )}
      <ObjectFields
        schema={onlyFor(kind, schema)}
        pointer="/config"
        value={
          kind === 'other'
            ? value
            : without(
                value,
                TIMES.filter((name) => !FIELDS[kind].includes(name)),
              )
        }
        onChange={(next) =>
          onChange(kind === 'days' ? { ...next, cron: value.cron ?? cronOf(days, hour, minute) } : next)
        }
        literal={literal}
      />
    </div>
  );
};

interface DaysAndHourProps {
  days: readonly number[];
  hour: number;
  minute: number;
  onChange: (days: readonly number[], hour: number, minute: number) => void;
}

/** 4 January 2026 was a Sunday. */
const SUNDAY = Date.UTC(2026, 0, 4);
const DAY_MS = 86_400_000;

const two = (n: number): string => String(n).padStart(2, '0');

const DaysAndHour = ({ days, hour, minute, onChange }: DaysAndHourProps) => {
  const locale = useLocale();
  const t = useInspectorTexts().schedule;
  const { readOnly } = useForm();
  const name = (day: number) =>
    new Intl.DateTimeFormat(locale, { weekday: 'short', timeZone: 'UTC' })
      .format(SUNDAY + day * DAY_MS)
      .replace('.', '');
  return (
    <>
      <Group gap={4} role="group" aria-label={t.onDays}>
        {WEEK.map((day) => (
          <Chip
            key={day}
            size="xs"
            radius="md"
            disabled={readOnly}
            checked={days.includes(day)}
            onChange={(on) =>
              onChange(
                WEEK.filter((one) => (one === day ? on : days.includes(one))),
                hour,
                minute,
              )
            }
          >
            {name(day)}
          </Chip>
        ))}
      </Group>
      <TextInput
        type="time"
        label={t.at}
        readOnly={readOnly}
        value={`${two(hour)}:${two(minute)}`}
        onChange={(event) => {
          const [h, m] = event.currentTarget.value.split(':').map(Number);
          if (h !== undefined && m !== undefined) onChange(days, h, m);
        }}
      />
    </>
  );
};
