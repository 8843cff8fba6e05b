import { SegmentedControl } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { Bars } from '../charts/bars.tsx';
import { EmptyState, ErrorState, RowsSkeleton } from '../shell/states.tsx';
import { span } from '../shell/times.ts';
import { useLocale } from '../texts/texts.ts';
import { useQuery } from '../use-query.ts';
import { type CallUsage, callUsage } from './developers-api.ts';
import { useDevelopersTexts } from './developers-texts.ts';

const HOUR_MS = 3_600_000;
const PERIODS = { day: 24, week: 7 * 24, month: 30 * 24 } as const;
type Period = keyof typeof PERIODS;
const BARS: Record<Period, number> = { day: 24, week: 7, month: 30 };

/** How much programs use the API, by time, route and key. */
export const UsagePart = () => {
  const t = useDevelopersTexts();
  const [period, setPeriod] = useState<Period>('week');
  const by = period === 'day' ? 'hour' : 'day';
  const usage = useQuery(`call-usage/${period}`, () =>
    callUsage(new Date(Date.now() - PERIODS[period] * HOUR_MS).toISOString(), by),
  );
  return (
    <>
      <SegmentedControl
        size="xs"
        mb="md"
        value={period}
        onChange={(value) => setPeriod(value as Period)}
        data={(['day', 'week', 'month'] as const).map((value) => ({ value, label: t.period[value] }))}
      />
      {usage.error !== undefined && !usage.data ? (
        <ErrorState error={usage.error} retry={usage.reload} />
      ) : !usage.data ? (
        <RowsSkeleton rows={3} />
      ) : usage.data.total.calls === 0 ? (
        <EmptyState icon="list" title={t.noUsage} text={t.noUsageHelp} />
      ) : (
        <Figures usage={usage.data} period={period} />
      )}
    </>
  );
};

const badOf = ({ refused, limited, failed }: { refused: number; limited: number; failed: number }): number =>
  refused + limited + failed;

type Bucket = CallUsage['buckets'][number];

/** Hours or days without calls are a part of the picture, too: they stand between those that have some. */
const filled = (buckets: readonly Bucket[], stepMs: number, most: number): Bucket[] => {
  const known = new Map(buckets.map((one) => [Date.parse(one.from), one]));
  const last = Math.max(...known.keys());
  const times = Array.from({ length: most }, (_, n) => last - (most - 1 - n) * stepMs);
  return times.map(
    (at) => known.get(at) ?? { from: new Date(at).toISOString(), calls: 0, refused: 0, limited: 0, failed: 0 },
  );
};

const Figures = ({ usage, period }: { usage: CallUsage; period: Period }) => {
  const by = period === 'day' ? 'hour' : 'day';
  const buckets = filled(usage.buckets, by === 'hour' ? HOUR_MS : 24 * HOUR_MS, BARS[period]);
  const t = useDevelopersTexts();
  const locale = useLocale();
  const when = (iso: string) =>
    new Intl.DateTimeFormat(
      locale,
      by === 'hour' ? { hour: '2-digit', minute: '2-digit' } : { day: '2-digit', month: '2-digit' },
    ).format(new Date(iso));
  return (
    <>
      <Bars
        title={by === 'hour' ? t.usageHours : t.usageDays}
        summary={t.usageSummary(usage.total.calls, badOf(usage.total))}
        kinds={[
          { name: t.kinds.ok, look: 'ok' },
          { name: t.kinds.refused, look: 'else' },
          { name: t.kinds.limited, look: 'open' },
          { name: t.kinds.failed, look: 'bad' },
        ]}
        bars={buckets.map((bucket) => ({
          key: bucket.from,
          tick: when(bucket.from),
          parts: [bucket.calls - badOf(bucket), bucket.refused, bucket.limited, bucket.failed],
          said: t.usageSaid(when(bucket.from), bucket.calls, badOf(bucket)),
        }))}
      />
      <Tables usage={usage} />
    </>
  );
};

/** Keys move what is wider than the page: it takes the focus. */
const Scrolls = ({ name, children }: { name: string; children: ReactNode }) => (
  // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a region that scrolls
  <section className="usage-scroll" aria-label={name} tabIndex={0}>
    {children}
  </section>
);

const Tables = ({ usage }: { usage: CallUsage }) => {
  const t = useDevelopersTexts();
  const locale = useLocale();
  const { columns } = t;
  return (
    <>
      <Scrolls name={t.routes}>
        <table className="usage-table">
          <caption>{t.routes}</caption>
          <thead>
            <tr>
              {[columns.route, columns.calls, columns.bad, columns.p50, columns.p95].map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {usage.routes.map((one) => (
              <tr key={`${one.method} ${one.route}`}>
                <td>
                  <code>
                    {one.method} {one.route}
                  </code>
                </td>
                <td>{one.calls}</td>
                <td>{badOf(one)}</td>
                <td>{span(one.p50Ms, locale)}</td>
                <td>{span(one.p95Ms, locale)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scrolls>
      <Scrolls name={t.byKey}>
        <table className="usage-table">
          <caption>{t.byKey}</caption>
          <thead>
            <tr>
              {[columns.key, columns.calls, columns.bad].map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {usage.keys.map((one) => (
              <tr key={one.id}>
                <td>{one.name}</td>
                <td>{one.calls}</td>
                <td>{badOf(one)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scrolls>
    </>
  );
};
