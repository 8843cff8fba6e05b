import { Button, Group, Select, Title } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { api } from '../api-client.ts';
import type { Run } from '../api-types.ts';
import { followEvents } from '../live-events.ts';
import { setSearch, usePlace } from '../router.ts';
import { CopyIcon } from '../shell/copy-text.tsx';
import { Link } from '../shell/link.tsx';
import { EmptyState, ErrorState, RowsSkeleton } from '../shell/states.tsx';
import { ago, dateTime, spanBetween } from '../shell/times.ts';
import { useLocale, useTexts } from '../texts/texts.ts';
import { type Pages, usePages } from '../use-pages.ts';
import { useQuery } from '../use-query.ts';
import { isOver, RunStatusMark } from './run-status.tsx';

const STATUSES = ['queued', 'running', 'waiting', 'paused', 'succeeded', 'failed', 'cancelled'] as const;

const PERIODS = [
  { value: 'hour', ms: 3_600_000 },
  { value: 'day', ms: 86_400_000 },
  { value: 'week', ms: 7 * 86_400_000 },
  { value: 'month', ms: 30 * 86_400_000 },
] as const;

/** Where a period begins, seen from when the page was opened: it must not move while one pages. */
const useSince = (period: string | null): string | undefined => {
  const [opened] = useState(Date.now);
  const found = PERIODS.find(({ value }) => value === period);
  return found && new Date(opened - found.ms).toISOString();
};

/** New and changed runs go into the list as they come; only into the first page, and only those that the filters let in. */
const useLiveList = (list: Pages<Run>, flow: string | null, status: string | null) => {
  const latest = useRef(list);
  latest.current = list;
  useEffect(() => {
    let lost = false;
    const change = (run: Run) =>
      latest.current.update((rows) => {
        const known = rows.some((row) => row.id === run.id);
        if (known) return rows.map((row) => (row.id === run.id ? { ...row, ...run } : row));
        const newest = rows[0]?.acceptedAt ?? '';
        const fits = (!status || run.status === status) && (run.acceptedAt ?? '') >= newest;
        return fits ? [run, ...rows] : rows;
      });
    return followEvents(`/v1/runs/stream${flow ? `?flow=${encodeURIComponent(flow)}` : ''}`, {
      on: { run: change },
      whenConnected: (connected) => {
        // What happened meanwhile was told to nobody.
        if (connected && lost) latest.current.reload();
        lost = !connected;
      },
      ask: () => api.runs({ limit: 1 }),
      whenRefused: () => {},
    });
  }, [flow, status]);
};

export const RunsPage = () => {
  const t = useTexts();
  const { search } = usePlace();
  const flow = search.get('flow');
  const status = search.get('status');
  const period = search.get('period');
  const from = useSince(period);
  const filter = { ...(flow ? { flow } : {}), ...(status ? { status } : {}), ...(from ? { from } : {}), limit: 50 };
  const list = usePages(`runs?${JSON.stringify(filter)}`, (cursor) =>
    api.runs({ ...filter, ...(cursor ? { cursor } : {}) }),
  );
  const flows = useQuery('flow-names', api.allFlows).data ?? [];
  const names = new Map(flows.map((one) => [one.id, one.name]));
  useLiveList(list, flow, status);
  const rows = list.rows;
  return (
    <>
      <header className="page-head">
        <Title order={1}>{t.pages.runs}</Title>
      </header>
      <Group gap="xs" className="filters">
        <span>{t.runs.show}</span>
        <Select
          aria-label={t.runs.status}
          size="xs"
          clearable
          placeholder={t.runs.anyStatus}
          data={STATUSES.map((value) => ({ value, label: t.runStatus[value] }))}
          value={status}
          onChange={(value) => setSearch({ status: value })}
        />
        <span>{t.runs.ofFlow}</span>
        <Select
          aria-label={t.editor.flow}
          size="xs"
          clearable
          searchable
          placeholder={t.runs.anyFlow}
          data={flows.map((one) => ({ value: one.id, label: one.name }))}
          value={flow}
          onChange={(value) => setSearch({ flow: value })}
        />
        <Select
          aria-label={t.runs.period}
          size="xs"
          clearable
          placeholder={t.runs.periods.any}
          data={PERIODS.map(({ value }) => ({ value, label: t.runs.periods[value] }))}
          value={period}
          onChange={(value) => setSearch({ period: value })}
        />
      </Group>
      {list.error !== undefined && !rows ? (
        <ErrorState error={list.error} retry={list.reload} />
      ) : !rows ? (
        <RowsSkeleton height={50} />
      ) : rows.length === 0 ? (
        <EmptyState
          icon="history"
          title={flow || status || period ? t.runs.noneFound : t.runs.empty}
          text={t.runs.emptyHelp}
        />
      ) : (
        <ul className="rows">
          {rows.map((run) => (
            <RunRow key={run.id} run={run} name={names.get(run.flowId)} />
          ))}
        </ul>
      )}
      {list.more && (
        <Button variant="subtle" fullWidth mt="sm" loading={list.loading} onClick={list.more}>
          {t.common.more}
        </Button>
      )}
    </>
  );
};

const RunRow = ({ run, name }: { run: Run; name: string | undefined }) => {
  const t = useTexts();
  const locale = useLocale();
  const at = run.startedAt ?? run.acceptedAt ?? null;
  const waiting = run.waitingFor?.[0]?.reason;
  return (
    <li className="row">
      <Link href={`/runs/${run.id}`} className="row-main run-row">
        <RunStatusMark status={run.status} />
        <span className="row-words">
          <strong>
            {name ?? run.flowId} {run.flowVersion === null ? <em>{t.runs.draft}</em> : <em>v{run.flowVersion}</em>}
          </strong>
          <small>{run.error ? `${run.error.code}: ${run.error.message}` : (waiting ?? run.id)}</small>
        </span>
        {at && (
          <span className="row-side">
            <time title={dateTime(at, locale)}>{ago(at, locale)}</time>
            <small>{isOver(run.status) ? spanBetween(run.startedAt, run.endedAt, locale) : ''}</small>
          </span>
        )}
      </Link>
      <CopyIcon text={run.id} />
    </li>
  );
};
