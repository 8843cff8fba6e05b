import { Center, Loader, SegmentedControl } from '@mantine/core';
import { ReactFlowProvider } from '@xyflow/react';
import { useEffect, useMemo, useState } from 'react';
import type { FlowDocument } from '#flow/document.ts';
import type { Catalogue } from '#flow/node-type.ts';
import type { Run, Step } from '../../api-types.ts';
import { Canvas } from '../../canvas/canvas.tsx';
import { withPlaces } from '../../canvas/with-places.ts';
import { findNode, TRIGGER_ID } from '../../document/connect.ts';
import { nodeLabel } from '../../document/node-label.ts';
import '../../editor/editor.css';
import { PhoneDrawer, Workspace } from '../../editor/workspace.tsx';
import { Icon } from '../../icons/icon.tsx';
import { setSearch } from '../../router.ts';
import { LoopBar } from '../../runs/moment/loop-bar.tsx';
import { RoundStepper } from '../../runs/moment/round-stepper.tsx';
import { Scrubber } from '../../runs/moment/scrubber.tsx';
import { attentionOf } from '../../runs/run-states.ts';
import { isOver, RunStatusMark } from '../../runs/run-status.tsx';
import '../../runs/runs.css';
import { useRunsTexts } from '../../runs/runs-texts.ts';
import { StepDetails } from '../../runs/step-details.tsx';
import { StepsList } from '../../runs/steps-list.tsx';
import { StoryView } from '../../runs/story/story-view.tsx';
import { TimelineView } from '../../runs/timeline/timeline-view.tsx';
import { useNow } from '../../runs/use-now.ts';
import { useRunView, useRunWorld, VIEWS } from '../../runs/use-run-view.ts';
import { WaitingBar } from '../../runs/waiting-bar.tsx';
import { Link } from '../../shell/link.tsx';
import { EmptyState, ErrorState } from '../../shell/states.tsx';
import { useLocale, useTexts } from '../../texts/texts.ts';
import { useCatalogue } from '../../use-catalogue.ts';
import { useNarrow } from '../../use-narrow.ts';
import { useQuery } from '../../use-query.ts';
import './billing.css';
import { billingApi, type Lifecycle } from './billing-api.ts';
import { useSubscriptionsTexts } from './subscriptions-texts.ts';

const LOOK_MS = 3_000;

/** The document with its places: laid out once a version, and the same until another one comes. */
const useDocument = ({ document, run }: Lifecycle | { document: null; run: null }, catalogue: Catalogue | undefined) =>
  useQuery(document && catalogue ? `billing document ${run?.flowVersion}` : null, async () => {
    if (!document || !catalogue) throw new Error('asked before the document is known');
    return withPlaces(document, catalogue);
  });

const NOTHING = { document: null, run: null } as const;

/** The run of a subscription on its canvas, as it goes on: to be looked at, and nothing else. */
export const LifecyclePage = ({ tenant }: { tenant: string }) => {
  const t = useSubscriptionsTexts();
  const { data, error, reload } = useQuery(`billing run ${tenant}`, () => billingApi.lifecycle(tenant));
  const usual = useCatalogue();
  const types = data?.types;
  const catalogue = useMemo(
    () => usual.catalogue && types && new Map([...usual.catalogue, ...types.map((type) => [type.type, type] as const)]),
    [usual.catalogue, types],
  );
  const document = useDocument(data ?? NOTHING, catalogue);
  const open = data?.run != null && !isOver(data.run.status);
  useEffect(() => {
    if (!open) return;
    const timer = setInterval(reload, LOOK_MS);
    return () => clearInterval(timer);
  }, [open, reload]);
  const failed = data ? (usual.error ?? document.error) : (error ?? usual.error);
  const back = `/admin/billing/subscriptions/${tenant}`;
  if (failed !== undefined) return <ErrorState error={failed} retry={reload} elsewhere />;
  if (data && !data.run)
    return (
      <EmptyState level={1} icon="clock" title={t.noRun} text={t.watchHelp}>
        <Link href={back}>{t.facts}</Link>
      </EmptyState>
    );
  if (!data?.run || !catalogue || !document.data)
    return (
      <Center h="100dvh">
        <Loader type="dots" />
      </Center>
    );
  return (
    <ReactFlowProvider>
      <LifecycleView run={data.run} steps={data.steps} document={document.data} catalogue={catalogue} back={back} />
    </ReactFlowProvider>
  );
};

interface ViewProps {
  run: Run;
  steps: Step[];
  document: FlowDocument;
  catalogue: Catalogue;
  back: string;
}

const LifecycleView = ({ run, steps, document, catalogue, back }: ViewProps) => {
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
  const [first] = useState(() => attentionOf(byNode));
  const canvas = useMemo(
    () => <Canvas {...{ document, catalogue, world, selected, onSelect, first }} />,
    [document, catalogue, world, selected, onSelect, first],
  );
  const [node] = selected;
  const about = { run, document, catalogue };
  const details =
    node === undefined || node === TRIGGER_ID ? (
      <Hint />
    ) : (
      <StepDetails
        key={node}
        {...{ ...about, node, chosen }}
        steps={byNode.get(node) ?? []}
        onChoose={state.setChosen}
        onRetry={undefined}
        linked={false}
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
      <Head run={run} name={document.name} back={back} narrow={narrow} view={view} />
      <WaitingBar {...{ ...about, steps }} onGoTo={goTo} wakes={false} />
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

const Hint = () => {
  const t = useSubscriptionsTexts();
  return <p className="billing-hint">{t.watchHint}</p>;
};

interface HeadProps {
  run: Run;
  name: string;
  back: string;
  narrow: boolean;
  view: (typeof VIEWS)[number];
}

const Head = ({ run, name, back, narrow, view }: HeadProps) => {
  const t = useSubscriptionsTexts();
  const r = useRunsTexts();
  const views = (
    <SegmentedControl
      className="run-switch"
      size="xs"
      aria-label={r.viewsLabel}
      value={view}
      onChange={(value) => setSearch({ view: value })}
      data={VIEWS.map((value) => ({ value, label: r.views[value] }))}
    />
  );
  return (
    <>
      <header className="editor-head">
        <Link href={back} className="head-back" aria-label={t.facts}>
          <Icon name="chevron-left" />
        </Link>
        <div className="head-title">
          <strong role="heading" aria-level={1} title={name}>
            {name}
          </strong>
          <span>{`v${run.flowVersion ?? ''}`}</span>
        </div>
        <RunStatusMark status={run.status} word={!narrow} />
        {!narrow && <span className="head-middle">{views}</span>}
      </header>
      {narrow && (
        <nav className="run-switch-bar" aria-label={r.viewsLabel}>
          {views}
        </nav>
      )}
    </>
  );
};
