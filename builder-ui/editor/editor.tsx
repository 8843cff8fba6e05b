import { useReactFlow } from '@xyflow/react';
import { type MouseEvent, useCallback, useMemo, useRef, useState } from 'react';
import type { Catalogue } from '#flow/node-type.ts';
import { AiHelp } from '../ai-help/ai-help.tsx';
import { api } from '../api-client.ts';
import type { Connection } from '../api-types.ts';
import { Canvas, type Selection } from '../canvas/canvas.tsx';
import type { CanvasWorld, EdgeState, NodeState } from '../canvas/canvas-context.ts';
import { restoreFlow } from '../flows/flows-api.ts';
import { createKeyedStore, type KeyedStore } from '../keyed-store.ts';
import { PresenceMarks } from '../presence/presence-marks.tsx';
import { TestingDrawer } from '../testing/testing-drawer.tsx';
import { useTestingHere } from '../testing/use-testing-here.ts';
import { useLocale, useTexts } from '../texts/texts.ts';
import { useNarrow } from '../use-narrow.ts';
import { useQuery } from '../use-query.ts';
import './commands/commands.css';
import './commands/keys.css';
import { CanvasOver } from './canvas-over.tsx';
import { useCommandsTexts } from './commands/commands-texts.ts';
import type { Dialog } from './dialog.ts';
import './editor.css';
import { EditorDialogs } from './editor-dialogs.tsx';
import { EditorHeader } from './editor-header.tsx';
import { createEditorStore, useEditor } from './editor-store.ts';
import { Inspector } from './inspector.tsx';
import { jumpTo } from './jump-to.ts';
import type { OpenedDraft } from './open-draft.ts';
import { Palette } from './palette.tsx';
import { PhoneTools } from './phone-tools.tsx';
import { ProblemsList } from './problems-list.tsx';
import { QuickAdd } from './quick-add.tsx';
import { useAskedNode } from './use-asked-node.ts';
import { useDraftSaving } from './use-draft-saving.ts';
import { type Editing, useEditing } from './use-editing.ts';
import { useEditorKeys } from './use-editor-keys.ts';
import { usePanels } from './use-panels.ts';
import { type ProblemCount, useProblems } from './use-problems.ts';
import { useReadOnly } from './use-read-only.ts';
import { PhoneDrawer, Workspace } from './workspace.tsx';

interface EditorProps {
  opened: OpenedDraft;
  catalogue: Catalogue;
}

const NO_CONNECTIONS: Connection[] = [];
const createStates = () => ({
  states: createKeyedStore<NodeState>(),
  edges: createKeyedStore<EdgeState>(),
  pins: createKeyedStore<boolean>(),
});

/** One object for as long as the editor may edit, or may not: what `insertAt` does never changes. */
const useWorld = (problems: KeyedStore<ProblemCount>, { insertAt }: Editing, readOnly: boolean): CanvasWorld => {
  const [states] = useState(createStates);
  const latest = useRef(insertAt);
  latest.current = insertAt;
  return useMemo(
    () => ({ ...states, problems, readOnly, insertAt: (edge, at) => latest.current(edge, at) }),
    [states, problems, readOnly],
  );
};

const isOnChosen = (target: EventTarget): boolean =>
  target instanceof Element && target.closest('.react-flow__node.selected') !== null && !target.closest('button');

export const Editor = ({ opened, catalogue }: EditorProps) => {
  const t = useTexts();
  const words = useCommandsTexts();
  const locale = useLocale();
  const narrow = useNarrow();
  const [flow, setFlow] = useState(opened.flow);
  const [kept] = useState(() => createEditorStore(opened.start));
  const readOnly = useReadOnly(kept, flow);
  const { store } = readOnly;
  const session = useDraftSaving({ store: kept, opened, catalogue });
  const [dialog, setDialog] = useState<Dialog>(null);
  const { open: panels, setPanel, toggle, drawer, setDrawer } = usePanels();
  const document = useEditor(store, (state) => state.document);
  const board = useEditor(store, (state) => state.board);
  const selected = useEditor(store, (state) => state.nodes);
  const wires = useEditor(store, (state) => state.edges);
  const { problems, byNode } = useProblems(document, catalogue, session.known);
  const connections = useQuery('connections', api.connections).data ?? NO_CONNECTIONS;
  const editing = useEditing(store, catalogue, locale);
  const asked = useAskedNode(store);
  const canvas = useReactFlow();

  const world = useWorld(byNode, editing, readOnly.reason !== null);
  const onSelect = useCallback(
    ({ nodes, edges, quiet }: Selection) => {
      store.select(nodes, edges);
      if (narrow && nodes.size === 1 && !quiet) setDrawer('inspector');
    },
    [store, narrow, setDrawer],
  );
  const jump = jumpTo(store, editing, { setPanel, setDrawer }, narrow);
  const keys = useEditorKeys({
    ...{ flowId: flow.id, store, catalogue, locale, editing, canvas, setPanel, readOnly },
    ...{ openDialog: setDialog, flush: session.flush },
  });
  const testing = useTestingHere({ store, flowId: flow.id, world, flush: session.flush });

  const palette = (
    <Palette catalogue={catalogue} onAdd={(type) => (setDrawer(null), editing.add(type))} draggable={!narrow} />
  );
  const isReadOnly = readOnly.reason !== null;
  const edits = isReadOnly ? undefined : editing;
  /** A step that is chosen already says nothing new when it is tapped, and is opened all the same. */
  const onTap = ({ target }: MouseEvent) => {
    if (narrow && selected.size === 1 && isOnChosen(target)) setDrawer('inspector');
  };
  const inspector = (
    <Inspector {...{ flowId: flow.id, store, catalogue, connections, problems, editing }} readOnly={isReadOnly} />
  );
  return (
    <div className="editor">
      <EditorHeader
        {...{ store, flow, problems, narrow, session, catalogue, onDialog: setDialog, isReadOnly }}
        onGo={(node) => jump({ node })}
        onTest={testing.actions.testOrOpen}
        onProblems={toggle('problems')}
        onSave={() => void session.flush()}
      />
      <Workspace
        narrow={narrow}
        left={{
          label: t.palette.title,
          open: panels.palette && !isReadOnly,
          onToggle: toggle('palette'),
          content: palette,
        }}
        right={{ label: t.editor.inspector, open: panels.inspector, onToggle: toggle('inspector'), content: inspector }}
        below={<TestingDrawer here={testing} flow={flow} catalogue={catalogue} />}
      >
        {/* The keys of the canvas count inside of it: walking, adding, deleting. */}
        <section className="editor-canvas" aria-label={words.canvas} tabIndex={0} {...keys.canvas} onClick={onTap}>
          <Canvas {...{ document, board, catalogue, world, selected, wires, onSelect, edits }} first={asked} />
          <PresenceMarks editors={session.editors} />
          <CanvasOver
            {...{ store, catalogue, problems, editing, readOnly, panels, toggle }}
            onRestore={async () => setFlow(await restoreFlow(flow.id))}
          />
          <AiHelp {...{ store, flowId: flow.id, catalogue }} readOnly={isReadOnly} />
          {narrow && <PhoneTools store={store} onDrawer={setDrawer} />}
        </section>
        {panels.problems && (
          <ProblemsList {...{ problems, document, catalogue }} onJump={jump} onClose={toggle('problems')} />
        )}
      </Workspace>
      {narrow && (
        <PhoneDrawer opened={drawer !== null} onClose={() => setDrawer(null)}>
          {drawer === 'palette' ? palette : inspector}
        </PhoneDrawer>
      )}
      <QuickAdd {...{ store, catalogue, editing }} />
      <EditorDialogs
        {...{ dialog, store, flow, catalogue, problems, session }}
        imported={keys.imported}
        onJump={jump}
        onPublished={(version) => setFlow((now) => ({ ...now, publishedVersion: version }))}
        onClose={() => setDialog(null)}
      />
    </div>
  );
};
