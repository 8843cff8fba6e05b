import { exactMoney } from '../../plan/money.ts';
import { useLocale } from '../../texts/texts.ts';
import type { Month } from './billing-api.ts';
import { useFiguresTexts } from './figures-texts.ts';
import { monthName, percent } from './shares.ts';

const MONEY = ['mrr', 'fresh', 'back', 'larger', 'smaller', 'gone'] as const;

/** All figures of income, the newest month first. */
export const MonthsTable = ({ months }: { months: Month[] }) => {
  const t = useFiguresTexts();
  const locale = useLocale();
  const [running] = months.slice(-1);
  return (
    <section>
      <header className="card-head">
        <h2>{t.byMonth}</h2>
      </header>
      {/* Wider than a phone: it scrolls by itself, and by the keyboard. */}
      <section className="billing-table" aria-label={t.byMonth} tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t.columns.month}</th>
              {MONEY.map((name) => (
                <th key={name} scope="col">
                  {t.columns[name]}
                </th>
              ))}
              <th scope="col">{t.columns.churn}</th>
              <th scope="col">{t.columns.paid}</th>
              <th scope="col">{t.columns.refunded}</th>
            </tr>
          </thead>
          <tbody>
            {months.toReversed().map((one) => (
              <tr key={one.month}>
                <th scope="row">
                  {monthName(one.month, locale)}
                  {one === running && <small> {t.running}</small>}
                </th>
                {MONEY.map((name) => (
                  <td key={name} data-zero={one[name].amount === 0 || undefined}>
                    {exactMoney(one[name], locale)}
                  </td>
                ))}
                <td>{percent(one.churn, locale)}</td>
                <td data-zero={one.paid.amount === 0 || undefined}>{exactMoney(one.paid, locale)}</td>
                <td data-zero={one.refunded.amount === 0 || undefined}>{exactMoney(one.refunded, locale)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </section>
  );
};
