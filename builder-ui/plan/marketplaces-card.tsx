import { Button, Checkbox, Stack } from '@mantine/core';
import { useState } from 'react';
import { useMay } from '../shell/session.ts';
import { toastDone, toastError } from '../shell/toasts.tsx';
import { useLocale } from '../texts/texts.ts';
import { useQuery } from '../use-query.ts';
import { marketplaceName, useFeatureTexts } from './feature-texts.ts';
import { whenText } from './moments.ts';
import { chooseMarketplaces, loadMarketplaces, type Marketplaces } from './plan-api.ts';
import { usePlanTexts } from './plan-texts.ts';
import { useOnChange } from './use-plan.ts';

/** Where offers are looked for: all, or so many as the plan lets one choose. */
export const MarketplacesCard = ({ told }: { told: string }) => {
  const mayChoose = useMay('tenant:write');
  const t = usePlanTexts();
  const { data, set, reload } = useQuery('subscription/marketplaces', loadMarketplaces);
  useOnChange(told, reload);
  // Beside the plan itself this is a lesser thing: it waits unseen, and where it fails the rest of the page stands.
  if (!data || data.all.length === 0) return null;
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
        <Choice key={data.chosen.join()} data={data} most={data.choose} onSaved={set} />
      ) : (
        <Included data={data} />
      )}
    </section>
  );
};

interface ChoiceProps {
  data: Marketplaces;
  /** How many may be chosen beside those that come with the plan. */
  most: number;
  onSaved: (data: Marketplaces) => void;
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

const Choice = ({ data, most, onSaved }: ChoiceProps) => {
  const t = usePlanTexts();
  const names = useFeatureTexts();
  const locale = useLocale();
  const [chosen, setChosen] = useState(data.chosen);
  const [busy, setBusy] = useState(false);
  const { fixed, changesAt } = data;
  const [later] = useState(() => changesAt !== null && new Date(changesAt) > new Date());
  const changed = chosen.toSorted().join() !== data.chosen.toSorted().join();
  const save = async () => {
    setBusy(true);
    try {
      onSaved(await chooseMarketplaces(chosen));
      toastDone(t.choiceSaved);
    } catch (error) {
      toastError(error);
    } finally {
      setBusy(false);
    }
  };
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
        <Button loading={busy} onClick={() => void save()}>
          {t.saveChoice}
        </Button>
      )}
    </Stack>
  );
};
