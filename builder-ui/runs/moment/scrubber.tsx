import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { useReducedMotion } from '@mantine/hooks';
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import type { Step } from '../../api-types.ts';
import { Icon } from '../../icons/icon.tsx';
import type { IconName } from '../../icons/icon-paths.ts';
import { clockTime, span } from '../../shell/times.ts';
import { useLocale } from '../../texts/texts.ts';
import { useRunsTexts } from '../runs-texts.ts';
import { type Span, timeScale } from '../timeline/time-scale.ts';
import { workOf } from '../timeline/timeline-rows.ts';
import { instantsOf, nextInstant } from './run-moment.ts';

interface ScrubberProps {
  steps: readonly Step[];
  types: ReadonlyMap<string, string>;
  whole: Span;
  /** Epoch ms; null: as it stands now. */
  at: number | null;
  over: boolean;
  onChange: (at: number | null) => void;
}

/** Ms of playing, from the start to the end. */
const SHORTEST_MS = 3_000;
const LONGEST_MS = 12_000;
const PER_INSTANT_MS = 350;
/** The canvas is drawn so often while it plays. */
const FRAME_MS = 60;
/** Of more, single marks are not told apart. */
const MOST_MARKS = 160;

/** Goes through a run in time: by slider, by what happened next, or by playing it, waits cut short. */
export const Scrubber = ({ steps, types, whole, at, over, onChange }: ScrubberProps) => {
  const r = useRunsTexts();
  const locale = useLocale();
  const instants = useMemo(() => instantsOf(steps), [steps]);
  const scale = useMemo(() => timeScale(whole, workOf(steps, types, whole.to)), [steps, types, whole]);
  const last = instants.at(-1) ?? whole.to;
  const playing = usePlaying({ scale, from: whole.from, last, count: instants.length, onChange });
  const place = at === null ? 1 : scale.at(at);
  const go = (to: number | null) => {
    playing.stop();
    onChange(to !== null && to >= last ? null : to);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    const now = at ?? last;
    if (event.key === 'ArrowRight' || event.key === 'ArrowUp') go(nextInstant(instants, now, 1));
    else if (event.key === 'ArrowLeft' || event.key === 'ArrowDown') go(nextInstant(instants, now, -1));
    else if (event.key === 'Home') go(whole.from);
    else if (event.key === 'End') go(null);
    else if (event.key === ' ') playing.toggle();
    else return;
    event.preventDefault();
  };
  const word = at === null ? (over ? r.moment.end : r.moment.now) : clockTime(new Date(at).toISOString(), locale);
  const since = r.moment.since(span((at ?? whole.to) - whole.from, locale));
  if (instants.length === 0) return null;
  return (
    <div className="scrubber" role="group" aria-label={r.moment.bar} data-past={at !== null}>
      <Press label={r.moment.before} icon="chevron-left" onClick={() => go(nextInstant(instants, at ?? last, -1))} />
      <Press
        label={playing.on ? r.moment.stop : r.moment.play}
        icon={playing.on ? 'pause' : 'play'}
        onClick={playing.toggle}
      />
      <Press
        label={r.moment.after}
        icon="chevron-right"
        disabled={at === null}
        onClick={() => go(nextInstant(instants, at ?? last, 1))}
      />
      <span className="scrub-track">
        <Marks instants={instants} at={(ms) => scale.at(ms)} />
        <input
          type="range"
          min={0}
          max={1000}
          step="any"
          value={place * 1000}
          aria-label={r.moment.slider}
          aria-valuetext={`${word} ${since}`}
          onKeyDown={onKeyDown}
          onChange={(event) => go(scale.instant(Number(event.currentTarget.value) / 1000))}
        />
      </span>
      <span className="scrub-word">
        <b>{word}</b> <small>{since}</small>
      </span>
      {at !== null && (
        <Button size="compact-xs" variant="light" onClick={() => go(null)}>
          {over ? r.moment.end : r.moment.now}
        </Button>
      )}
    </div>
  );
};

const Press = (props: { label: string; icon: IconName; disabled?: boolean; onClick: () => void }) => (
  <Tooltip label={props.label}>
    <ActionIcon
      variant="subtle"
      color="gray"
      size="sm"
      aria-label={props.label}
      disabled={props.disabled ?? false}
      onClick={props.onClick}
    >
      <Icon name={props.icon} size={15} />
    </ActionIcon>
  </Tooltip>
);

const Marks = ({ instants, at }: { instants: readonly number[]; at: (ms: number) => number }) => {
  const every = Math.ceil(instants.length / MOST_MARKS);
  return (
    <span className="scrub-marks" aria-hidden="true">
      {instants
        .filter((_, n) => n % every === 0)
        .map((instant) => (
          <i key={instant} style={{ left: `${at(instant) * 100}%` }} />
        ))}
    </span>
  );
};

interface Playing {
  scale: ReturnType<typeof timeScale>;
  from: number;
  last: number;
  count: number;
  onChange: (at: number | null) => void;
}

/** Plays from the start to the end. Who wants no motion goes from one thing that happened to the next. */
function usePlaying({ scale, from, last, count, onChange }: Playing) {
  const [on, setOn] = useState(false);
  const still = useReducedMotion();
  const latest = useRef({ scale, last, onChange });
  latest.current = { scale, last, onChange };
  const length = Math.min(LONGEST_MS, Math.max(SHORTEST_MS, count * PER_INSTANT_MS));
  useEffect(() => {
    if (!on) return;
    const began = Date.now();
    const timer = setInterval(
      () => {
        const { scale: now, last: end, onChange: tell } = latest.current;
        const instant = now.instant(Math.min(1, (Date.now() - began) / length));
        const isOver = instant >= end;
        tell(isOver ? null : instant);
        if (isOver) setOn(false);
      },
      still ? 600 : FRAME_MS,
    );
    return () => clearInterval(timer);
  }, [on, length, still]);
  const toggle = () => {
    if (!on) onChange(from);
    setOn(!on);
  };
  return { on, toggle, stop: () => setOn(false) };
}
