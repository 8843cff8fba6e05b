import { Drawer } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useReactFlow } from '@xyflow/react';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { FlowDocument } from '#flow/document.ts';
import type { Catalogue } from '#flow/node-type.ts';
import type { Problem } from '#flow/problem.ts';
import { api, type LoadedFlow } from '../api-client.ts';
import { Canvas, type Selection } from '../canvas/canvas.tsx';
import type { CanvasWorld, EdgeState, NodeState } from '../canvas/canvas-context.ts';
import { createKeyedStore } from '../keyed-store.ts';
import { useLocale, useTexts } from '../texts/texts.ts';
import { useQuery } from '../use-query.ts';
import { startAutosave } from './autosave.ts';
import { ConflictDialog } from './conflict-dialog.tsx';
import './editor.css';
import { EditorHeader } from './editor-header.tsx';
import { createEditorStore, useEditor } from './editor-store.ts';
import { Inspector } from './inspector.tsx';
import { JsonView } from './json-view.tsx';
import { Palette } from './palette.tsx';
import { PhoneTools } from './phone-tools.tsx';
import { ProblemsList } from './problems-list.tsx';
import { PublishDialog } from './publish-dialog.tsx';
import { QuickAdd } from './quick-add.tsx';
import { RunDialog } from './run-dialog.tsx';
import { Sidebar } from './sidebar.tsx';
import { useEditing } from './use-editing.ts';
import { useProblems } from './use-problems.ts';
import { useShortcuts } from './use-shortcuts.ts';

export type Dialog = 'publish' | 'run' | 'json' | null;

interface EditorProps {
  loaded: LoadedFlow;
  document: FlowDocument;
  catalogue: Catalogue;
}

const createStates = () => ({ states: createKeyedStore<NodeState>(), edges: createKeyedStore<EdgeState>() });

export const Editor = ({ loaded, document: first, catalogue }: EditorProps) => {
  const t = useTexts();
  const locale = useLocale();
  const narrow = useMediaQuery('(max-width: 900px)', undefined, { getInitialValueInEffect: false }) ?? false;
  const [flow, setFlow] = useState(loaded.flow);
  const [store] = useState(() => createEditorStore(first));
  const saver = useRef<ReturnType<typeof startAutosave>>(null);
  const [dialog, setDialog] = useState<Dialog>(null);
  const [panels, setPanels] = useState({ palette: true, inspector: true, problems: false });
  const [drawer, setDrawer] = useState<'palette' | 'inspector' | null>(null);
  const document = useEditor(store, (state) => state.document);
  const selected = useEditor(store, (state) => state.nodes);
  const [known, setKnown] = useState<Problem[]>([]);
  const { problems, byNode } = useProblems(document, catalogue, known);
  const connections = useQuery('connections', api.connections).data?.data ?? [];
  const editing = useEditing(store, catalogue, locale);
  const canvas = useReactFlow();

  useEffect(() => {
    const save = async (draft: FlowDocument, etag: string | null) => {
      const answer = await api.saveDraft(flow.id, draft, etag);
      setKnown(answer.flow.problems.filter(({ code }) => code === 'duplicate_path'));
      return answer;
    };
    saver.current = startAutosave(store, save, loaded.etag);
    // Whoever closes the tab in the moment before the draft is saved is asked; the save goes out meanwhile.
    const onLeave = (event: BeforeUnloadEvent) => {
      if (store.get().save === 'saved') return;
      event.preventDefault();
      void saver.current?.flush();
    };
    globalThis.addEventListener('beforeunload', onLeave);
    return () => {
      globalThis.removeEventListener('beforeunload', onLeave);
      void saver.current?.flush();
      saver.current?.stop();
    };
  }, [store, flow.id, loaded.etag]);
  const flush = useCallback(async () => (await saver.current?.flush()) ?? true, []);

  const world = useMemo<CanvasWorld>(
    () => ({
      ...createStates(),
      problems: byNode,
      readOnly: false,
      insertAt: (edge, at) => editing.insertAt(edge, at),
    }),
    // What `insertAt` does is the same for the life of the editor.
    [byNode],
  );
  const onSelect = useCallback(
    ({ nodes, edges }: Selection) => {
      store.select(nodes, edges);
      if (narrow && nodes.size === 1) setDrawer('inspector');
    },
    [store, narrow],
  );
  const jump = (problem: Problem) => {
    const id = problem.node ?? (problem.field?.startsWith('/trigger') ? 'trigger' : undefined);
    store.select(id === undefined ? [] : [id]);
    if (id) void canvas.fitView({ nodes: [{ id }], maxZoom: 1, duration: 180, padding: 0.6 });
    setPanels((now) => ({ ...now, inspector: true }));
    if (narrow) setDrawer('inspector');
  };
  useShortcuts({ store, editing, openDialog: setDialog, dialog, flush, togglePanel: setPanels });

  const palette = (
    <Palette catalogue={catalogue} onAdd={(type) => (setDrawer(null), editing.add(type))} draggable={!narrow} />
  );
  const inspector = <Inspector {...{ store, catalogue, connections, problems, editing }} />;
  return (
    <div className="editor">
      <EditorHeader
        {...{ store, flow, problems, narrow }}
        onDialog={setDialog}
        onProblems={() => setPanels((now) => ({ ...now, problems: !now.problems }))}
        onSave={flush}
      />
      <div className="editor-body">
        {!narrow && (
          <Sidebar
            side="left"
            open={panels.palette}
            label={t.palette.title}
            onToggle={() => setPanels((now) => ({ ...now, palette: !now.palette }))}
          >
            {palette}
          </Sidebar>
        )}
        <div className="editor-middle">
          <div className="editor-canvas">
            <Canvas {...{ document, catalogue, world, selected, onSelect }} edits={editing} />
            {narrow && <PhoneTools store={store} onDrawer={setDrawer} />}
          </div>
          {panels.problems && (
            <ProblemsList
              problems={problems}
              document={document}
              catalogue={catalogue}
              onJump={jump}
              onClose={() => setPanels((now) => ({ ...now, problems: false }))}
            />
          )}
        </div>
        {!narrow && (
          <Sidebar
            side="right"
            open={panels.inspector}
            label={t.editor.inspector}
            onToggle={() => setPanels((now) => ({ ...now, inspector: !now.inspector }))}
          >
            {inspector}
          </Sidebar>
        )}
      </div>
      {narrow && (
        <Drawer
          opened={drawer !== null}
          onClose={() => setDrawer(null)}
          position="bottom"
          size={drawer === 'palette' ? '80%' : '75%'}
          withCloseButton={false}
          classNames={{ body: 'drawer-body' }}
          radius="14px 14px 0 0"
        >
          {drawer === 'palette' ? palette : inspector}
        </Drawer>
      )}
      <QuickAdd catalogue={catalogue} request={editing.asked} onClose={() => editing.ask(null)} onAdd={editing.addAt} />
      <JsonView opened={dialog === 'json'} store={store} catalogue={catalogue} onClose={() => setDialog(null)} />
      <PublishDialog
        opened={dialog === 'publish'}
        {...{ flow, document, catalogue, problems, flush }}
        onJump={(problem) => (setDialog(null), jump(problem))}
        onPublished={(version) => setFlow((now) => ({ ...now, publishedVersion: version }))}
        onClose={() => setDialog(null)}
      />
      <RunDialog opened={dialog === 'run'} {...{ flow, document, flush }} onClose={() => setDialog(null)} />
      <ConflictDialog {...{ store, catalogue }} flowId={flow.id} saver={saver} />
    </div>
  );
};
