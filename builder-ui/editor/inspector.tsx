import { useMemo } from 'react';
import type { Catalogue } from '#flow/node-type.ts';
import type { Problem } from '#flow/problem.ts';
import { api } from '../api-client.ts';
import type { Connection } from '../api-types.ts';
import { findNode, TRIGGER_ID } from '../document/connect.ts';
import { type LastValues, lastValues } from '../document/last-values.ts';
import type { Writing } from '../document/suggest.ts';
import { Form } from '../form/form.tsx';
import type { FormWorld } from '../form/form-context.ts';
import { namesAt, suggestAt } from './check-document.ts';
import { type EditorStore, useEditor } from './editor-store.ts';
import { FlowInspector } from './flow-inspector.tsx';
import { ManyInspector } from './many-inspector.tsx';
import { NodeInspector } from './node-inspector.tsx';
import { TriggerInspector } from './trigger-inspector.tsx';
import type { Editing } from './use-editing.ts';

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
  { flowId, connections, problems, readOnly }: InspectorProps,
): FormWorld => {
  const guide = useMemo(
    () => ({
      names: (pointer: string) => namesAt({ node: id, pointer }),
      suggest: (pointer: string, writing: Writing) => suggestAt({ node: id, pointer }, writing),
      values: () => valuesOfLastRun(flowId),
    }),
    [id, flowId],
  );
  return useMemo(
    () => ({ guide, connections, problems: problemsFor(problems, id), readOnly }),
    [guide, connections, problems, id, readOnly],
  );
};

const valuesOfLastRun = async (flow: string): Promise<LastValues | null> => {
  const [latest] = (await api.runs({ flow, limit: 1 })).data;
  if (!latest) return null;
  const [run, { steps }] = await Promise.all([api.run(latest.id), api.trace(latest.id)]);
  return lastValues(run, steps);
};

/** The right panel: what is selected, or the flow itself. */
export const Inspector = (props: InspectorProps) => {
  const { store, catalogue, editing } = props;
  const document = useEditor(store, (state) => state.document);
  const selected = useEditor(store, (state) => state.nodes);
  const [first] = selected;
  const only = selected.size === 1 ? first : undefined;
  const world = useFormWorld(only, props);
  const node = only === undefined ? undefined : findNode(document, only);
  return (
    <Form world={world}>
      {selected.size > 1 ? (
        <ManyInspector count={selected.size} editing={editing} />
      ) : only === TRIGGER_ID ? (
        <TriggerInspector store={store} flowId={props.flowId} document={document} />
      ) : node ? (
        <NodeInspector key={node.id} store={store} catalogue={catalogue} node={node} editing={editing} />
      ) : (
        <FlowInspector store={store} document={document} />
      )}
    </Form>
  );
};
