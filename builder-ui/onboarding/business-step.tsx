import { Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { segmentsOf } from '../settings/segments.ts';
import type { Tenant } from '../settings/tenant-api.ts';
import { ZoneSelect } from '../settings/zone-select.tsx';
import { useLocale } from '../texts/texts.ts';
import { useOnboardingTexts } from './onboarding-texts.ts';
import { StepButtons } from './step-buttons.tsx';

interface BusinessStepProps {
  tenant: Tenant;
  busy: boolean;
  onNext: (change: { segment: string | null; name: string; timezone: string }) => void;
}

export const BusinessStep = ({ tenant, busy, onNext }: BusinessStepProps) => {
  const t = useOnboardingTexts();
  const locale = useLocale();
  const [segment, setSegment] = useState(tenant.segment);
  const [name, setName] = useState(tenant.name);
  const [timezone, setTimezone] = useState(tenant.timezone);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onNext({ segment, name: name.trim(), timezone });
      }}
    >
      <h1>{t.businessTitle}</h1>
      <p className="onboarding-help">{t.businessHelp}</p>
      <fieldset className="choices">
        <legend>{t.businessTitle}</legend>
        {segmentsOf(locale, tenant.segment).map(({ value, label }) => (
          <button
            key={value}
            type="button"
            className="choice"
            aria-pressed={segment === value}
            onClick={() => setSegment(value)}
          >
            <strong>{label}</strong>
          </button>
        ))}
      </fieldset>
      <Stack gap="md">
        <TextInput
          label={t.name}
          required
          maxLength={100}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <ZoneSelect value={timezone} onChange={setTimezone} />
      </Stack>
      <StepButtons next={t.next} busy={busy} disabled={name.trim() === ''} />
    </form>
  );
};
