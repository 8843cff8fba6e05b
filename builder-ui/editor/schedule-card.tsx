import { Button, Group, List, Skeleton, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import type { FlowDocument } from '#flow/document.ts';
import type { Locale } from '#flow/json.ts';
import { api } from '../api-client.ts';
import { isStatus } from '../api-error.ts';
import type { Schedule } from '../api-types.ts';
import { errorWords } from '../shell/error-words.ts';
import { Link } from '../shell/link.tsx';
import { useMay } from '../shell/session.ts';
import { ago, dateTime } from '../shell/times.ts';
import { ScheduleCheck } from '../testing/dry/dry-checks.tsx';
import { useLocale, useTexts } from '../texts/texts.ts';
import { useQuery } from '../use-query.ts';

const COUNT = 5;
const DEFAULT_ZONE = 'America/Sao_Paulo';

/** Where the schedule's clock hangs. */
const zoneOf = ({ trigger, settings }: FlowDocument): string => {
  const { timezone } = trigger.config;
  return typeof timezone === 'string' ? timezone : (settings?.timezone ?? DEFAULT_ZONE);
};

/** `seg., 23/11, 08:30` in that zone; whoever looks may be elsewhere. */
const clockTime = (ms: number, locale: Locale, timeZone: string): string =>
  new Intl.DateTimeFormat(locale, {
    weekday: 'short',
    day: '2-digit',
    month: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    timeZone,
  }).format(ms);

/** Time-zone data are large: they come when somebody looks at a schedule. */
const timesOf = async (document: FlowDocument): Promise<number[]> => {
  const { nextFirings } = await import('#flow/schedule/next-firings.ts');
  return nextFirings(document.trigger.config, zoneOf(document), Date.now(), COUNT);
};

/** Null: nothing is published that fires. */
const publishedSchedule = (flowId: string): Promise<Schedule | null> =>
  api.schedule(flowId).catch((error: unknown) => {
    if (isStatus(error, 404)) return null;
    throw error;
  });

/** When the draft's schedule would fire next, and how the published one stands. */
export const ScheduleCard = ({ flowId, document }: { flowId: string; document: FlowDocument }) => {
  const texts = useTexts();
  const t = texts.schedule;
  const key = JSON.stringify([document.trigger.config, document.settings?.timezone]);
  const times = useQuery(`schedule/draft/${key}`, () => timesOf(document));
  const published = useQuery(`schedule/${flowId}`, () => publishedSchedule(flowId));
  return (
    <Stack gap={10} className="schedule-card">
      <ScheduleCheck trigger={document.trigger} />
      <Text size="sm" fw={600}>
        {t.next}{' '}
        <Text span c="dimmed" size="xs">
          {zoneOf(document)}
        </Text>
      </Text>
      {times.data === undefined && !times.error && <Skeleton height={90} />}
      {times.error !== undefined && (
        <Text size="sm" c="dimmed">
          {errorWords(times.error, texts).title}
        </Text>
      )}
      {times.data && <Times times={times.data} zone={zoneOf(document)} />}
      {published.data && <Published schedule={published.data} onChange={published.set} />}
    </Stack>
  );
};

const Times = ({ times, zone }: { times: number[]; zone: string }) => {
  const t = useTexts().schedule;
  const locale = useLocale();
  if (times.length === 0) return <Text size="sm">{t.never}</Text>;
  return (
    <List size="sm" spacing={2} listStyleType="none">
      {times.map((ms) => {
        const iso = new Date(ms).toISOString();
        return (
          <List.Item key={ms}>
            {clockTime(ms, locale, zone)}{' '}
            <Text span c="dimmed" size="xs">
              {ago(iso, locale)}
            </Text>
          </List.Item>
        );
      })}
    </List>
  );
};

const Published = ({ schedule, onChange }: { schedule: Schedule; onChange: (now: Schedule) => void }) => {
  const texts = useTexts();
  const t = texts.schedule;
  const locale = useLocale();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const mayTurn = useMay('flows:write');
  const { last, missed, pausedAt, flowId } = schedule;
  const turn = async (): Promise<void> => {
    setBusy(true);
    try {
      onChange(await (pausedAt ? api.resumeSchedule(flowId) : api.pauseSchedule(flowId)));
      setError(undefined);
    } catch (thrown) {
      setError(thrown);
    }
    setBusy(false);
  };
  return (
    <Stack gap={6}>
      <Text size="sm" fw={600}>
        {t.published(schedule.version)}
      </Text>
      <Text size="sm">{pausedAt ? t.resting(dateTime(pausedAt, locale)) : t.active}</Text>
      {last && (
        <Text size="sm">
          {t.last(dateTime(last.dueAt, locale))}{' '}
          {last.runId && <Link href={`/runs/${last.runId}`}>{t.outcome(last.outcome)}</Link>}
        </Text>
      )}
      {missed.count > 0 && missed.lastAt && (
        <Text size="sm" c="var(--mantine-color-error)">
          {t.missed(missed.count, dateTime(missed.lastAt, locale))}
        </Text>
      )}
      {error !== undefined && (
        <Text size="sm" c="var(--mantine-color-error)" role="alert">
          {errorWords(error, texts).title}
        </Text>
      )}
      {mayTurn && (
        <Group>
          <Button size="xs" variant="default" loading={busy} onClick={() => void turn()}>
            {pausedAt ? t.resume : t.pause}
          </Button>
        </Group>
      )}
    </Stack>
  );
};
