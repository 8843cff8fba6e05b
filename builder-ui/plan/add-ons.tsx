import { ActionIcon, Button, Group } from '@mantine/core';
import { useState } from 'react';
import { Icon } from '../icons/icon.tsx';
import { useLocale } from '../texts/texts.ts';
import { money } from './money.ts';
import type { AddOn, Current } from './plan-api.ts';
import { usePlanTexts } from './plan-texts.ts';

interface AddOnsProps {
  addOns: readonly AddOn[];
  current: Current;
  mayPay: boolean;
  /** How many of each there are to be. */
  onReview: (wanted: { key: string; quantity: number }[]) => void;
}

/** Beside the plan, so many of each; what that costs is shown before anything is bought. */
export const AddOns = ({ addOns, current, mayPay, onReview }: AddOnsProps) => {
  const t = usePlanTexts();
  const locale = useLocale();
  const [wanted, setWanted] = useState<Record<string, number>>({});
  const { state, interval, plan, items } = current;
  const paid = state === 'active' && current.pending === null;
  const shown = addOns.filter(({ tiers }) => !paid || tiers.length === 0 || tiers.includes(plan.tier));
  if (shown.length === 0) return null;
  const have = (key: string) => items.find((one) => one.key === `addon:${key}`)?.quantity ?? 0;
  const count = (key: string) => wanted[key] ?? have(key);
  const changed = shown.some(({ key }) => count(key) !== have(key));
  return (
    <section className="card" aria-labelledby="plan-add-ons">
      <header className="card-head">
        <h2 id="plan-add-ons">{t.addOns}</h2>
      </header>
      <p className="plan-note">{paid ? t.addOnsText : t.addOnsFree}</p>
      <ul className="plan-add-ons">
        {shown.map((one) => (
          <li key={one.key}>
            <span>
              <strong>{one.name}</strong>
              <small>{one.description}</small>
              <small>
                {t.each(money(interval === 'year' ? one.year : one.month, locale), t.intervals[interval ?? 'month'])}
              </small>
            </span>
            {mayPay && paid && (
              <Group gap={4} wrap="nowrap">
                <ActionIcon
                  variant="default"
                  aria-label={t.less(one.name)}
                  disabled={count(one.key) === 0}
                  onClick={() => setWanted({ ...wanted, [one.key]: count(one.key) - 1 })}
                >
                  <Icon name="minus" size={14} />
                </ActionIcon>
                <output aria-label={one.name}>{count(one.key)}</output>
                <ActionIcon
                  variant="default"
                  aria-label={t.more(one.name)}
                  disabled={count(one.key) >= one.maxQuantity}
                  onClick={() => setWanted({ ...wanted, [one.key]: count(one.key) + 1 })}
                >
                  <Icon name="plus" size={14} />
                </ActionIcon>
              </Group>
            )}
          </li>
        ))}
      </ul>
      {changed && (
        <Button
          mt="sm"
          onClick={() =>
            onReview(shown.map(({ key }) => ({ key, quantity: count(key) })).filter(({ quantity }) => quantity > 0))
          }
        >
          {t.review}
        </Button>
      )}
    </section>
  );
};
