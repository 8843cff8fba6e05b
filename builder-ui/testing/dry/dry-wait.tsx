import { TextInput } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { FlowNode } from '#flow/document.ts';
import { Icon } from '../../icons/icon.tsx';
import { clockWords, spanWords } from '../../simulator/time-words.ts';
import { useLocale } from '../../texts/texts.ts';
import { useDryTexts } from './dry-texts.ts';
import { localMinute } from './local-minute.ts';
import { type WaitPlace, waitEnd } from './wait-end.ts';

/** What ends a step of the type by itself; without any of it, only what it waits for does. */
const LIMITS = ['for', 'until', 'timeout'];

/** Where who looks is: the start is written on that clock. */
const HERE = new Intl.DateTimeFormat().resolvedOptions().timeZone;

const isGiven = (value: unknown): boolean => value !== undefined && value !== null && value !== '';

/** When a step that waits would be over, for a start that one chooses. */
export const DryWait = ({ node, place }: { node: FlowNode; place: WaitPlace }) => {
  const t = useDryTexts();
  const locale = useLocale();
  const [start, setStart] = useState(() => localMinute(new Date()));
  const startMs = new Date(start).getTime();
  const end = useMemo(() => (Number.isNaN(startMs) ? null : waitEnd(node, place, startMs)), [node, place, startMs]);
  const zone = place.settings?.timezone ?? 'America/Sao_Paulo';
  const words = (ms: number) => clockWords(ms, locale, zone);
  if (!LIMITS.some((field) => isGiven(node.config[field]))) {
    return node.type === 'wait' ? null : <p className="dry-check">{t.noEnd}</p>;
  }
  const span = end ? spanWords(end.at - startMs, locale) : '';
  const says = node.type === 'wait' ? t.ends : t.atMost;
  return (
    <div className="dry-check" role="note">
      <Icon name="clock" size={15} />
      <div>
        <TextInput
          size="xs"
          type="datetime-local"
          label={t.starting}
          value={start}
          onChange={(event) => setStart(event.currentTarget.value)}
        />
        <strong>{end ? says(words(end.at), span) : t.byData}</strong>
        {zone !== HERE && <small>{t.inZone(zone)}</small>}
        {end?.without != null && <small>{t.pushed(words(end.without))}</small>}
      </div>
    </div>
  );
};
