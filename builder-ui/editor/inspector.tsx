import { useMemo, useState } from 'react';
import type { FlowDocument } from '#flow/document.ts';
import type { Catalogue } from '#flow/node-type.ts';
import type { Problem } from '#flow/problem.ts';
import { useWritingHelp } from '../ai-help/use-writing-help.tsx';
import type { Connection } from '../api-types.ts';
import { useConnecting } from '../connections/use-connecting.tsx';
import { findNode, TRIGGER_ID } from '../document/connect.ts';
import type { Writing } from '../document/suggest.ts';
import { Form } from '../form/form.tsx';
import { createLastField, type FormWorld, type Kept } from '../form/form-context.ts';
import { namesAt, suggestAt } from './check-document.ts';
import { type EditorStore, useEditor } from './editor-store.ts';
import { FlowInspector } from './flow-inspector.tsx';
import { ManyInspector } from './many-inspector.tsx';
import { NodeInspector } from './node-inspector.tsx';
import { TriggerInspector } from './trigger-inspector.tsx';
import type { Editing } from './use-editing.ts';
import './inspector.css';
import { useFacts } from './use-facts.ts';

interface InspectorProps {
  flowId: string;
  store: EditorStore;
  catalogue: Catalogue;
  connections: Connection[];
  problems: Problem[];
  editing: Editing;
  readOnly: boolean;
}

const problemsFor = (problems: Problem[], id: string | undefined): Problem[] => {
  if (id === undefined) return problems.filter(({ node }) => node === undefined);
  if (id !== TRIGGER_ID) return problems.filter(({ node }) => node === id);
  // Those of the trigger name the document's field: its form begins at the config.
  return problems.flatMap((one) =>
    one.node === TRIGGER_ID || (one.node === undefined && one.field?.startsWith('/trigger'))
      ? { ...one, field: one.field?.replace(/^\/trigger/, '') ?? '' }
      : [],
  );
};

const useFormWorld = (
  id: string | undefined,
  { flowId, store, catalogue, problems, readOnly }: InspectorProps,
  document: FlowDocument,
): Omit<FormWorld, 'connections'> => {
  const facts = useFacts({ flowId, store, catalogue, document, looked: id });
  const guide = useMemo(
    () => ({
      names: (pointer: string) => namesAt({ node: id, pointer }),
      suggest: (pointer: string, writing: Writing) => suggestAt({ node: id, pointer }, writing),
      facts,
      node: id,
    }),
    [id, facts],
  );
  const [lastField] = useState(createLastField);
  const [kept] = useState(() => new Map<string, Map<string, Kept>>());
  return useMemo(() => {
    const key = id ?? '';
    const own = kept.get(key) ?? new Map<string, Kept>();
    kept.set(key, own);
    return { guide, lastField, kept: own, problems: problemsFor(problems, id), readOnly };
  }, [guide, problems, id, readOnly, kept, lastField]);
};

/** The right panel: what is selected, or the flow itself. */
export const Inspector = (props: InspectorProps) => {
  const { store, catalogue, editing } = props;
  const document = useEditor(store, (state) => state.document);
  const selected = useEditor(store, (state) => state.nodes);
  const [first] = selected;
  const only = selected.size === 1 ? first : undefined;
  const drawn = useFormWorld(only, props, document);
  const { connections, connecting, dialog } = useConnecting(props.connections);
  const beside = useWritingHelp({ store, flowId: props.flowId, node: only, readOnly: props.readOnly });
  const world = useMemo(
    () => ({ ...drawn, connections, connecting, beside }),
    [drawn, connections, connecting, beside],
  );
  const node = only === undefined ? undefined : findNode(document, only);
  return (
    <Form world={world}>
      {selected.size > 1 ? (
        <ManyInspector count={selected.size} editing={editing} />
      ) : only === TRIGGER_ID ? (
        <TriggerInspector store={store} flowId={props.flowId} document={document} />
      ) : node ? (
        <NodeInspector key={node.id} store={store} catalogue={catalogue} node={node} />
      ) : (
        <FlowInspector store={store} document={document} />
      )}
      {dialog}
    </Form>
  );
};
