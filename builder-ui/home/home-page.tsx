import { Button, Group, SegmentedControl, Skeleton, Title } from '@mantine/core';
import { useState } from 'react';
import { api } from '../api-client.ts';
import { newDocument } from '../document/new-node.ts';
import { Icon } from '../icons/icon.tsx';
import { UsageStrip } from '../plan/usage-strip.tsx';
import { navigate, setSearch, usePlace } from '../router.ts';
import { useMay, useSession } from '../shell/session.ts';
import { ErrorState } from '../shell/states.tsx';
import { toastError } from '../shell/toasts.tsx';
import { useQuery } from '../use-query.ts';
import { useRunChanges } from '../use-run-changes.ts';
import './home.css';
import { BusiestFlows } from './busiest-flows.tsx';
import { FirstSteps } from './first-steps.tsx';
import { loadHome } from './home-api.ts';
import { useHomeTexts } from './home-texts.ts';
import { LastFailures } from './last-failures.tsx';
import { NotLiveYet } from './not-live-yet.tsx';
import { FailureHours, RunsChart } from './run-charts.tsx';
import { Tiles } from './tiles.tsx';

const DAY_MS = 86_400_000;
/** Figures are counted over many runs. */
const FIGURES_MS = 5_000;
const PERIODS = { day: 1, week: 7, month: 30 } as const;
type Period = keyof typeof PERIODS;

const isPeriod = (text: string | null): text is Period => text !== null && text in PERIODS;

/** From the beginning of an hour: who asks again within it asks for the same. */
const since = (period: Period): string =>
  new Date(Math.floor(Date.now() / 3_600_000) * 3_600_000 - PERIODS[period] * DAY_MS + 3_600_000).toISOString();

/** What happened, what waits, and what it was worth. */
export const HomePage = () => {
  const t = useHomeTexts();
  const session = useSession();
  const asked = usePlace().search.get('period');
  const period = isPeriod(asked) ? asked : 'week';
  const mayWrite = useMay('flows:write');
  const [hour] = useState(() => new Date().getHours());
  const [busy, setBusy] = useState(false);
  const { data, error, reload } = useQuery(`home?${period}`, () => loadHome(since(period)));
  useRunChanges(reload, FIGURES_MS);
  const create = async () => {
    setBusy(true);
    try {
      navigate(`/flows/${(await api.createFlow(newDocument(t.newName))).id}`);
    } catch (failure) {
      toastError(failure);
      setBusy(false);
    }
  };
  const isNew = data?.home.flowCount === 0 && data.home.totals.runs === 0;
  const isDrafts = data?.home.publishedCount === 0 && data.home.totals.runs === 0;
  const name = session?.user?.name?.split(' ')[0];
  const button = mayWrite && (
    <Button leftSection={<Icon name="plus" size={16} />} loading={busy} onClick={() => void create()}>
      {t.create}
    </Button>
  );
  return (
    <>
      <header className="page-head">
        <Title order={1}>
          {t.hello(hour)}
          {name ? `, ${name}` : ''}
        </Title>
        <Group gap="sm">
          {data?.home.flowCount !== 0 && !isDrafts && (
            <SegmentedControl
              size="xs"
              aria-label={t.period}
              value={period}
              onChange={(value) => setSearch({ period: value === 'week' ? null : value })}
              data={Object.keys(PERIODS).map((value) => ({ value, label: t.periods[value as Period] }))}
            />
          )}
          {!isNew && button}
        </Group>
      </header>
      {error !== undefined && !data ? (
        <ErrorState error={error} retry={reload} />
      ) : !data ? (
        <HomeSkeleton />
      ) : isNew ? (
        <>
          <FirstSteps>{button}</FirstSteps>
          <UsageStrip />
        </>
      ) : isDrafts ? (
        <>
          <NotLiveYet />
          <UsageStrip />
        </>
      ) : (
        <>
          <Tiles home={data.home} />
          <UsageStrip />
          <div className="home-two">
            <RunsChart hours={data.hours} byHour={period === 'day'} totals={data.home.totals} />
            <FailureHours hours={data.hours} failed={data.home.totals.failed} />
          </div>
          <div className="home-two home-even">
            <BusiestFlows flows={data.home.flows} />
            <LastFailures failures={data.home.failures} />
          </div>
        </>
      )}
    </>
  );
};

const HomeSkeleton = () => (
  <div aria-hidden="true">
    <div className="tiles">
      {['runs', 'good', 'failed', 'waiting', 'approvals', 'saved'].map((one) => (
        <Skeleton key={one} height={92} radius={12} />
      ))}
    </div>
    <div className="home-two">
      <Skeleton height={278} radius={12} />
      <Skeleton height={278} radius={12} />
    </div>
    <div className="home-two home-even">
      <Skeleton height={260} radius={12} />
      <Skeleton height={260} radius={12} />
    </div>
  </div>
);
