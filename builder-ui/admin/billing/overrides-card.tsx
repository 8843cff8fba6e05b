import { Button, Checkbox, NativeSelect, NumberInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import { FEATURES, isFeature, isLimited, LIMITED } from '#flow/contracts/plan-features.ts';
import type { Locale } from '#flow/json.ts';
import { type FeatureTexts, featureName, limitText, useFeatureTexts, valueText } from '../../plan/feature-texts.ts';
import { endOfDay } from '../../shell/day-field.ts';
import { ErrorState, RowsSkeleton } from '../../shell/states.tsx';
import { day } from '../../shell/times.ts';
import { useLocale } from '../../texts/texts.ts';
import { useQuery } from '../../use-query.ts';
import { billingApi, type Override } from './billing-api.ts';
import { DeedDialog } from './deed-dialog.tsx';
import { useOverridesTexts } from './overrides-texts.ts';

/** What a tenant was given apart from its plan. */
export const OverridesCard = ({ tenant }: { tenant: string }) => {
  const t = useOverridesTexts();
  const { data, error, reload } = useQuery(`billing overrides ${tenant}`, () => billingApi.overrides(tenant));
  const [adding, setAdding] = useState(false);
  const [ending, setEnding] = useState<Override | null>(null);
  const names = useFeatureTexts();
  return (
    <section className="card" aria-labelledby="billing-overrides">
      <header className="card-head">
        <h2 id="billing-overrides">{t.title}</h2>
        <Button size="compact-xs" variant="default" onClick={() => setAdding(true)}>
          {t.add}
        </Button>
      </header>
      <p className="plan-note">{t.help}</p>
      {!data && (error === undefined ? <RowsSkeleton rows={1} /> : <ErrorState error={error} retry={reload} />)}
      {data?.length === 0 && <p className="card-none">{t.none}</p>}
      <ul className="billing-given">
        {data?.map((one) => (
          <Given key={one.feature} given={one} onEnd={() => setEnding(one)} />
        ))}
      </ul>
      {adding && data && <AddDialog tenant={tenant} given={data} onDone={reload} onClose={() => setAdding(false)} />}
      <DeedDialog
        opened={ending !== null}
        title={ending ? t.endTitle(featureName(names, ending.feature)) : ''}
        text={t.endText}
        confirm={t.end}
        onClose={() => setEnding(null)}
        onStale={reload}
        act={async (reason) => {
          if (ending) await billingApi.endOverride(tenant, ending, reason);
          reload();
        }}
      />
    </section>
  );
};

const amountText = (
  names: FeatureTexts,
  { feature, limit, value }: Override,
  has: string,
  hasNot: string,
  locale: Locale,
): string => {
  if (limit !== null) return limitText(names, feature, limit, locale);
  const text = valueText(names, value);
  return text === true ? has : (text ?? hasNot);
};

const Given = ({ given, onEnd }: { given: Override; onEnd: () => void }) => {
  const t = useOverridesTexts();
  const names = useFeatureTexts();
  const locale = useLocale();
  const [now] = useState(Date.now);
  const isOver = given.expiresAt !== null && Date.parse(given.expiresAt) <= now;
  const until = given.expiresAt === null ? null : isOver ? t.over : t.untilText(day(given.expiresAt, locale));
  return (
    <li data-over={isOver || undefined}>
      <span>
        <strong>
          {featureName(names, given.feature)}: {amountText(names, given, t.has, t.hasNot, locale)}
        </strong>
        <small>{[until, given.reason].filter(Boolean).join(' · ')}</small>
      </span>
      <Button
        size="compact-xs"
        variant="subtle"
        aria-label={t.endTitle(featureName(names, given.feature))}
        onClick={onEnd}
      >
        {t.end}
      </Button>
    </li>
  );
};

/** What ways there are of a feature: words as they are kept, true and false as such. */
const waysOf = (feature: string): string[] => {
  const ways = isFeature(feature) ? FEATURES[feature] : null;
  return ways === null ? ['true', 'false'] : [...ways];
};
const kept = (way: string): boolean | string => (way === 'true' ? true : way === 'false' ? false : way);

interface AddProps {
  tenant: string;
  /** What of it is given again is given in its place. */
  given: readonly Override[];
  onDone: () => void;
  onClose: () => void;
}

const AddDialog = ({ tenant, given, onDone, onClose }: AddProps) => {
  // As it was when the dialog was opened.
  const [seen] = useState(given);
  const t = useOverridesTexts();
  const names = useFeatureTexts();
  const [feature, setFeature] = useState<string>('runs');
  const [amount, setAmount] = useState<number | string>(1_000);
  const [unlimited, setUnlimited] = useState(false);
  const [way, setWay] = useState('true');
  const [until, setUntil] = useState('');
  const counted = isLimited(feature);
  const ready = !counted || unlimited || (typeof amount === 'number' && amount >= 0);
  const choose = (next: string) => {
    setFeature(next);
    if (!isLimited(next)) setWay(waysOf(next).at(-1) ?? 'true');
  };
  const sayWay = (one: string): string => {
    const text = valueText(names, kept(one));
    return text === true ? t.has : (text ?? t.hasNot);
  };
  return (
    <DeedDialog
      opened
      title={t.add}
      confirm={t.save}
      ready={ready}
      onClose={onClose}
      onStale={onDone}
      act={async (reason) => {
        await billingApi.setOverride(tenant, {
          feature,
          revision: seen.find((one) => one.feature === feature)?.revision ?? 0,
          limit: counted ? (unlimited ? -1 : Number(amount)) : null,
          // Where a tenant may have several ways at once, the plan gives a list.
          value: counted
            ? null
            : feature === 'execution_modes'
              ? waysOf(feature).slice(0, waysOf(feature).indexOf(way) + 1)
              : kept(way),
          expiresAt: endOfDay(until),
          reason,
        });
        onDone();
      }}
    >
      <NativeSelect
        label={t.what}
        data-autofocus
        value={feature}
        onChange={(event) => choose(event.currentTarget.value)}
        data={[
          { group: t.limits, items: LIMITED.map((value) => ({ value, label: featureName(names, value) })) },
          {
            group: t.features,
            items: Object.keys(FEATURES).map((value) => ({ value, label: featureName(names, value) })),
          },
        ]}
      />
      {counted ? (
        <>
          <NumberInput
            label={t.howMany}
            min={0}
            allowDecimal={false}
            disabled={unlimited}
            value={amount}
            onChange={setAmount}
          />
          <Checkbox
            label={t.unlimited}
            checked={unlimited}
            onChange={(event) => setUnlimited(event.currentTarget.checked)}
          />
        </>
      ) : (
        <NativeSelect
          label={t.value}
          value={way}
          onChange={(event) => setWay(event.currentTarget.value)}
          data={waysOf(feature).map((value) => ({ value, label: sayWay(value) }))}
        />
      )}
      <TextInput
        type="date"
        label={t.until}
        description={t.untilHelp}
        value={until}
        onChange={(event) => setUntil(event.currentTarget.value)}
      />
    </DeedDialog>
  );
};
