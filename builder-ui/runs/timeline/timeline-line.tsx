import { VisuallyHidden } from '@mantine/core';
import { type CSSProperties, Fragment } from 'react';
import { StatusMark } from '../../canvas/node-badges.tsx';
import { Icon } from '../../icons/icon.tsx';
import { span } from '../../shell/times.ts';
import { useLocale, useTexts } from '../../texts/texts.ts';
import type { Attempt } from '../attempts/attempts.ts';
import { useAttemptWords } from '../attempts/attempts-list.tsx';
import { useAttemptTexts } from '../attempts/attempts-texts.ts';
import { useRunsTexts } from '../runs-texts.ts';
import type { Span, TimeScale } from './time-scale.ts';
import type { TimelineRow } from './timeline-rows.ts';

interface TimelineLineProps {
  id: string;
  row: TimelineRow;
  label: string;
  isWait: boolean;
  group: string;
  scale: TimeScale;
  /** When the run began: epoch ms. */
  begin: number;
  current: boolean;
  chosen: boolean;
  onToggle: () => void;
  onChoose: () => void;
  /** The mouse is on it. */
  onPoint: () => void;
}

/** Its name, and when it was under way. */
export const TimelineLine = (props: TimelineLineProps) => {
  const { id, row, label, isWait, group, scale, begin, current, chosen, onToggle, onChoose, onPoint } = props;
  const r = useRunsTexts();
  const a = useAttemptTexts();
  const wordsOf = useAttemptWords();
  const locale = useLocale();
  const [left, right] = [scale.at(row.from), scale.at(row.to)];
  const words = useRowWords(row, label, begin);
  const { attempt } = row;
  const wordAt = attempt ? scale.at(attempt.to + attempt.pauseMs) : right;
  return (
    // The tree itself has the keys.
    <div
      id={id}
      className="timeline-row"
      role="treeitem"
      aria-level={row.depth + 1}
      aria-selected={current}
      {...(row.inside > 0 ? { 'aria-expanded': row.open } : {})}
      data-chosen={chosen && !attempt}
      data-group={group}
      onClick={onChoose}
      onPointerEnter={onPoint}
    >
      {/* A label over what is seen would have to begin with it; this is all that is told. */}
      <VisuallyHidden>{words}</VisuallyHidden>
      <span className="timeline-name" aria-hidden style={{ paddingLeft: 8 + row.depth * 14 }}>
        <span
          className="timeline-twist"
          data-open={row.open}
          onClick={(event) => {
            if (row.inside === 0) return;
            event.stopPropagation();
            onToggle();
          }}
        >
          {row.inside > 0 && <Icon name="chevron-right" size={13} stroke={2.2} />}
        </span>
        {row.step && !attempt && <StatusMark status={row.step.status} size={16} />}
        <span className="timeline-word">{attempt ? a.short(attempt.n, wordsOf(attempt, label)) : label}</span>
        {row.inside > 0 && row.step && <small>{r.timeline.visits(row.inside)}</small>}
        {row.failed > 0 && row.step?.status !== 'failed' && <small className="timeline-failed">{row.failed}✕</small>}
      </span>
      <span className="timeline-bars" aria-hidden>
        {attempt || row.attempts ? (
          <AttemptBars row={row} attempts={attempt ? [attempt] : (row.attempts ?? [])} scale={scale} />
        ) : (
          <span
            className="timeline-bar"
            data-wait={isWait}
            data-round={row.round !== undefined}
            data-holds={row.inside > 0}
            data-status={row.step?.status ?? (row.failed > 0 ? 'failed' : 'succeeded')}
            data-going={row.going}
            style={barStyle(scale, row)}
          />
        )}
        <small
          className="timeline-took"
          style={placeOfWord(left, wordAt, attempt !== undefined || row.attempts !== undefined)}
        >
          {span(row.to - row.from, locale)}
        </small>
      </span>
    </div>
  );
};

const barStyle = (scale: TimeScale, { from, to }: Span): CSSProperties => {
  const left = scale.at(from);
  return { left: `${left * 100}%`, width: `${Math.max(0, scale.at(to) - left) * 100}%` };
};

interface AttemptBarsProps {
  row: TimelineRow;
  attempts: readonly Attempt[];
  scale: TimeScale;
}

/** Each attempt as a bar; the way to the first, and the pause before the next, as lines. */
const AttemptBars = ({ row, attempts, scale }: AttemptBarsProps) => [
  <span
    key="way"
    className="timeline-pause"
    data-way="true"
    style={barStyle(scale, { from: row.from, to: attempts[0]?.from ?? row.from })}
  />,
  ...attempts.map((one, at) => (
    <Fragment key={`${one.n}/${one.from}`}>
      <span
        className="timeline-bar"
        data-attempt={one.kind}
        data-going={one.kind === 'going'}
        style={barStyle(scale, one)}
      />
      {one.pauseMs > 0 && at < attempts.length - (attempts.length > 1 ? 1 : 0) && (
        <span className="timeline-pause" style={barStyle(scale, { from: one.to, to: one.to + one.pauseMs })} />
      )}
    </Fragment>
  )),
];

/** How long it took stands behind the bar; where there is no room, in it, or before a short one. */
const placeOfWord = (left: number, right: number, behind: boolean): CSSProperties => {
  if (right <= 0.86 || behind) return { left: `${right * 100}%` };
  return { right: `${(1 - (right - left > 0.3 ? right : left)) * 100}%` };
};

/** All that is to be said of a line: for readers of the screen, and below the timeline for the one that is pointed at. */
export const useRowWords = (row: TimelineRow | undefined, label: string, begin: number): string => {
  const t = useTexts();
  const r = useRunsTexts();
  const a = useAttemptTexts();
  const wordsOf = useAttemptWords();
  const locale = useLocale();
  if (!row) return '';
  const times = [r.timeline.began(span(row.from - begin, locale)), r.timeline.took(span(row.to - row.from, locale))];
  if (row.attempt) {
    const { n, kind, error, pauseMs } = row.attempt;
    return [
      kind === 'wait' ? a.askedToWait : a.nth(n),
      wordsOf(row.attempt, label),
      ...times,
      pauseMs > 0 && a.pause(span(pauseMs, locale)),
      error?.message,
    ]
      .filter(Boolean)
      .join(' · ');
  }
  const attempts = row.step?.attempts ?? 1;
  return [
    label,
    row.step && t.stepStatus[row.step.status],
    ...times,
    attempts > 1 && r.attempts(attempts),
    row.step?.reason,
    row.step?.error?.message,
  ]
    .filter(Boolean)
    .join(' · ');
};
