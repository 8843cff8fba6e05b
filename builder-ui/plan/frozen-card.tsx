import { Button, Stack } from '@mantine/core';
import { useState } from 'react';
import { toastDone, toastError } from '../shell/toasts.tsx';
import { useQuery } from '../use-query.ts';
import { FreezeChoice, keptOf } from './freeze-choice.tsx';
import { chooseWorking, type Frozen, loadFrozen } from './plan-api.ts';
import { usePlanTexts } from './plan-texts.ts';
import { useOnChange } from './use-plan.ts';

/** What has no room in the plan: its owner says what works. Nothing is shown while all fits. */
export const FrozenCard = ({ told, mayPay, onChanged }: { told: string; mayPay: boolean; onChanged: () => void }) => {
  const t = usePlanTexts();
  const { data, set, reload } = useQuery('subscription/frozen', loadFrozen);
  useOnChange(told, reload);
  if (!data || data.length === 0) return null;
  const saved = (next: Frozen[]) => {
    set(next);
    onChanged();
  };
  return (
    <section className="card plan-frozen" aria-labelledby="plan-frozen">
      <header className="card-head">
        <h2 id="plan-frozen">{t.frozen}</h2>
      </header>
      <p className="plan-note">{t.frozenText}</p>
      <Choice key={JSON.stringify(data)} data={data} mayPay={mayPay} onSaved={saved} />
    </section>
  );
};

interface ChoiceProps {
  data: Frozen[];
  mayPay: boolean;
  onSaved: (data: Frozen[]) => void;
}

const kept = (data: Frozen[]): Record<string, string[]> =>
  Object.fromEntries(data.map(({ feature, items }) => [feature, keptOf(items)]));

const Choice = ({ data, mayPay, onSaved }: ChoiceProps) => {
  const t = usePlanTexts();
  const [keep, setKeep] = useState(() => kept(data));
  const [busy, setBusy] = useState(false);
  const changed = JSON.stringify(keep) !== JSON.stringify(kept(data));
  const save = async () => {
    setBusy(true);
    try {
      onSaved(await chooseWorking(keep));
      toastDone(t.frozenSaved);
    } catch (error) {
      toastError(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Stack gap="sm">
      {data.map((one) => (
        <FreezeChoice
          key={one.feature}
          frozen={one}
          kept={keep[one.feature] ?? []}
          readOnly={!mayPay}
          onKept={(ids) => setKeep({ ...keep, [one.feature]: ids })}
        />
      ))}
      {mayPay && changed && (
        <Button loading={busy} onClick={() => void save()}>
          {t.saveChoice}
        </Button>
      )}
    </Stack>
  );
};
