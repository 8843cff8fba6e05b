import { ActionIcon, Button, Group } from '@mantine/core';
import { useState } from 'react';
import { Icon } from '../icons/icon.tsx';
import { useLocale } from '../texts/texts.ts';
import { type Offer, offersOf, quantityOf } from './add-on-offers.ts';
import { money } from './money.ts';
import type { AddOn, Current } from './plan-api.ts';
import { barOf, isPaying } from './plan-deed.ts';
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
  const [wanted, setWanted] = useState<Record<string, number>>({});
  const paid = isPaying(current) && current.state === 'active' && current.pending === null;
  const shown = offersOf(addOns, current, paid);
  if (shown.length === 0) return null;
  const count = (key: string) => wanted[key] ?? quantityOf(current, key);
  const changed = shown.some(({ key }) => count(key) !== quantityOf(current, key));
  return (
    <section className="card" aria-labelledby="plan-add-ons">
      <header className="card-head">
        <h2 id="plan-add-ons">{t.addOns}</h2>
      </header>
      <p className="plan-note">{paid ? t.addOnsText : (barOf(current, t) ?? t.addOnsFree)}</p>
      <ul className="plan-add-ons">
        {shown.map((one) => (
          <AddOnRow
            key={one.key}
            offer={one}
            interval={current.interval ?? 'month'}
            count={count(one.key)}
            onCount={mayPay && paid ? (n) => setWanted({ ...wanted, [one.key]: n }) : null}
          />
        ))}
      </ul>
      {changed && (
        <Button
          mt="sm"
          onClick={() =>
            // All that there is to be is named: what is left out is taken off.
            onReview(shown.map(({ key }) => ({ key, quantity: count(key) })).filter(({ quantity }) => quantity > 0))
          }
        >
          {t.review}
        </Button>
      )}
    </section>
  );
};

interface RowProps {
  offer: Offer;
  interval: 'month' | 'year';
  count: number;
  /** Null: it is only shown. */
  onCount: ((count: number) => void) | null;
}

const AddOnRow = ({ offer, interval, count, onCount }: RowProps) => {
  const t = usePlanTexts();
  const locale = useLocale();
  const { name, most, unit } = offer;
  return (
    <li>
      <span>
        <strong>{name}</strong>
        <small>{offer.isSold ? offer.description : t.notSold}</small>
        <small>{t.each(money(unit, locale), t.intervals[interval])}</small>
      </span>
      {onCount && (
        <Group gap={4} wrap="nowrap">
          <ActionIcon
            variant="default"
            aria-label={t.less(name)}
            disabled={count === 0}
            onClick={() => onCount(count - 1)}
          >
            <Icon name="minus" size={14} />
          </ActionIcon>
          <output aria-label={name}>{count}</output>
          <ActionIcon
            variant="default"
            aria-label={t.more(name)}
            disabled={count >= most}
            onClick={() => onCount(count + 1)}
          >
            <Icon name="plus" size={14} />
          </ActionIcon>
        </Group>
      )}
    </li>
  );
};
