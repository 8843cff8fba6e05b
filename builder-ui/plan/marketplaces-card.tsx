import { Button, Checkbox, Stack } from '@mantine/core';
import { useState } from 'react';
import { useMay } from '../shell/session.ts';
import { useLocale } from '../texts/texts.ts';
import { useQuery } from '../use-query.ts';
import { chooseMarketplaces, loadMarketplaces, type Marketplaces, type MarketplacesSeen } from './choices-api.ts';
import { marketplaceName, useFeatureTexts } from './feature-texts.ts';
import { whenText } from './moments.ts';
import { usePlanTexts } from './plan-texts.ts';
import { useChoice } from './use-choice.ts';
import { useOnChange } from './use-plan.ts';

/** Where offers are looked for: all, or so many as the plan lets one choose. */
export const MarketplacesCard = ({ told }: { told: string }) => {
  const mayChoose = useMay('tenant:write');
  const t = usePlanTexts();
  const { data: seen, set, reload } = useQuery('subscription/marketplaces', loadMarketplaces);
  useOnChange(told, reload);
  const data = seen?.now;
  // Beside the plan itself this is a lesser thing: it waits unseen, and where it fails the rest of the page stands.
  if (!seen || !data || data.all.length === 0) return null;
  return (
    <section className="card" aria-labelledby="plan-marketplaces">
      <header className="card-head">
        <h2 id="plan-marketplaces">{t.marketplaces}</h2>
      </header>
      <p className="plan-note">
        {data.choose === 'all'
          ? t.marketplacesAll
          : data.choose > 0
            ? t.marketplacesText(data.choose)
            : t.marketplacesFixed}
      </p>
      {mayChoose && typeof data.choose === 'number' && data.choose > 0 ? (
        <Choice key={data.chosen.join()} seen={seen} most={data.choose} onSaved={set} reload={reload} />
      ) : (
        <Included data={data} />
      )}
    </section>
  );
};

interface ChoiceProps {
  seen: MarketplacesSeen;
  /** How many may be chosen beside those that come with the plan. */
  most: number;
  onSaved: (next: MarketplacesSeen) => void;
  reload: () => void;
}

/** Where there is nothing to choose, or somebody else does. */
const Included = ({ data: { all, fixed, chosen, choose } }: { data: Marketplaces }) => {
  const names = useFeatureTexts();
  const has = all.filter((one) => choose === 'all' || fixed.includes(one) || chosen.includes(one));
  return (
    <ul className="plan-items">
      {has.map((one) => (
        <li key={one}>{marketplaceName(names, one)}</li>
      ))}
    </ul>
  );
};

const Choice = ({ seen, most, onSaved, reload }: ChoiceProps) => {
  const t = usePlanTexts();
  const data = seen.now;
  const names = useFeatureTexts();
  const locale = useLocale();
  const [chosen, setChosen] = useState(data.chosen);
  const { fixed, changesAt } = data;
  const [later] = useState(() => changesAt !== null && new Date(changesAt) > new Date());
  const changed = chosen.toSorted().join() !== data.chosen.toSorted().join();
  const { busy, save } = useChoice({
    ...{ send: () => chooseMarketplaces(chosen, seen), saved: onSaved, reload, done: t.choiceSaved },
  });
  return (
    <Stack gap={8}>
      {data.all.map((one) => {
        const isIn = fixed.includes(one) || chosen.includes(one);
        const full = chosen.length >= most && !chosen.includes(one);
        return (
          <Checkbox
            key={one}
            label={marketplaceName(names, one)}
            checked={isIn}
            disabled={later || fixed.includes(one) || full}
            onChange={({ currentTarget: { checked } }) =>
              setChosen(checked ? [...chosen, one] : chosen.filter((other) => other !== one))
            }
          />
        );
      })}
      {later && changesAt && <p className="plan-note">{t.marketplacesWhen(whenText(changesAt, locale))}</p>}
      {!later && changed && (
        <Button loading={busy} onClick={save}>
          {t.saveChoice}
        </Button>
      )}
    </Stack>
  );
};
