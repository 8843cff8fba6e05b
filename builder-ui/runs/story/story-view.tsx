import { Button } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { FlowDocument } from '#flow/document.ts';
import type { Catalogue } from '#flow/node-type.ts';
import type { Run, Step } from '../../api-types.ts';
import { portLabel } from '../../canvas/port-handles.tsx';
import { Icon } from '../../icons/icon.tsx';
import type { IconName } from '../../icons/icon-paths.ts';
import { clockTime, dateTime } from '../../shell/times.ts';
import { useLocale, useTexts } from '../../texts/texts.ts';
import { useRunsTexts } from '../runs-texts.ts';
import { type StoryLine, type StoryTone, storyOf } from './story.ts';
import './story.css';

interface StoryViewProps {
  run: Run;
  steps: readonly Step[];
  document: FlowDocument;
  catalogue: Catalogue;
  /** Epoch ms. */
  now: number;
  chosen: number | null;
  onChoose: (step: Step) => void;
}

const ICONS: Record<StoryTone, IconName | null> = {
  start: 'bolt',
  done: 'check',
  busy: null,
  wait: 'clock',
  bad: 'x',
  good: 'check',
  quiet: 'minus',
};

/** So fast do the sentences of a run under way go on: its spans count in seconds. */
const TELLING_MS = 5_000;

/** What the run did, as one would tell it to somebody. */
export const StoryView = ({ run, steps, document, catalogue, now, chosen, onChoose }: StoryViewProps) => {
  const t = useTexts();
  const r = useRunsTexts();
  const locale = useLocale();
  const [all, setAll] = useState(false);
  const at = Math.floor(now / TELLING_MS) * TELLING_MS;
  const lines = useMemo(
    () => storyOf({ run, steps, document, catalogue, locale, now: at, portName: (port) => portLabel(port, t) }),
    [run, steps, document, catalogue, locale, at, t],
  );
  const quiet = lines.filter(({ tone }) => tone === 'quiet').length;
  return (
    <div className="story">
      <ol aria-label={r.story.title}>
        {lines.map((line) =>
          line.tone === 'quiet' && !all ? null : (
            <Line
              key={line.key}
              line={line}
              chosen={line.step !== undefined && line.step.n === chosen}
              onChoose={onChoose}
            />
          ),
        )}
      </ol>
      {quiet > 0 && (
        <Button variant="subtle" size="compact-sm" onClick={() => setAll(!all)}>
          {all ? r.story.hideInner : r.story.inner(quiet)}
        </Button>
      )}
    </div>
  );
};

const Line = ({ line, chosen, onChoose }: { line: StoryLine; chosen: boolean; onChoose: (step: Step) => void }) => {
  const locale = useLocale();
  const icon = ICONS[line.tone];
  const { step } = line;
  const words = (
    <>
      <span className="story-text">{line.text}</span>
      {line.details.map((detail) => (
        <small key={detail}>{detail}</small>
      ))}
    </>
  );
  return (
    <li data-tone={line.tone} data-chosen={chosen}>
      <span className="story-mark" aria-hidden="true">
        {icon && <Icon name={icon} size={13} stroke={2.4} />}
      </span>
      {step ? (
        <button type="button" className="story-words" onClick={() => onChoose(step)}>
          {words}
        </button>
      ) : (
        <div className="story-words">{words}</div>
      )}
      {line.at && (
        <time dateTime={line.at} title={dateTime(line.at, locale)}>
          {clockTime(line.at, locale)}
        </time>
      )}
    </li>
  );
};
