import { Button, Stack } from '@mantine/core';
import { useState } from 'react';
import { useQuery } from '../use-query.ts';
import { chooseWorking, type FrozenSeen, loadFrozen } from './choices-api.ts';
import { FreezeChoice, keptOf } from './freeze-choice.tsx';
import type { Frozen } from './plan-api.ts';
import { usePlanTexts } from './plan-texts.ts';
import { useChoice } from './use-choice.ts';
import { useOnChange } from './use-plan.ts';

/** What has no room in the plan: its owner says what works. Nothing is shown while all fits. */
export const FrozenCard = ({ told, mayPay, onChanged }: { told: string; mayPay: boolean; onChanged: () => void }) => {
  const t = usePlanTexts();
  const { data, set, reload } = useQuery('subscription/frozen', loadFrozen);
  useOnChange(told, reload);
  if (!data || data.now.data.length === 0) return null;
  const saved = (next: FrozenSeen) => {
    set(next);
    onChanged();
  };
  return (
    <section className="card plan-frozen" aria-labelledby="plan-frozen">
      <header className="card-head">
        <h2 id="plan-frozen">{t.frozen}</h2>
      </header>
      <p className="plan-note">{t.frozenText}</p>
      <Choice key={JSON.stringify(data)} seen={data} mayPay={mayPay} onSaved={saved} reload={reload} />
    </section>
  );
};

interface ChoiceProps {
  seen: FrozenSeen;
  mayPay: boolean;
  onSaved: (next: FrozenSeen) => void;
  reload: () => void;
}

const kept = (data: Frozen[]): Record<string, string[]> =>
  Object.fromEntries(data.map(({ feature, items }) => [feature, keptOf(items)]));

const Choice = ({ seen, mayPay, onSaved, reload }: ChoiceProps) => {
  const t = usePlanTexts();
  const { data } = seen.now;
  const [keep, setKeep] = useState(() => kept(data));
  const changed = JSON.stringify(keep) !== JSON.stringify(kept(data));
  const { busy, save } = useChoice({
    ...{ send: () => chooseWorking(keep, seen), saved: onSaved, reload, done: t.frozenSaved },
  });
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
        <Button loading={busy} onClick={save}>
          {t.saveChoice}
        </Button>
      )}
    </Stack>
  );
};
