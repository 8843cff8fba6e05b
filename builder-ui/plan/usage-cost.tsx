import { useLocale } from '../texts/texts.ts';
import { useQuery } from '../use-query.ts';
import { featureName, useFeatureTexts } from './feature-texts.ts';
import { amountOf, exactMoney } from './money.ts';
import { loadUsageCosts, type UsageCosts } from './plan-api.ts';
import { usePlanTexts } from './plan-texts.ts';
import { useMayReadPaid } from './use-plan.ts';

/** Where use beyond the included is paid for: what it comes to so far, and what months before still wait for. */
export const UsageCost = () => {
  const mayRead = useMayReadPaid();
  const { data } = useQuery(mayRead ? 'subscription/usage-charges' : null, loadUsageCosts);
  const owed = data?.data.filter(({ status }) => status !== 'paid') ?? [];
  return data && (data.running || owed.length > 0) ? <Costs running={data.running} owed={owed} /> : null;
};

const Costs = ({ running, owed }: { running: UsageCosts['running']; owed: UsageCosts['data'] }) => {
  const t = usePlanTexts();
  const names = useFeatureTexts();
  const locale = useLocale();
  const month = (first: string) =>
    new Intl.DateTimeFormat(locale, { month: 'long', timeZone: 'UTC' }).format(new Date(first));
  return (
    <div className="plan-note">
      {running && <p>{t.usageSoFar(exactMoney(running.amount, locale))}</p>}
      <ul>
        {running?.lines
          .filter(({ amount }) => amount > 0)
          .map(({ feature, quantity, amount }) => (
            <li key={feature}>
              {featureName(names, feature)}: +{amountOf(feature, quantity, locale)}, {exactMoney(amount, locale)}
            </li>
          ))}
        {owed.map(({ month: first, amount, status }) => (
          <li key={first}>{t.usageOwed[status](month(first), exactMoney(amount, locale))}</li>
        ))}
      </ul>
    </div>
  );
};
