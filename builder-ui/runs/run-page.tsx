import { Center, Loader, SegmentedControl } from '@mantine/core';
import { ReactFlowProvider } from '@xyflow/react';
import { useMemo, useState } from 'react';
import type { FlowDocument } from '#flow/document.ts';
import type { Locale } from '#flow/json.ts';
import type { Catalogue } from '#flow/node-type.ts';
import { api } from '../api-client.ts';
import type { Run, Step } from '../api-types.ts';
import { Canvas } from '../canvas/canvas.tsx';
import { withPlaces } from '../canvas/with-places.ts';
import { findNode, TRIGGER_ID } from '../document/connect.ts';
import { nodeLabel } from '../document/node-label.ts';
import '../editor/editor.css';
import { PhoneDrawer, Workspace } from '../editor/workspace.tsx';
import { setSearch } from '../router.ts';
import { useMay } from '../shell/session.ts';
import { ErrorState } from '../shell/states.tsx';
import { useLocale, useTexts } from '../texts/texts.ts';
import { useCatalogue } from '../use-catalogue.ts';
import { useNarrow } from '../use-narrow.ts';
import { useQuery } from '../use-query.ts';
import { LoopBar } from './moment/loop-bar.tsx';
import { RoundStepper } from './moment/round-stepper.tsx';
import { Scrubber } from './moment/scrubber.tsx';
import { shownText, type Written } from './partial-text.ts';
import { RetryDialog } from './retry-dialog.tsx';
import { RunHeader } from './run-header.tsx';
import { attentionOf } from './run-states.ts';
import { isOver } from './run-status.tsx';
import './runs.css';
import { RunSummary } from './run-summary.tsx';
import { useRunsTexts } from './runs-texts.ts';
import { StepDetails } from './step-details.tsx';
import { StepsList } from './steps-list.tsx';
import { StoryView } from './story/story-view.tsx';
import { TimelineView } from './timeline/timeline-view.tsx';
import { useLiveRun } from './use-live-run.ts';
import { useNow } from './use-now.ts';
import { useRunView, useRunWorld, VIEWS } from './use-run-view.ts';
import { WaitingBar } from './waiting-bar.tsx';

/** The document that the run follows. A draft is not kept with its run: then it is the draft as it is now. */
const useDocument = (run: Run | undefined, catalogue: Catalogue | undefined) =>
  useQuery(run && catalogue ? `document/${run.flowId}/${run.flowVersion ?? 'draft'}` : null, async () => {
    if (!run || !catalogue) throw new Error('asked before the run is known');
    const found =
      run.flowVersion === null
        ? (await api.flow(run.flowId)).flow.draft
        : (await api.version(run.flowId, run.flowVersion)).definition;
    return await withPlaces(found as FlowDocument, catalogue);
  });

export const RunPage = ({ id }: { id: string }) => {
  const live = useLiveRun(id);
  const types = useCatalogue();
  const document = useDocument(live.run, types.catalogue);
  const error = live.error ?? types.error ?? document.error;
  if (error !== undefined) return <ErrorState error={error} retry={live.reload} elsewhere />;
  if (!live.run || !types.catalogue || !document.data)
    return (
      <Center h="100dvh">
        <Loader type="dots" />
      </Center>
    );
  return (
    <ReactFlowProvider>
      <RunView
        run={live.run}
        steps={live.steps}
        writing={live.writing}
        connected={live.connected}
        document={document.data}
        catalogue={types.catalogue}
      />
    </ReactFlowProvider>
  );
};

interface RunViewProps {
  run: Run;
  steps: Step[];
  writing: ReadonlyMap<string, Written>;
  connected: boolean;
  document: FlowDocument;
  catalogue: Catalogue;
}

const namedTexts = (
  writing: RunViewProps['writing'],
  document: FlowDocument,
  catalogue: Catalogue,
  locale: Locale,
): [name: string, text: string][] =>
  [...writing].map(([node, written]) => {
    const found = findNode(document, node);
    return [found ? nodeLabel(found, catalogue, locale) : node, shownText(written)];
  });

const RunView = ({ run, steps, writing, connected, document, catalogue }: RunViewProps) => {
  const t = useTexts();
  const locale = useLocale();
  const narrow = useNarrow();
  const now = useNow(!isOver(run.status));
  const [open, setOpen] = useState({ left: true, right: true });
  const [retrying, setRetrying] = useState<{ from: string | null } | null>(null);
  const state = useRunView({ run, steps, document, narrow, now });
  const { view, types, shown, byNode, whole, at, selected, chosen, choose, goTo } = state;
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
  const maySteer = useMay('runs:write');
  const askRetry = isOver(run.status) && maySteer ? () => setRetrying({ from: run.error?.node ?? null }) : undefined;
  const [node] = selected;
  const about = { run, document, catalogue };
  const details =
    node === undefined || node === TRIGGER_ID ? (
      <RunSummary
        {...about}
        writing={namedTexts(writing, document, catalogue, locale)}
        onGoTo={goTo}
        {...(askRetry ? { onRetry: askRetry } : {})}
      />
    ) : (
      <StepDetails
        key={node}
        {...{ ...about, node, chosen }}
        steps={byNode.get(node) ?? []}
        writing={writing.get(node)}
        onChoose={state.setChosen}
        onRetry={maySteer ? (from) => setRetrying({ from }) : undefined}
      />
    );
  // While a run goes on the page is drawn every second; its canvas follows its steps by itself.
  const [first] = useState(() => steps.find(({ n }) => n === chosen)?.node ?? attentionOf(byNode));
  const { onSelect } = state;
  const canvas = useMemo(
    () => <Canvas {...{ document, catalogue, world, selected, onSelect, first }} />,
    [document, catalogue, world, selected, onSelect, first],
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
      <RunHeader {...{ ...about, connected, narrow }} onRetry={() => setRetrying({ from: null })}>
        <Views view={view} />
      </RunHeader>
      <WaitingBar {...{ ...about, steps }} onGoTo={goTo} />
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
      {retrying && <RetryDialog {...about} from={retrying.from} onClose={() => setRetrying(null)} />}
    </div>
  );
};

const Views = ({ view }: { view: (typeof VIEWS)[number] }) => {
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
