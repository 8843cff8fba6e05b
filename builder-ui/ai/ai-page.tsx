import { ActionIcon, Button, Group, SegmentedControl, Skeleton, Title } from '@mantine/core';
import { useState } from 'react';
import { api } from '../api-client.ts';
import type { AiUsage } from '../api-types.ts';
import { Icon } from '../icons/icon.tsx';
import { navigate, setSearch, usePlace } from '../router.ts';
import { Link } from '../shell/link.tsx';
import { useMay } from '../shell/session.ts';
import { EmptyState, ErrorState } from '../shell/states.tsx';
import { useLocale } from '../texts/texts.ts';
import { useQuery } from '../use-query.ts';
import './ai.css';
import { useAiTexts } from './ai-texts.ts';
import { BudgetDialog } from './budget-dialog.tsx';
import { daysOf, monthBeside, runningTotals } from './month.ts';
import { MonthChart } from './month-chart.tsx';
import { Shares } from './shares.tsx';
import { type Metric, tokensOf, valueOf, writeAmount, writeMonth } from './usage-numbers.ts';

const MONTH = /^[1-9]\d{3}-(0[1-9]|1[0-2])$/;

/** What language models took in a month, against its budget. */
export const AiPage = () => {
  const t = useAiTexts();
  const locale = useLocale();
  const asked = usePlace().search.get('month');
  const month = asked !== null && MONTH.test(asked) ? asked : undefined;
  const usage = useQuery(`ai?${month ?? ''}`, () => api.aiUsage(month));
  const [editing, setEditing] = useState(false);
  const mayEdit = useMay('connections:write');
  const data = usage.data;
  const go = (step: number) => data && setSearch({ month: monthBeside(data.month, step) });
  return (
    <>
      <header className="page-head">
        <Title order={1}>{t.title}</Title>
        <Group gap={6}>
          <ActionIcon variant="default" size="lg" aria-label={t.before} disabled={!data} onClick={() => go(-1)}>
            <Icon name="chevron-left" size={16} />
          </ActionIcon>
          <span className="ai-month">{data ? writeMonth(data.month, locale) : ''}</span>
          <ActionIcon
            variant="default"
            size="lg"
            aria-label={t.after}
            disabled={!data || data.month >= thisMonth()}
            onClick={() => go(1)}
          >
            <Icon name="chevron-right" size={16} />
          </ActionIcon>
          {mayEdit && (
            <Button className="ai-budget-open" disabled={!data} onClick={() => setEditing(true)}>
              {t.editBudget}
            </Button>
          )}
        </Group>
      </header>
      {usage.error !== undefined && !data ? (
        <ErrorState error={usage.error} retry={usage.reload} />
      ) : !data ? (
        <Skeleton height={330} radius={12} />
      ) : (
        <Usage key={data.month} usage={data} />
      )}
      {data && (
        <BudgetDialog
          opened={editing}
          budget={data.budget}
          onClose={() => setEditing(false)}
          onSaved={(saved) => {
            setEditing(false);
            if (saved.month === data.month) usage.set(saved);
            else usage.set({ ...data, budget: saved.budget });
          }}
        />
      )}
    </>
  );
};

/** By the clock of who looks. */
const thisMonth = (): string => {
  const today = new Date();
  return `${today.getFullYear()}-${String(today.getMonth() + 1).padStart(2, '0')}`;
};

/** Of this month the days up to today, of another all. */
const shownDays = (month: string): number => (month === thisMonth() ? new Date().getDate() : daysOf(month));

const Usage = ({ usage }: { usage: AiUsage }) => {
  const t = useAiTexts();
  const { budget } = usage;
  const byTokens = usage.costUsd === 0 && budget.costUsd === null;
  const [metric, setMetric] = useState<Metric>(byTokens ? 'tokens' : 'cost');
  if (usage.calls === 0 && usage.lostCalls === 0 && budget.costUsd === null && budget.tokens === null)
    return (
      <EmptyState icon="sparkles" title={t.empty} text={t.emptyHelp}>
        <Button mt="sm" onClick={() => navigate('/templates?category=ai')}>
          {t.emptyAction}
        </Button>
      </EmptyState>
    );
  const limit = metric === 'cost' ? budget.costUsd : budget.tokens;
  const days = usage.days.map((one) => ({ day: one.day, value: valueOf(one, metric) }));
  const last = Number(usage.days.at(-1)?.day.slice(8) ?? 0);
  return (
    <>
      <section className="ai-card">
        <header>
          <Spent usage={usage} metric={metric} limit={limit} />
          <SegmentedControl
            size="xs"
            value={metric}
            onChange={(value) => setMetric(value as Metric)}
            data={[
              { value: 'cost', label: t.cost },
              { value: 'tokens', label: t.tokens },
            ]}
          />
        </header>
        <MonthChart
          month={usage.month}
          totals={runningTotals(days, Math.max(last, shownDays(usage.month)))}
          limit={limit}
          metric={metric}
        />
      </section>
      {usage.unpricedCalls > 0 && (
        <p className="ai-note" role="note">
          <Icon name="info" size={16} />
          <span>
            {t.unpriced(usage.unpricedCalls)} <Link href="/connections">{t.connections}</Link>
          </span>
        </p>
      )}
      {usage.lostCalls > 0 && (
        <p className="ai-note" role="note">
          <Icon name="alert-triangle" size={16} />
          <span>{t.lost(usage.lostCalls)}</span>
        </p>
      )}
      {usage.models.length > 0 && (
        <div className="ai-two">
          <Shares
            title={t.models}
            metric={metric}
            shares={usage.models.map((one) => ({
              ...one,
              key: `${one.provider}/${one.model}`,
              name: one.model,
              note: one.provider,
            }))}
          />
          <Shares
            title={t.flows}
            metric={metric}
            shares={usage.flows.map((one) => ({
              ...one,
              key: one.flowId ?? '',
              name: one.flowId ? <Link href={`/flows/${one.flowId}`}>{one.flowName}</Link> : t.noFlow,
            }))}
          />
        </div>
      )}
    </>
  );
};

/** The sum in large, and how much of the budget it is. */
const Spent = ({ usage, metric, limit }: { usage: AiUsage; metric: Metric; limit: number | null }) => {
  const t = useAiTexts();
  const locale = useLocale();
  const spent = metric === 'cost' ? usage.costUsd : tokensOf(usage);
  const reserved = metric === 'cost' ? usage.reservedUsd : usage.reservedTokens;
  const write = (value: number) => writeAmount(value, metric, locale);
  const part = limit === null ? 0 : limit === 0 ? 1 : Math.min(1, spent / limit);
  return (
    <div className="ai-spent" data-over={(limit !== null && spent > limit) || undefined}>
      <small>{t.spent}</small>
      <p>
        <strong>{write(spent)}</strong> <span>{limit === null ? t.noLimit : t.ofBudget(write(limit))}</span>
      </p>
      {limit !== null && (
        <span className="ai-bar" data-large aria-hidden="true">
          <i style={{ width: `${part * 100}%` }} />
          <i data-reserved style={{ width: `${limit === 0 ? 0 : Math.min(1 - part, reserved / limit) * 100}%` }} />
        </span>
      )}
      <small>
        {t.calls(usage.calls)}
        {limit === null ? '' : ` · ${spent > limit ? t.over(write(spent - limit)) : t.left(write(limit - spent))}`}
        {reserved > 0 ? ` · ${t.reserved(write(reserved))}` : ''}
      </small>
    </div>
  );
};
