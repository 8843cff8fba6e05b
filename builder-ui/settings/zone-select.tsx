import { Select } from '@mantine/core';
import { useState } from 'react';
import { useLocale } from '../texts/texts.ts';
import { useSettingsTexts } from './settings-texts.ts';

/** Where most of our tenants are comes first. */
const NEAR =
  /^America\/(Sao_Paulo|Bahia|Fortaleza|Recife|Manaus|Cuiaba|Belem|Rio_Branco|Noronha|Campo_Grande|Porto_Velho)$/;

const zones = (current: string): string[] => {
  const all = [...new Set([...Intl.supportedValuesOf('timeZone'), current])];
  return [...all.filter((zone) => NEAR.test(zone)), ...all.filter((zone) => !NEAR.test(zone))];
};

interface ZoneSelectProps {
  value: string;
  onChange: (zone: string) => void;
  readOnly?: boolean;
}

/** A time zone, with the time it is there. */
export const ZoneSelect = ({ value, onChange, readOnly = false }: ZoneSelectProps) => {
  const t = useSettingsTexts();
  const locale = useLocale();
  const [data] = useState(() => zones(value));
  const [now] = useState(() => new Date());
  const time = new Intl.DateTimeFormat(locale, { timeZone: value, hour: '2-digit', minute: '2-digit' }).format(now);
  return (
    <Select
      label={t.timezone}
      description={`${t.timezoneHelp} (${t.nowThere(time)})`}
      data={data.map((zone) => ({ value: zone, label: zone.replaceAll('_', ' ') }))}
      value={value}
      searchable
      allowDeselect={false}
      limit={60}
      readOnly={readOnly}
      onChange={(zone) => zone && onChange(zone)}
    />
  );
};
