import { Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { type CronChoice, cronChoice, cronOf } from './cron-choice.ts';
import { useGalleryTexts } from './gallery-texts.ts';

interface CronControlProps {
  id: string;
  cron: string;
  onChange: (cron: string) => void;
}

/** When something happens, as one says it; who wants more writes the cron. */
export const CronControl = ({ id, cron, onChange }: CronControlProps) => {
  const t = useGalleryTexts();
  const [byHand, setByHand] = useState(() => cronChoice(cron).often === 'other');
  const read = cronChoice(cron);
  const choice: CronChoice = byHand ? { ...read, often: 'other' } : read;
  const change = (next: CronChoice) => {
    setByHand(next.often === 'other');
    const written = cronOf(next);
    if (written !== null) onChange(written);
  };
  const options = {
    daily: t.cronDaily,
    weekdays: t.cronWeekdays,
    noSunday: t.cronNoSunday,
    hourly: t.cronHourly,
    other: t.cronOther,
  };
  return (
    <div className="setup-row">
      <Select
        id={id}
        aria-label={t.each}
        data={Object.entries(options).map(([value, label]) => ({ value, label }))}
        value={choice.often}
        allowDeselect={false}
        onChange={(often) => often && change({ ...choice, often: often as CronChoice['often'] })}
      />
      {choice.often === 'other' ? (
        <TextInput
          aria-label="Cron"
          classNames={{ input: 'mono' }}
          value={cron}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      ) : (
        choice.often !== 'hourly' && (
          <TextInput
            type="time"
            aria-label={t.hour}
            value={choice.time}
            onChange={(event) => change({ ...choice, time: event.currentTarget.value })}
          />
        )
      )}
    </div>
  );
};
