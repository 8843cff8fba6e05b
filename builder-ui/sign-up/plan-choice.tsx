import { NativeSelect } from '@mantine/core';
import { money, priceOf } from '../plan/money.ts';
import { loadPublicPlans, type Plan, readCatalogue } from '../plan/plan-api.ts';
import { usePlanTexts } from '../plan/plan-texts.ts';
import { useLocale } from '../texts/texts.ts';
import { useQuery } from '../use-query.ts';
import { useSignUpTexts } from './sign-up-texts.ts';

const FREE = 'FREE';
const FAMILIES: readonly Plan['family'][] = ['comparison', 'messaging'];

/** With which plan one begins; where plans cannot be had, nothing is asked: it is the free one, and can be changed. */
export const PlanChoice = ({ plan, onPlan }: { plan: string | null; onPlan: (plan: string | null) => void }) => {
  const t = useSignUpTexts();
  const words = usePlanTexts();
  const locale = useLocale();
  const { data } = useQuery('plans', loadPublicPlans);
  if (!data) return null;
  const sold = readCatalogue(data, locale).plans.filter((one) => priceOf(one, 'month')?.price?.amount);
  const option = (one: Plan) => {
    const price = priceOf(one, 'month')?.price;
    return {
      value: one.tier,
      label: price ? `${one.name}: ${money(price, locale)} ${words.intervals.month}` : one.name,
    };
  };
  const groups = FAMILIES.map((family) => ({
    group: words.families[family],
    items: sold.filter((one) => one.family === family).map(option),
  }));
  return (
    <NativeSelect
      label={t.plan}
      description={t.planHelp}
      value={plan ?? FREE}
      data={[{ value: FREE, label: words.free }, ...groups.filter(({ items }) => items.length > 0)]}
      onChange={({ currentTarget: { value } }) => onPlan(value === FREE ? null : value)}
    />
  );
};
