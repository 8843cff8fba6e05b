import { Select, Stack, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { FlowNode } from '#flow/document.ts';
import type { JsonObject, JsonSchema } from '#flow/json.ts';
import type { NodeType } from '#flow/node-type.ts';
import { isNodeId } from '../document/fresh-id.ts';
import { renameNode } from '../document/rename.ts';
import { asSchema } from '../document/schema.ts';
import { ObjectFields } from '../form/object-fields.tsx';
import { useTexts } from '../texts/texts.ts';
import type { EditorStore } from './editor-store.ts';
import { actionSettings, settingsOf } from './settings-schemas.ts';

interface NodeSettingsProps {
  store: EditorStore;
  node: FlowNode;
  type: NodeType | undefined;
  change: (tag: string, edit: (node: FlowNode) => FlowNode) => void;
}

const onlySome = (schema: JsonSchema, names: string[] | undefined): JsonSchema => {
  if (!names) return schema;
  const all = asSchema(schema.properties) ?? {};
  return { ...schema, properties: Object.fromEntries(Object.entries(all).filter(([name]) => names.includes(name))) };
};

/** What a node has beside its config: names, joins, times, retries. */
export const NodeSettings = ({ store, node, type, change }: NodeSettingsProps) => {
  const t = useTexts();
  const hasMore = type?.kind === 'action' || Object.hasOwn(settingsOf, node.type);
  const schema = onlySome(actionSettings, type?.kind === 'action' ? undefined : settingsOf[node.type]);
  const names = Object.keys(asSchema(schema.properties) ?? {});
  const value = Object.fromEntries(Object.entries(node).filter(([name]) => names.includes(name))) as JsonObject;
  const write = (next: JsonObject) =>
    change('/settings', (before) => {
      const rest = Object.entries(before).filter(([name]) => !names.includes(name));
      return { ...Object.fromEntries(rest), ...next } as unknown as FlowNode;
    });
  return (
    <Stack gap={14}>
      <IdField store={store} id={node.id} />
      <Textarea
        label={t.editor.note}
        placeholder={t.editor.noteHint}
        value={node.note ?? ''}
        autosize
        minRows={2}
        onChange={(event) => {
          const note = event.currentTarget.value;
          change('/note', ({ note: _old, ...rest }) => (note ? { ...rest, note } : rest));
        }}
      />
      <Select
        label={t.editor.join}
        description={node.join === 'first' ? t.editor.joinFirstHelp : t.editor.joinAllHelp}
        data={[
          { value: 'all', label: t.editor.joinAll },
          { value: 'first', label: t.editor.joinFirst },
        ]}
        value={node.join ?? 'all'}
        onChange={(join) =>
          change('', ({ join: _old, ...rest }) => (join === 'first' ? { ...rest, join: 'first' } : rest))
        }
      />
      {hasMore && <ObjectFields schema={schema} pointer="" value={value} onChange={write} literal={['outputSchema']} />}
    </Stack>
  );
};

/** Every expression that reads the node follows its new id. */
const IdField = ({ store, id }: { store: EditorStore; id: string }) => {
  const t = useTexts();
  const [text, setText] = useState(id);
  const taken = text !== id && store.get().document.nodes.some((node) => node.id === text);
  const fault = !isNodeId(text) ? t.editor.idRule : taken ? t.editor.idTaken : undefined;
  const rename = () => {
    if (fault || text === id) return;
    store.edit((document) => renameNode(document, id, text));
    store.select([text]);
  };
  return (
    <TextInput
      label={t.editor.id}
      description={t.editor.idHelp(text)}
      value={text}
      classNames={{ input: 'mono' }}
      error={fault}
      spellCheck={false}
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={rename}
      onKeyDown={(event) => event.key === 'Enter' && rename()}
    />
  );
};
