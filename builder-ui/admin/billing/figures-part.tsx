import { SegmentedControl, Stack } from '@mantine/core';
import type { Locale } from '#flow/json.ts';
import type { Money } from '../../api-types.ts';
import { type Bar, Bars } from '../../charts/bars.tsx';
import { brl, money } from '../../plan/money.ts';
import { setSearch, usePlace } from '../../router.ts';
import { EmptyState, ErrorState, RowsSkeleton } from '../../shell/states.tsx';
import { useLocale } from '../../texts/texts.ts';
import { useQuery } from '../../use-query.ts';
import { billingApi, type Cohort, type Figures, type Month } from './billing-api.ts';
import { useBillingTexts } from './billing-texts.ts';
import { useFiguresTexts } from './figures-texts.ts';
import { MonthsTable } from './months-table.tsx';
import { monthName, percent, rateOver, shortMonth } from './shares.ts';

const SPANS = ['6', '12', '24'];

/** What comes in, who leaves, what becomes of trials and of failed charges. */
export const FiguresPart = () => {
  const t = useFiguresTexts();
  const { search } = usePlace();
  const months = SPANS.find((one) => one === search.get('months')) ?? '12';
  const { data, error, reload } = useQuery(`billing figures ${months}`, () => billingApi.figures(Number(months)));
  if (!data)
    return error === undefined ? <RowsSkeleton rows={4} height={120} /> : <ErrorState error={error} retry={reload} />;
  if (data.states.length === 0) return <EmptyState icon="credit-card" title={t.none} text={t.noneHelp} />;
  return (
    <Stack gap="xl">
      <SegmentedControl
        className="billing-span"
        aria-label={t.period}
        value={months}
        onChange={(value) => setSearch({ months: value === '12' ? null : value })}
        data={SPANS.map((value) => ({ value, label: t.months(Number(value)) }))}
      />
      <Tiles figures={data} />
      <div className="billing-charts">
        <IncomeChart months={data.months} />
        <MovesChart months={data.months} />
        <CohortChart cohorts={data.trials} title={t.chartTrials} names={[t.won, t.lost, t.open]} />
        <CohortChart cohorts={data.recovery} title={t.chartRecovery} names={[t.paidAfter, t.fell, t.stillOwed]} />
      </div>
      <Now figures={data} />
      <MonthsTable months={data.months} />
    </Stack>
  );
};

const Tiles = ({ figures: { months, trials, recovery } }: { figures: Figures }) => {
  const t = useFiguresTexts();
  const locale = useLocale();
  const [before, now] = [months.at(-2), months.at(-1)];
  if (!now) return null;
  return (
    <div className="billing-tiles">
      <Tile
        name={t.mrr}
        value={money(now.mrr, locale)}
        help={before ? t.before(money(before.mrr, locale)) : t.mrrHelp}
      />
      <Tile name={t.payers} value={String(now.payers)} help={before ? t.before(String(before.payers)) : ''} />
      <Tile name={t.churn} value={percent(now.churn, locale)} help={t.churnHelp} />
      <Tile name={t.trials} value={percent(rateOver(trials), locale)} help={t.ofOut} />
      <Tile name={t.recovery} value={percent(rateOver(recovery), locale)} help={t.ofOut} />
    </div>
  );
};

const Tile = ({ name, value, help }: { name: string; value: string; help: string }) => (
  <div className="tile">
    <span>{name}</span>
    <strong>{value}</strong>
    <small>{help}</small>
  </div>
);

const reais = ({ amount }: Money): number => Math.round(amount / 100);
const sum = (...parts: Money[]): Money => brl(parts.reduce((all, { amount }) => all + amount, 0));
const compact = (locale: Locale) => (value: number) =>
  new Intl.NumberFormat(locale, { notation: 'compact', maximumFractionDigits: 1 }).format(value);

const IncomeChart = ({ months }: { months: Month[] }) => {
  const t = useFiguresTexts();
  const locale = useLocale();
  const bars = months.map(
    ({ month, mrr }): Bar => ({
      key: month,
      tick: shortMonth(month, locale),
      parts: [reais(mrr)],
      said: `${monthName(month, locale)}: ${money(mrr, locale)}`,
    }),
  );
  return (
    <Bars
      title={t.chartMrr}
      bars={bars}
      kinds={[{ name: t.income, look: 'ok' }]}
      summary={bars.map(({ said }) => said).join('; ')}
      tickText={compact(locale)}
    />
  );
};

const MovesChart = ({ months }: { months: Month[] }) => {
  const t = useFiguresTexts();
  const locale = useLocale();
  const bars = months.map((one): Bar => {
    const [came, went] = [sum(one.fresh, one.back, one.larger), sum(one.smaller, one.gone)];
    const words = `${t.came} ${money(came, locale)}, ${t.went} ${money(went, locale)}`;
    return {
      key: one.month,
      tick: shortMonth(one.month, locale),
      parts: [reais(came), reais(went)],
      said: `${monthName(one.month, locale)}: ${words}`,
    };
  });
  return (
    <Bars
      title={t.chartMoves}
      bars={bars}
      kinds={[
        { name: t.came, look: 'ok' },
        { name: t.went, look: 'bad' },
      ]}
      summary={bars.map(({ said }) => said).join('; ')}
      tickText={compact(locale)}
    />
  );
};

interface CohortChartProps {
  cohorts: Cohort[];
  title: string;
  /** Of won, lost and open. */
  names: [string, string, string];
}

const CohortChart = ({ cohorts, title, names: [won, lost, open] }: CohortChartProps) => {
  const locale = useLocale();
  const bars = cohorts.map((one): Bar => {
    const rate = one.rate === null ? '' : ` (${percent(one.rate, locale)})`;
    return {
      key: one.month,
      tick: shortMonth(one.month, locale),
      parts: [one.won, one.lost, one.open],
      said: `${monthName(one.month, locale)}: ${one.won} ${won}, ${one.lost} ${lost}, ${one.open} ${open}${rate}`,
    };
  });
  return (
    <Bars
      title={title}
      bars={bars}
      kinds={[
        { name: won, look: 'ok' },
        { name: lost, look: 'bad' },
        { name: open, look: 'else' },
      ]}
      summary={bars.map(({ said }) => said).join('; ')}
    />
  );
};

const Now = ({ figures: { plans, states } }: { figures: Figures }) => {
  const t = useFiguresTexts();
  const billing = useBillingTexts();
  const locale = useLocale();
  const most = Math.max(1, ...plans.map(({ count }) => count), ...states.map(({ count }) => count));
  return (
    <div className="billing-charts">
      <section className="card">
        <header className="card-head">
          <h2>{t.byPlan}</h2>
        </header>
        {plans.map(({ tier, count, mrr }) => (
          <Share key={tier} name={tier} of={count / most} words={`${t.tenants(count)} · ${money(mrr, locale)}`} />
        ))}
      </section>
      <section className="card">
        <header className="card-head">
          <h2>{t.byState}</h2>
        </header>
        {states.map(({ state, count }) => (
          <Share key={state} name={billing.states[state]} of={count / most} words={t.tenants(count)} />
        ))}
      </section>
    </div>
  );
};

const Share = ({ name, of, words }: { name: string; of: number; words: string }) => (
  <p className="billing-share">
    <span>{name}</span>
    <small>{words}</small>
    <i style={{ inlineSize: `${Math.max(1, of * 100)}%` }} aria-hidden="true" />
  </p>
);
