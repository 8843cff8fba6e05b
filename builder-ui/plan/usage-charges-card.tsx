import { Button } from '@mantine/core';
import { useLocale, useTexts } from '../texts/texts.ts';
import { usePages } from '../use-pages.ts';
import { featureName, useFeatureTexts } from './feature-texts.ts';
import { amountOf, exactMoney, money } from './money.ts';
import { loadUsageCharges, type UsageCharges, type UsageLine, type UsageMonth } from './plan-api.ts';
import { usePlanTexts } from './plan-texts.ts';
import { useOnChange } from './use-plan.ts';

/** Of a plan that is paid by use: this month so far, and the months before. */
export const UsageChargesCard = ({ told }: { told: string }) => {
  const t = usePlanTexts();
  const locale = useLocale();
  const texts = useTexts();
  const list = usePages<UsageMonth, UsageCharges>('subscription/usage-charges', loadUsageCharges);
  const { first, rows = [], more } = list;
  useOnChange(told, list.reload);
  if (!first || (first.running === null && rows.length === 0)) return null;
  const { running } = first;
  return (
    <section className="card" aria-labelledby="plan-extra">
      <header className="card-head">
        <h2 id="plan-extra">{t.extra}</h2>
      </header>
      {running && <p>{running.amount.amount > 0 ? t.extraSoFar(money(running.amount, locale)) : t.extraNone}</p>}
      {running && <Lines lines={running.lines} />}
      <ul className="plan-items">
        {rows.map(({ month, amount, status }) => (
          <li key={month}>
            <span>
              {monthName(month, locale)} · {t.extraStatus[status]}
            </span>
            <span>{exactMoney(amount, locale)}</span>
          </li>
        ))}
      </ul>
      {more && (
        <Button variant="subtle" size="xs" loading={list.loading} onClick={more}>
          {texts.common.more}
        </Button>
      )}
    </section>
  );
};

/** A calendar month is one everywhere. */
const monthName = (month: string, locale: string): string =>
  new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(new Date(month));

const Lines = ({ lines }: { lines: UsageLine[] }) => {
  const t = usePlanTexts();
  const names = useFeatureTexts();
  const locale = useLocale();
  return (
    <ul className="plan-items">
      {lines
        .filter(({ quantity }) => quantity > 0)
        .map(({ feature, quantity, amount }) => (
          <li key={feature}>
            <span>{t.extraLine(amountOf(feature, quantity, locale), featureName(names, feature))}</span>
            <span>{exactMoney(amount, locale)}</span>
          </li>
        ))}
    </ul>
  );
};
