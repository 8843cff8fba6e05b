import { Badge, SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { bestSaving } from './money.ts';
import type { Current, Interval, Plan } from './plan-api.ts';
import { PlanCard } from './plan-card.tsx';
import { barOf, deedOf, trialOf } from './plan-deed.ts';
import { usePlanTexts } from './plan-texts.ts';

interface GridProps {
  plans: readonly Plan[];
  contact: string | null;
  current: Current;
  mayPay: boolean;
  /** The plan that somebody came for. */
  wanted: string | null;
  interval: Interval;
  onInterval: (interval: Interval) => void;
  onChoose: (plan: Plan) => void;
}

type Family = Plan['family'];

/** All plans beside one another, of one kind at a time; the kind of one's own first. */
export const PlanGrid = ({ plans, contact, current, mayPay, wanted, interval, onInterval, onChoose }: GridProps) => {
  const t = usePlanTexts();
  const families = [...new Set(plans.map(({ family }) => family))];
  const own = plans.find(({ tier }) => tier === current.plan.tier);
  const asked = plans.find(({ tier }) => tier === wanted);
  const [chosen, setFamily] = useState<Family | null>(null);
  const family = chosen ?? asked?.family ?? own?.family ?? 'comparison';
  const shown = plans.filter((plan) => plan.family === family && (plan.public || plan.tier === current.plan.tier));
  const saving = bestSaving(shown);
  const bar = mayPay ? barOf(current, t) : null;
  return (
    <section aria-labelledby="plan-grid-title">
      <header className="plan-grid-head" id="plan-grid">
        <h2 id="plan-grid-title">{t.plans}</h2>
        {families.length > 1 && (
          <SegmentedControl
            size="xs"
            aria-label={t.plans}
            value={family}
            onChange={(value) => setFamily(value as Family)}
            data={families.map((value) => ({ value, label: t.families[value] }))}
          />
        )}
        <span className="plan-interval">
          <SegmentedControl
            size="xs"
            aria-label={`${t.month} · ${t.year}`}
            value={interval}
            onChange={(value) => onInterval(value as Interval)}
            data={[
              { value: 'month', label: t.month },
              { value: 'year', label: t.year },
            ]}
          />
          {saving > 0 && (
            <Badge variant="light" color="brand" tt="none">
              {t.save(saving)}
            </Badge>
          )}
        </span>
      </header>
      {bar !== null && <p className="plan-note">{bar}</p>}
      <div className="plan-grid">
        {shown.map((plan) => (
          <PlanCard
            key={plan.tier}
            plan={plan}
            contact={contact}
            interval={interval}
            here={plan.tier === current.plan.tier}
            wanted={plan.tier === wanted}
            deed={mayPay && bar === null ? deedOf(plan, { own, current, interval }, t) : null}
            trial={trialOf(plan, current)}
            onChoose={() => onChoose(plan)}
          />
        ))}
      </div>
    </section>
  );
};
