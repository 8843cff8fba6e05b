import { Button } from '@mantine/core';
import { useState } from 'react';
import { Icon } from '../icons/icon.tsx';
import { useLocale } from '../texts/texts.ts';
import { featureName, useFeatureTexts } from './feature-texts.ts';
import { whenText } from './moments.ts';
import { amountOf } from './money.ts';
import type { Usage } from './plan-api.ts';
import { usePlanTexts } from './plan-texts.ts';
import { usageShown } from './usage-shown.ts';

const FEW = 6;

/** Everything that the plan counts, a bar each; the first few at once. */
export const UsageBars = ({ usage, few = FEW }: { usage: readonly Usage[]; few?: number }) => {
  const t = usePlanTexts();
  const [all, setAll] = useState(false);
  const shown = usageShown(usage);
  if (shown.length === 0) return <p className="card-none">{t.noUsage}</p>;
  return (
    <>
      <ul className="usage">
        {(all ? shown : shown.slice(0, few)).map((one) => (
          <UsageBar key={one.feature} one={one} />
        ))}
      </ul>
      {shown.length > few && (
        <Button variant="subtle" size="compact-sm" onClick={() => setAll(!all)} aria-expanded={all}>
          {all ? t.lessUsage : t.moreUsage}
        </Button>
      )}
    </>
  );
};

/** One bar: how much of how much, and since the colour alone would not tell, a word where it is near its end. */
export const UsageBar = ({ one }: { one: Usage }) => {
  const t = usePlanTexts();
  const names = useFeatureTexts();
  const locale = useLocale();
  const { feature, current, limit, warning, resetsAt } = one;
  const name = featureName(names, feature);
  const used = amountOf(feature, current, locale);
  const text = limit < 0 ? t.used(used) : t.of(used, amountOf(feature, limit, locale));
  const percent = limit < 0 ? 0 : Math.min(100, Math.max(0, one.percentage));
  return (
    <li className="usage-one" data-warning={warning}>
      <span className="usage-name">
        {name}
        {warning !== 'none' && (
          <b>
            <Icon name={warning === 'full' ? 'ban' : 'alert-triangle'} size={13} />
            {t[warning]}
          </b>
        )}
      </span>
      <span className="usage-text">{text}</span>
      {limit >= 0 && (
        <span
          className="usage-bar"
          role="progressbar"
          aria-label={name}
          aria-valuenow={Math.round(percent)}
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuetext={text}
        >
          <i style={{ width: `${percent}%` }} />
        </span>
      )}
      {limit >= 0 && resetsAt && <small>{t.resets(whenText(resetsAt, locale))}</small>}
    </li>
  );
};
