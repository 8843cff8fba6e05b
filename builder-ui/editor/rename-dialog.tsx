import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { FlowNode } from '#flow/document.ts';
import { inLocale } from '#flow/json.ts';
import type { Catalogue } from '#flow/node-type.ts';
import { updateNode } from '../document/edit.ts';
import { isNodeId } from '../document/fresh-id.ts';
import { readersOf } from '../document/rename.ts';
import { renameInDrawing } from '../document/rename-in-drawing.ts';
import { loopName, renameLoopName } from '../document/rename-loop.ts';
import { useLocale, useTexts } from '../texts/texts.ts';
import { focusCanvasSoon } from './commands/canvas-focus.ts';
import { useCommandsTexts } from './commands/commands-texts.ts';
import { type EditorStore, useEditor } from './editor-store.ts';

interface RenameDialogProps {
  opened: boolean;
  store: EditorStore;
  catalogue: Catalogue;
  onClose: () => void;
}

/** Label and id of the selected step, and the name of a loop's items; whatever reads them follows. */
export const RenameDialog = ({ opened, store, catalogue, onClose }: RenameDialogProps) => {
  const t = useCommandsTexts();
  const document = useEditor(store, (state) => state.document);
  const [id] = useEditor(store, (state) => state.nodes);
  const node = opened ? document.nodes.find((one) => one.id === id) : undefined;
  const close = (renamed?: string) => {
    onClose();
    focusCanvasSoon(renamed ?? id);
  };
  return (
    <Modal opened={node !== undefined} onClose={() => close()} title={t.rename.title} returnFocus={false} size={460}>
      {node && <Names key={node.id} {...{ node, store, catalogue }} onDone={close} />}
    </Modal>
  );
};

interface NamesProps {
  node: FlowNode;
  store: EditorStore;
  catalogue: Catalogue;
  onDone: (id: string) => void;
}

const Names = ({ node, store, catalogue, onDone }: NamesProps) => {
  const t = useTexts();
  const words = useCommandsTexts().rename;
  const locale = useLocale();
  const type = catalogue.get(node.type);
  const [label, setLabel] = useState(node.label ?? '');
  const [id, setId] = useState(node.id);
  const [item, setItem] = useState(loopName(node));
  const { document } = store.get();
  const [readers] = useState(() => readersOf(document, node.id));
  const taken = id !== node.id && document.nodes.some((one) => one.id === id);
  const fault = taken ? t.editor.idTaken : isNodeId(id) ? null : t.editor.idRule;
  const isLoop = node.type === 'forEach';
  const itemFault = isLoop && !isNodeId(item) ? t.editor.idRule : null;
  const rename = (event: FormEvent) => {
    event.preventDefault();
    if (fault || itemFault) return;
    store.editDrawing((drawing) => {
      const labelled = updateNode(drawing.document, node.id, ({ label: _old, ...rest }) =>
        label ? { ...rest, label } : rest,
      );
      const looped = isLoop && item !== loopName(node) ? renameLoopName(labelled, node.id, item) : labelled;
      const next = { ...drawing, document: looped };
      return id === node.id ? next : renameInDrawing(next, node.id, id);
    });
    store.select([id]);
    onDone(id);
  };
  return (
    <form onSubmit={rename}>
      <Stack gap="md">
        <TextInput
          data-autofocus
          label={words.label}
          placeholder={type ? inLocale(type.title, locale) : node.type}
          value={label}
          maxLength={200}
          onChange={(event) => setLabel(event.currentTarget.value)}
        />
        <TextInput
          label={t.editor.id}
          description={t.editor.idHelp(id)}
          value={id}
          error={fault}
          spellCheck={false}
          classNames={{ input: 'mono' }}
          onChange={(event) => setId(event.currentTarget.value.trim())}
        />
        {isLoop && (
          <TextInput
            label={words.item}
            description={words.itemHelp}
            value={item}
            error={itemFault}
            spellCheck={false}
            classNames={{ input: 'mono' }}
            onChange={(event) => setItem(event.currentTarget.value.trim())}
          />
        )}
        <Group justify="space-between">
          <Text size="sm" c="dimmed" role="status">
            {id === node.id ? '' : words.follow(readers.length)}
          </Text>
          <Button type="submit" disabled={fault !== null || itemFault !== null}>
            {words.do}
          </Button>
        </Group>
      </Stack>
    </form>
  );
};
