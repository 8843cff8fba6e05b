import { ActionIcon, Group, Switch, Tooltip } from '@mantine/core';
import { useMemo, useRef, useState } from 'react';
import type { FlowDocument } from '#flow/document.ts';
import type { Catalogue } from '#flow/node-type.ts';
import type { Run, Step } from '../../api-types.ts';
import { nodeLabel } from '../../document/node-label.ts';
import { Icon } from '../../icons/icon.tsx';
import type { IconName } from '../../icons/icon-paths.ts';
import { span } from '../../shell/times.ts';
import { useLocale } from '../../texts/texts.ts';
import { useRowWindow } from '../../use-row-window.ts';
import { useRunsTexts } from '../runs-texts.ts';
import { useTreeKeys } from '../use-tree-keys.ts';
import { type Span, type TimeScale, ticksOf, timeScale } from './time-scale.ts';
import './timeline.css';
import { TimelineLine, useRowWords } from './timeline-line.tsx';
import { type TimelineRow, timelineRows, whereTimeWent, workOf } from './timeline-rows.ts';
import { WhereTimeWent } from './where-time-went.tsx';

interface TimelineViewProps {
  run: Run;
  steps: readonly Step[];
  document: FlowDocument;
  catalogue: Catalogue;
  types: ReadonlyMap<string, string>;
  whole: Span;
  chosen: number | null;
  onChoose: (step: Step) => void;
}

/** Pixels; `timeline.css` has the same. */
const ROW = 30;
const ZOOMS = [1, 2, 4, 8, 16, 32];
const TICKS = 6;

/** When each step ran, waited and for how long; loops by round. */
export const TimelineView = (props: TimelineViewProps) => {
  const { steps, document, catalogue, types, whole } = props;
  const r = useRunsTexts();
  const locale = useLocale();
  const [cutWaits, setCutWaits] = useState(true);
  const [zoom, setZoom] = useState(0);
  const shares = useMemo(() => whereTimeWent(steps, types, whole), [steps, types, whole]);
  const labels = useMemo(
    () => new Map(document.nodes.map((node) => [node.id, nodeLabel(node, catalogue, locale)])),
    [document, catalogue, locale],
  );
  if (!steps.some(({ startedAt }) => startedAt !== null)) return <p className="timeline-none">{r.timeline.nothing}</p>;
  return (
    <section className="timeline" aria-label={r.timeline.title}>
      <header className="timeline-head">
        <WhereTimeWent shares={shares} labels={labels} />
        <Group gap={6} wrap="nowrap">
          <Switch
            size="xs"
            label={r.timeline.cutWaits}
            checked={cutWaits}
            onChange={(event) => setCutWaits(event.currentTarget.checked)}
          />
          <Tool label={r.timeline.zoomOut} icon="minus" off={zoom === 0} onClick={() => setZoom(zoom - 1)} />
          <Tool label={r.timeline.fit} icon="fit" off={zoom === 0} onClick={() => setZoom(0)} />
          <Tool
            label={r.timeline.zoomIn}
            icon="plus"
            off={zoom === ZOOMS.length - 1}
            onClick={() => setZoom(zoom + 1)}
          />
        </Group>
      </header>
      <TimelineTree {...props} labels={labels} cutWaits={cutWaits} zoom={ZOOMS[zoom] ?? 1} />
    </section>
  );
};

interface TimelineTreeProps extends TimelineViewProps {
  labels: ReadonlyMap<string, string>;
  cutWaits: boolean;
  zoom: number;
}

/** The lines; what is not in sight is not drawn. */
const TimelineTree = (props: TimelineTreeProps) => {
  const { steps, types, whole, chosen, onChoose, labels, cutWaits, zoom } = props;
  const r = useRunsTexts();
  const box = useRef<HTMLDivElement>(null);
  const [opened, setOpened] = useState<ReadonlyMap<string, boolean>>(new Map());
  const rows = useMemo(() => timelineRows(steps, opened, whole.to), [steps, opened, whole.to]);
  const scale = useMemo(
    () => timeScale(whole, cutWaits ? workOf(steps, types, whole.to) : undefined),
    [whole, cutWaits, steps, types],
  );
  const groups = useGroups(props);
  const { from, to } = useRowWindow(box, rows.length, ROW);
  const toggle = (row: TimelineRow, open: boolean) => setOpened((before) => new Map(before).set(row.key, open));
  const show = (row: TimelineRow) => (row.step ? onChoose(row.step) : toggle(row, !row.open));
  const { at, setCurrent, onKeyDown } = useTreeKeys(box, {
    rows,
    height: ROW,
    head: ROW,
    holds: (row) => row.inside > 0,
    onToggle: toggle,
    onEnter: show,
  });
  const [pointed, setPointed] = useState<string | null>(null);
  const nameOf = (row: TimelineRow): string =>
    row.step ? (labels.get(row.step.node) ?? row.step.node) : r.timeline.round((row.round ?? 0) + 1);
  const told = rows.find(({ key }) => key === pointed) ?? rows[at];
  const words = useRowWords(told, told ? nameOf(told) : '', whole.from);
  return (
    <>
      <div
        ref={box}
        className="timeline-box"
        role="tree"
        aria-label={r.timeline.title}
        aria-description={r.timeline.keys}
        tabIndex={0}
        aria-activedescendant={`tl-${at}`}
        onKeyDown={onKeyDown}
      >
        <div className="timeline-inside" style={{ width: `${100 * zoom}%` }}>
          <Ticks whole={whole} scale={scale} count={TICKS * zoom} />
          <div role="none" style={{ height: rows.length * ROW, paddingTop: from * ROW }}>
            {rows.slice(from, to).map((row, n) => (
              <TimelineLine
                key={row.key}
                id={`tl-${from + n}`}
                row={row}
                label={nameOf(row)}
                isWait={row.step !== undefined && isWaiting(row.step, types)}
                group={groups.get(row.step?.node ?? '') ?? 'flow'}
                scale={scale}
                begin={whole.from}
                current={from + n === at}
                chosen={row.step !== undefined && row.step.n === chosen}
                onToggle={() => toggle(row, !row.open)}
                onPoint={() => setPointed(row.key)}
                onChoose={() => {
                  setCurrent(from + n);
                  show(row);
                }}
              />
            ))}
          </div>
        </div>
      </div>
      <p className="timeline-foot">{words}</p>
    </>
  );
};

const Ticks = ({ whole, scale, count }: { whole: Span; scale: TimeScale; count: number }) => {
  const r = useRunsTexts();
  const locale = useLocale();
  return (
    <div className="timeline-ticks" aria-hidden="true">
      <span className="timeline-name" />
      <span className="timeline-bars">
        {apart(
          ticksOf(whole, count).map((ms) => ({ ms, at: scale.at(whole.from + ms) })),
          0.5 / count,
        ).map(({ ms, at }) => (
          <i key={ms} style={{ left: `${at * 100}%` }}>
            +{span(ms, locale)}
          </i>
        ))}
        {scale.breaks.map((one) => (
          <em key={one.at} style={{ left: `${one.at * 100}%` }} title={r.timeline.cut(span(one.ms, locale))}>
            ⋯
          </em>
        ))}
      </span>
    </div>
  );
};

/** Those that do not stand on top of each other: time that was cut short brings them together. */
const apart = (ticks: { ms: number; at: number }[], least: number): { ms: number; at: number }[] => {
  let last = Number.NEGATIVE_INFINITY;
  return ticks.filter(({ at }) => {
    if (at - last < least) return false;
    last = at;
    return true;
  });
};

const useGroups = ({ document, catalogue }: TimelineViewProps): ReadonlyMap<string, string> =>
  useMemo(
    () => new Map(document.nodes.map(({ id, type }) => [id, catalogue.get(type)?.group ?? 'flow'])),
    [document, catalogue],
  );

const WAITING: ReadonlySet<string> = new Set(['wait', 'waitForEvent', 'approval', 'ask', 'flow']);
const isWaiting = (step: Step, types: ReadonlyMap<string, string>): boolean =>
  step.status === 'parked' || WAITING.has(types.get(step.node) ?? '');

const Tool = ({ label, icon, off, onClick }: { label: string; icon: IconName; off: boolean; onClick: () => void }) => (
  <Tooltip label={label}>
    <ActionIcon variant="default" size="sm" aria-label={label} disabled={off} onClick={onClick}>
      <Icon name={icon} size={14} />
    </ActionIcon>
  </Tooltip>
);
