import { useEffect, useRef } from 'react';
import type { Locale } from '#flow/json.ts';
import { clockTime, span } from '../../shell/times.ts';
import { useLocale } from '../../texts/texts.ts';
import { useQuery } from '../../use-query.ts';
import { type RunSummary, runsApi } from '../runs-api.ts';
import type { ListFilter, Period } from './filter.ts';
import { useListTexts } from './list-texts.ts';

type Bucket = RunSummary['buckets'][number];

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const DAYS: Record<Period | 'any', number> = { hour: 1, day: 1, week: 7, month: 30, any: 14 };

/** Bars are asked for again once things have been quiet, and not more often than so. */
const REFRESH_MS = 5_000;

interface Bars {
  good: number;
  bad: number;
  open: number;
}

const barsOf = ({ byStatus: s }: Bucket): Bars => ({
  good: s.succeeded ?? 0,
  bad: s.failed ?? 0,
  open: (s.queued ?? 0) + (s.running ?? 0) + (s.waiting ?? 0) + (s.paused ?? 0),
});

const sum = (all: Bars[], key: keyof Bars): number => all.reduce((n, bars) => n + bars[key], 0);

const dayOf = (iso: string, locale: Locale): string =>
  new Intl.DateTimeFormat(locale, { weekday: 'short', day: '2-digit', month: '2-digit' }).format(new Date(iso));

/** The last days above the list: how many runs there were, how many failed, how long they take. */
export const RunsChart = ({ filter, changes }: { filter: ListFilter; changes: number }) => {
  const l = useListTexts();
  const locale = useLocale();
  const days = DAYS[filter.period ?? 'any'];
  const by = days === 1 ? ('hour' as const) : ('day' as const);
  const { flow, test } = filter;
  const key = `runs-chart/${flow}/${test}/${days}`;
  const { data, reload } = useQuery(key, () =>
    runsApi.summary({
      by,
      // The hour, or the day, in which it began counts whole.
      from: new Date(Date.now() - days * DAY_MS + (by === 'hour' ? HOUR_MS : DAY_MS)).toISOString(),
      ...(flow !== null && { flow }),
      ...(test !== null && { test: String(test) }),
    }),
  );
  useReloading(changes, reload);
  if (!data) return <div className="runs-chart" aria-hidden="true" />;
  const bars = data.buckets.map(barsOf);
  const highest = Math.max(1, ...bars.map(({ good, bad, open }) => good + bad + open));
  const words = [
    by === 'hour' ? l.lastDay : l.lastDays(days),
    l.good(sum(bars, 'good')),
    sum(bars, 'bad') > 0 && l.bad(sum(bars, 'bad')),
    sum(bars, 'open') > 0 && l.open(sum(bars, 'open')),
    data.p50Ms !== null && data.p95Ms !== null && l.took(span(data.p50Ms, locale), span(data.p95Ms, locale)),
  ].filter(Boolean);
  return (
    <figure className="runs-chart">
      <div className="chart-bars" role="img" aria-label={`${l.chart}: ${words.join(', ')}`}>
        {data.buckets.map((bucket, n) => {
          const { good, bad, open } = bars[n] as Bars;
          const when = by === 'hour' ? clockTime(bucket.from, locale) : dayOf(bucket.from, locale);
          const parts = [when, l.good(good), bad > 0 && l.bad(bad), open > 0 && l.open(open)].filter(Boolean);
          return (
            <span key={bucket.from} title={parts.join(' · ')}>
              <i data-part="open" style={{ height: `${(open / highest) * 100}%` }} />
              <i data-part="bad" style={{ height: `${(bad / highest) * 100}%` }} />
              <i data-part="good" style={{ height: `${(good / highest) * 100}%` }} />
            </span>
          );
        })}
      </div>
      <figcaption>{words.join(' · ')}</figcaption>
    </figure>
  );
};

const useReloading = (changes: number, reload: () => void): void => {
  const asked = useRef(0);
  useEffect(() => {
    if (changes === 0) return;
    const wait = Math.max(500, asked.current + REFRESH_MS - Date.now());
    const timer = setTimeout(() => {
      asked.current = Date.now();
      reload();
    }, wait);
    return () => clearTimeout(timer);
  }, [changes, reload]);
};
