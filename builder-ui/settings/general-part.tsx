import { Button, Select, Stack, TagsInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useLocale, useTexts } from '../texts/texts.ts';
import { segmentsOf } from './segments.ts';
import type { PartProps } from './settings-page.tsx';
import { useSettingsTexts } from './settings-texts.ts';
import { useSaving } from './use-saving.ts';
import { ZoneSelect } from './zone-select.tsx';

const DATE = /^\d{4}-\d{2}-\d{2}$/;

/** Name, line of business, clock, language, holidays. */
export const GeneralPart = ({ tenant, mayWrite }: PartProps) => {
  const t = useSettingsTexts();
  const texts = useTexts();
  const locale = useLocale();
  const { busy, save } = useSaving();
  const [name, setName] = useState(tenant.name);
  const [segment, setSegment] = useState(tenant.segment);
  const [timezone, setTimezone] = useState(tenant.timezone);
  const [language, setLanguage] = useState(tenant.locale);
  const [holidays, setHolidays] = useState(tenant.holidays);
  const badDate = holidays.some((one) => !DATE.test(one));
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void save({ name: name.trim(), segment, timezone, locale: language, holidays: holidays.toSorted() });
      }}
    >
      <Stack gap="md">
        <TextInput
          label={t.name}
          required
          maxLength={100}
          readOnly={!mayWrite}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Select
          label={t.segment}
          description={t.segmentHelp}
          data={segmentsOf(locale, tenant.segment)}
          placeholder={t.segmentNone}
          value={segment}
          readOnly={!mayWrite}
          clearable
          onChange={setSegment}
        />
        <ZoneSelect value={timezone} onChange={setTimezone} readOnly={!mayWrite} />
        <Select
          label={t.locale}
          description={t.localeHelp}
          data={[
            { value: 'pt-BR', label: 'Português (Brasil)' },
            { value: 'en', label: 'English' },
          ]}
          value={language}
          allowDeselect={false}
          readOnly={!mayWrite}
          onChange={(value) => setLanguage(value ?? 'pt-BR')}
        />
        <TagsInput
          label={t.holidays}
          description={t.holidaysHelp}
          value={holidays}
          readOnly={!mayWrite}
          maxTags={500}
          error={badDate ? t.badDate : undefined}
          onChange={setHolidays}
        />
        {mayWrite && (
          <Button
            type="submit"
            loading={busy}
            disabled={badDate || name.trim() === ''}
            style={{ justifySelf: 'start' }}
            w="fit-content"
          >
            {texts.common.save}
          </Button>
        )}
      </Stack>
    </form>
  );
};
