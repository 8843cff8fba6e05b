import { Center, Loader, SegmentedControl } from '@mantine/core';
import { ReactFlowProvider, useReactFlow } from '@xyflow/react';
import { useCallback, useEffect, useMemo, useState } from 'react';
import type { FlowDocument } from '#flow/document.ts';
import type { Locale } from '#flow/json.ts';
import type { Catalogue } from '#flow/node-type.ts';
import { api } from '../api-client.ts';
import type { Run, Step } from '../api-types.ts';
import { Canvas, type Selection } from '../canvas/canvas.tsx';
import type { CanvasWorld, EdgeState, NodeState } from '../canvas/canvas-context.ts';
import { withPlaces } from '../canvas/with-places.ts';
import { findNode } from '../document/connect.ts';
import { nodeLabel } from '../document/node-label.ts';
import '../editor/editor.css';
import { PhoneDrawer, Workspace } from '../editor/workspace.tsx';
import { createKeyedStore } from '../keyed-store.ts';
import { ErrorState } from '../shell/states.tsx';
import { useLocale, useTexts } from '../texts/texts.ts';
import { useCatalogue } from '../use-catalogue.ts';
import { useNarrow } from '../use-narrow.ts';
import { useQuery } from '../use-query.ts';
import { shownText, type Written } from './partial-text.ts';
import { RunHeader } from './run-header.tsx';
import { attentionOf, edgeStates, nodeStates, sameNodeState, stepsByNode } from './run-states.ts';
import './runs.css';
import { RunSummary } from './run-summary.tsx';
import { StepDetails } from './step-details.tsx';
import { StepsList } from './steps-list.tsx';
import { useLiveRun } from './use-live-run.ts';

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

const createWorld = (): CanvasWorld => ({
  problems: createKeyedStore(),
  states: createKeyedStore<NodeState>(sameNodeState),
  edges: createKeyedStore<EdgeState>(),
  readOnly: true,
  insertAt: () => {},
});

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
  const canvas = useReactFlow();
  const narrow = useNarrow();
  const [world] = useState(createWorld);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [chosen, setChosen] = useState<number | null>(null);
  const [shown, setShown] = useState<'canvas' | 'steps'>('canvas');
  const [open, setOpen] = useState({ left: true, right: true });
  const byNode = useMemo(() => stepsByNode(steps), [steps]);
  useEffect(() => {
    world.states.replace(nodeStates(byNode));
    world.edges.replace(edgeStates(document, byNode));
  }, [world, document, byNode]);
  const onSelect = useCallback(({ nodes }: Selection) => {
    setSelected(nodes);
    setChosen(null);
  }, []);
  const choose = (step: Step) => {
    setSelected(new Set([step.node]));
    setChosen(step.n);
    const zoom = Math.max(canvas.getZoom(), 0.6);
    void canvas.fitView({ nodes: [{ id: step.node }], minZoom: zoom, maxZoom: zoom, duration: 180 });
  };
  const toggle = (side: keyof typeof open) => () => setOpen((now) => ({ ...now, [side]: !now[side] }));
  const [node] = selected;
  const details =
    node === undefined ? (
      <RunSummary run={run} writing={namedTexts(writing, document, catalogue, locale)} />
    ) : (
      <StepDetails
        key={node}
        {...{ run, document, catalogue, node }}
        steps={byNode.get(node) ?? []}
        writing={writing.get(node)}
        chosen={chosen}
        onChoose={setChosen}
      />
    );
  const list = <StepsList steps={steps} document={document} catalogue={catalogue} chosen={chosen} onChoose={choose} />;
  return (
    <div className="editor">
      <RunHeader run={run} document={document} catalogue={catalogue} connected={connected} narrow={narrow} />
      {narrow && (
        <SegmentedControl
          className="run-switch"
          value={shown}
          onChange={(value) => setShown(value as typeof shown)}
          data={[
            { value: 'canvas', label: t.runs.canvas },
            { value: 'steps', label: t.runs.steps },
          ]}
        />
      )}
      <Workspace
        narrow={narrow}
        left={{ label: t.runs.steps, open: open.left, onToggle: toggle('left'), content: list }}
        right={{ label: t.runs.details, open: open.right, onToggle: toggle('right'), content: details }}
      >
        {narrow && shown === 'steps' ? (
          <div className="run-steps-narrow">{list}</div>
        ) : (
          <div className="editor-canvas">
            <Canvas {...{ document, catalogue, world, selected, onSelect }} first={attentionOf(byNode)} />
          </div>
        )}
      </Workspace>
      {narrow && (
        <PhoneDrawer opened={node !== undefined} onClose={() => setSelected(new Set())}>
          {details}
        </PhoneDrawer>
      )}
    </div>
  );
};
