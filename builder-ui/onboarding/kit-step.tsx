import { Skeleton } from '@mantine/core';
import { useState } from 'react';
import { galleryApi } from '../gallery/gallery-api.ts';
import { useLocale } from '../texts/texts.ts';
import { useQuery } from '../use-query.ts';
import { useOnboardingTexts } from './onboarding-texts.ts';
import { StepButtons } from './step-buttons.tsx';

interface KitStepProps {
  segment: string | null;
  busy: boolean;
  onBack: () => void;
  /** Null: none of them. */
  onNext: (kit: string | null) => void;
}

/** Kits, those of the own line of business first. */
export const KitStep = ({ segment, busy, onBack, onNext }: KitStepProps) => {
  const t = useOnboardingTexts();
  const locale = useLocale();
  const { data, error } = useQuery(`kits/${locale}`, galleryApi.kits);
  const kits = (data ?? []).toSorted((a, b) => Number(b.segment === segment) - Number(a.segment === segment));
  const [picked, setPicked] = useState<string | null | undefined>();
  // Where there is one for the business, it is the obvious choice.
  const chosen = picked === undefined ? (kits.find((kit) => kit.segment === segment)?.id ?? null) : picked;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onNext(chosen);
      }}
    >
      <h1>{t.kitTitle}</h1>
      <p className="onboarding-help">{error !== undefined && !data ? t.noKits : t.kitHelp}</p>
      <fieldset className="choices">
        <legend>{t.kitTitle}</legend>
        {!data && error === undefined && <Skeleton height={110} radius={12} />}
        {kits.map((kit) => (
          <button
            key={kit.id}
            type="button"
            className="choice"
            aria-pressed={chosen === kit.id}
            onClick={() => setPicked(kit.id)}
          >
            <strong>{kit.title}</strong>
            <small>{kit.summary}</small>
            <em>
              {t.kitFlows(kit.templates.length)}
              {kit.segment === segment ? ` · ${t.forYou}` : ''}
            </em>
          </button>
        ))}
        <button type="button" className="choice" aria-pressed={chosen === null} onClick={() => setPicked(null)}>
          <strong>{t.blank}</strong>
          <small>{t.blankHelp}</small>
        </button>
      </fieldset>
      <StepButtons onBack={onBack} next={t.next} busy={busy} disabled={!data && error === undefined} />
    </form>
  );
};
