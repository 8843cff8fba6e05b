import { Badge, Button } from '@mantine/core';
import { useState } from 'react';
import { durationInWords } from '../document/summary.ts';
import { Icon } from '../icons/icon.tsx';
import { useLocale } from '../texts/texts.ts';
import { useFeatureTexts } from './feature-texts.ts';
import { brl, money, priceOf, savingOf } from './money.ts';
import type { Interval, Plan } from './plan-api.ts';
import { planContents } from './plan-contents.ts';
import { usePlanTexts } from './plan-texts.ts';

interface CardProps {
  plan: Plan;
  interval: Interval;
  here: boolean;
  wanted: boolean;
  /** What its button says; null: it has none. */
  deed: string | null;
  /** ISO 8601: it can be tried for so long. */
  trial: string | null;
  /** Where one writes to about a price that is talked about. */
  contact: string | null;
  onChoose: () => void;
}

/** One plan: its price, what it has most of, and the one thing that can be done. */
export const PlanCard = ({ plan, interval, here, wanted, deed, trial, contact, onChoose }: CardProps) => {
  const t = usePlanTexts();
  const locale = useLocale();
  const [open, setOpen] = useState(false);
  const onRequest = priceOf(plan, interval)?.onRequest ?? true;
  return (
    <article className="plan-card" data-here={here || undefined} data-wanted={wanted || undefined}>
      <header>
        <h3>{plan.name}</h3>
        {here ? (
          <Badge variant="light" color="gray">
            {t.here}
          </Badge>
        ) : wanted ? (
          <Badge variant="light">{t.wanted}</Badge>
        ) : null}
      </header>
      <p className="plan-card-text">{plan.description}</p>
      <PriceTag plan={plan} interval={interval} />
      {onRequest && !here && contact !== null ? (
        <Button component="a" href={mailOf(contact, plan)} variant="default" fullWidth>
          {t.talk}
        </Button>
      ) : deed !== null && !onRequest ? (
        <Button variant={wanted ? 'filled' : trial === null ? 'default' : 'light'} fullWidth onClick={onChoose}>
          {trial === null ? deed : t.tryIt(durationInWords(trial, locale))}
        </Button>
      ) : (
        <span className="plan-card-none" aria-hidden="true" />
      )}
      <Contents plan={plan} all={open} />
      <Button variant="subtle" color="gray" size="compact-sm" onClick={() => setOpen(!open)} aria-expanded={open}>
        {open ? t.lessDetail : t.everything}
      </Button>
    </article>
  );
};

const mailOf = (contact: string, { name }: Plan): string => `mailto:${contact}?subject=${encodeURIComponent(name)}`;

const PriceTag = ({ plan, interval }: { plan: Plan; interval: Interval }) => {
  const t = usePlanTexts();
  const locale = useLocale();
  const price = priceOf(plan, interval)?.price;
  if (!price) return <p className="plan-price">{t.onRequest}</p>;
  const saving = interval === 'year' ? savingOf(plan) : 0;
  return (
    <p className="plan-price">
      <strong>{money(price, locale)}</strong>
      {price.amount > 0 && <span>{t.intervals[interval]}</span>}
      <small>
        {interval === 'year' && price.amount > 0 && t.aMonth(money(brl(Math.round(price.amount / 12)), locale))}
        {saving > 0 && <em>{t.saves(money(brl(saving), locale))}</em>}
      </small>
    </p>
  );
};

const Contents = ({ plan, all }: { plan: Plan; all: boolean }) => {
  const names = useFeatureTexts();
  const locale = useLocale();
  const rows = planContents(plan, names, locale);
  const shown = all ? rows : rows.filter(({ value, first }) => value !== null && first);
  return (
    <ul className="plan-contents">
      {shown.map(({ key, name, value }) => (
        <li key={key} data-none={value === null || undefined}>
          <Icon name={value === null ? 'minus' : 'check'} size={14} />
          <span>
            {name}
            {typeof value === 'string' && <b>{value}</b>}
          </span>
        </li>
      ))}
    </ul>
  );
};
