import { Bars } from '../charts/bars.tsx';
import { HeatMap } from '../charts/heat-map.tsx';
import { useTenant } from '../shell/tenant.ts';
import { useLocale } from '../texts/texts.ts';
import { byDay, failuresByHour, weekdays } from './by-time.ts';
import type { Home, HourBucket } from './home-api.ts';
import { useHomeTexts } from './home-texts.ts';

/** Where nobody knows the tenant's clock yet. */
const HERE = Intl.DateTimeFormat().resolvedOptions().timeZone;

interface RunsChartProps {
  hours: HourBucket[];
  byHour: boolean;
  totals: Home['totals'];
}

/** Runs by day and by how they went; of one day by hour. */
export const RunsChart = ({ hours, byHour, totals }: RunsChartProps) => {
  const t = useHomeTexts();
  const locale = useLocale();
  const timeZone = useTenant()?.timezone ?? HERE;
  const short = new Intl.DateTimeFormat(locale, { day: '2-digit', month: '2-digit', timeZone: 'UTC' });
  const long = new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long', timeZone: 'UTC' });
  const hour = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', timeZone });
  const groups = byHour
    ? hours.map((bucket) => ({
        key: bucket.from,
        tick: hour.format(new Date(bucket.from)),
        name: hour.format(new Date(bucket.from)),
        counts: byDay([bucket], timeZone)[0],
      }))
    : byDay(hours, timeZone).map((counts) => ({
        key: counts.day,
        tick: short.format(new Date(`${counts.day}T12:00:00Z`)),
        name: long.format(new Date(`${counts.day}T12:00:00Z`)),
        counts,
      }));
  const bars = groups.map(({ key, tick, name, counts }) => {
    const { succeeded = 0, failed = 0, open = 0, cancelled = 0 } = counts ?? {};
    const parts = [succeeded, failed, open, cancelled];
    return { key, tick, parts, said: t.bar(name, succeeded + failed + open + cancelled, failed) };
  });
  return (
    <section className="card">
      <Bars
        title={byHour ? t.byHour : t.byDay}
        bars={bars}
        kinds={[
          { name: t.ok, look: 'ok' },
          { name: t.bad, look: 'bad' },
          { name: t.open, look: 'open' },
          { name: t.cancelled, look: 'else' },
        ]}
        summary={t.chart(totals.runs, totals.failed)}
      />
    </section>
  );
};

export const FailureHours = ({ hours, failed }: { hours: HourBucket[]; failed: number }) => {
  const t = useHomeTexts();
  const locale = useLocale();
  const timeZone = useTenant()?.timezone ?? HERE;
  if (failed === 0)
    return (
      <section className="card">
        <div className="card-head">
          <h2>{t.heat}</h2>
        </div>
        <p className="card-none">{t.noFailures}</p>
      </section>
    );
  const names = weekdays(locale);
  const rows = failuresByHour(hours, timeZone).map((counts, day) => ({ name: names[day] ?? '', hours: counts }));
  return (
    <section className="card">
      <HeatMap title={t.heat} rows={rows} say={t.cell} summary={t.heatSummary(failed)} />
    </section>
  );
};
