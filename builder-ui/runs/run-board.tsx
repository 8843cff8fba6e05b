import { SegmentedControl } from '@mantine/core';
import { type ReactNode, useMemo, useState } from 'react';
import type { FlowDocument } from '#flow/document.ts';
import type { Catalogue } from '#flow/node-type.ts';
import type { Run, Step } from '../api-types.ts';
import { Canvas } from '../canvas/canvas.tsx';
import { findNode, TRIGGER_ID } from '../document/connect.ts';
import { nodeLabel } from '../document/node-label.ts';
import '../editor/editor.css';
import { PhoneDrawer, Workspace } from '../editor/workspace.tsx';
import { setSearch } from '../router.ts';
import { useLocale, useTexts } from '../texts/texts.ts';
import { useNarrow } from '../use-narrow.ts';
import { LoopBar } from './moment/loop-bar.tsx';
import { RoundStepper } from './moment/round-stepper.tsx';
import { Scrubber } from './moment/scrubber.tsx';
import type { Written } from './partial-text.ts';
import { attentionOf } from './run-states.ts';
import { isOver } from './run-status.tsx';
import './runs.css';
import { useRunsTexts } from './runs-texts.ts';
import { StepDetails } from './step-details.tsx';
import { StepsList } from './steps-list.tsx';
import { StoryView } from './story/story-view.tsx';
import { TimelineView } from './timeline/timeline-view.tsx';
import { useNow } from './use-now.ts';
import { type RunViewName, useRunView, useRunWorld, VIEWS } from './use-run-view.ts';
import { WaitingBar } from './waiting-bar.tsx';

interface RunBoardProps {
  run: Run;
  steps: Step[];
  document: FlowDocument;
  catalogue: Catalogue;
  /** Above all; it holds the choice of how the run is looked at. */
  head: (views: ReactNode, narrow: boolean) => ReactNode;
  /** Beside the canvas, while no step is chosen. */
  summary: (goTo: (node: string) => void) => ReactNode;
  /** What language models have written so far, by node, while they do. */
  writing?: ReadonlyMap<string, Written>;
  /** Missing: nobody may. */
  onRetry?: ((from: string) => void) | undefined;
  /** Only to be looked at: its flow cannot be opened, nor the run be woken. */
  readOnly?: boolean;
}

/** A run on its canvas, in time and in words, with the data of its steps. */
export const RunBoard = (props: RunBoardProps) => {
  const { run, steps, document, catalogue, head, summary, writing, onRetry, readOnly = false } = props;
  const t = useTexts();
  const locale = useLocale();
  const narrow = useNarrow();
  const now = useNow(!isOver(run.status));
  const [open, setOpen] = useState({ left: true, right: true });
  const state = useRunView({ run, steps, document, narrow, now });
  const { view, types, shown, byNode, whole, at, selected, chosen, choose, goTo, onSelect } = state;
  const labelOf = (id: string): string => {
    const found = findNode(document, id);
    return found ? nodeLabel(found, catalogue, locale) : id;
  };
  const { world, rounds } = useRunWorld(document, byNode, state.rounds, (id, all) => (
    <RoundStepper id={id} label={labelOf(id)} rounds={all} onPick={state.onPick} />
  ));
  const loops = [...state.rounds.keys()].flatMap((id) =>
    types.get(id) === 'scope' ? [] : [{ id, label: labelOf(id) }],
  );
  const toggle = (side: keyof typeof open) => () => setOpen((before) => ({ ...before, [side]: !before[side] }));
  // While a run goes on the page is drawn every second; its canvas follows its steps by itself.
  const [first] = useState(() => steps.find(({ n }) => n === chosen)?.node ?? attentionOf(byNode));
  const canvas = useMemo(
    () => <Canvas {...{ document, catalogue, world, selected, onSelect, first }} />,
    [document, catalogue, world, selected, onSelect, first],
  );
  const [node] = selected;
  const about = { run, document, catalogue };
  const details =
    node === undefined || node === TRIGGER_ID ? (
      summary(goTo)
    ) : (
      <StepDetails
        key={node}
        {...{ ...about, node, chosen, onRetry }}
        steps={byNode.get(node) ?? []}
        writing={writing?.get(node)}
        onChoose={state.setChosen}
        linked={!readOnly}
      />
    );
  const middle =
    view === 'timeline' ? (
      <TimelineView {...{ ...about, types, whole, chosen }} steps={steps} onChoose={choose} />
    ) : view === 'story' ? (
      <StoryView {...{ ...about, now, chosen }} steps={steps} onChoose={choose} />
    ) : (
      <>
        <div className="editor-canvas">
          {canvas}
          <LoopBar loops={loops} rounds={rounds} onPick={state.onPick} />
        </div>
        <Scrubber {...{ steps, types, whole, at }} over={isOver(run.status)} onChange={state.setAt} />
      </>
    );
  return (
    <div className="editor" data-view={view}>
      {head(<Views view={view} />, narrow)}
      <WaitingBar {...{ ...about, steps }} onGoTo={goTo} wakes={!readOnly} />
      <Workspace
        narrow={narrow}
        left={{
          label: t.runs.steps,
          open: open.left && view === 'canvas',
          onToggle: toggle('left'),
          content: <StepsList {...{ document, catalogue, chosen }} steps={shown} onChoose={choose} />,
        }}
        right={{ label: t.runs.details, open: open.right, onToggle: toggle('right'), content: details }}
      >
        {middle}
      </Workspace>
      {narrow && (
        <PhoneDrawer opened={node !== undefined} onClose={state.leave}>
          {details}
        </PhoneDrawer>
      )}
    </div>
  );
};

const Views = ({ view }: { view: RunViewName }) => {
  const r = useRunsTexts();
  return (
    <SegmentedControl
      className="run-switch"
      size="xs"
      aria-label={r.viewsLabel}
      value={view}
      onChange={(value) => setSearch({ view: value })}
      data={VIEWS.map((value) => ({ value, label: r.views[value] }))}
    />
  );
};
