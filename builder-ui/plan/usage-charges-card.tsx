import { useLocale } from '../texts/texts.ts';
import { useQuery } from '../use-query.ts';
import { featureName, useFeatureTexts } from './feature-texts.ts';
import { amountOf, exactMoney, money } from './money.ts';
import { loadUsageCharges, type UsageLine } from './plan-api.ts';
import { usePlanTexts } from './plan-texts.ts';
import { useOnChange } from './use-plan.ts';

/** Of a plan that is paid by use: this month so far, and the months before. */
export const UsageChargesCard = ({ told }: { told: string }) => {
  const t = usePlanTexts();
  const locale = useLocale();
  const { data, reload } = useQuery('subscription/usage-charges', loadUsageCharges);
  useOnChange(told, reload);
  if (!data || (data.running === null && data.data.length === 0)) return null;
  const { running } = data;
  return (
    <section className="card" aria-labelledby="plan-extra">
      <header className="card-head">
        <h2 id="plan-extra">{t.extra}</h2>
      </header>
      {running && <p>{running.amount.amount > 0 ? t.extraSoFar(money(running.amount, locale)) : t.extraNone}</p>}
      {running && <Lines lines={running.lines} />}
      <ul className="plan-items">
        {data.data.map(({ month, amount, status }) => (
          <li key={month}>
            <span>
              {monthName(month, locale)} · {t.extraStatus[status]}
            </span>
            <span>{exactMoney(amount, locale)}</span>
          </li>
        ))}
      </ul>
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
