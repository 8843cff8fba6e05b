import { Button, Group, Modal, Stack, Textarea } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { Catalogue } from '#flow/node-type.ts';
import { withPlaces } from '../canvas/with-places.ts';
import { readDocument } from '../document/read-document.ts';
import { CopyIcon } from '../shell/copy-text.tsx';
import { useMay } from '../shell/session.ts';
import { useTexts } from '../texts/texts.ts';
import type { EditorStore } from './editor-store.ts';

interface JsonViewProps {
  opened: boolean;
  store: EditorStore;
  catalogue: Catalogue;
  onClose: () => void;
}

/** The whole document as text; what is applied is one step that can be undone. */
export const JsonView = ({ opened, store, catalogue, onClose }: JsonViewProps) => {
  const t = useTexts();
  const mayWrite = useMay('flows:write');
  const [text, setText] = useState('');
  useEffect(() => {
    if (opened) setText(JSON.stringify(store.get().document, null, 2));
  }, [opened, store]);
  const read = readDocument(text);
  const apply = async () => {
    if ('fault' in read) return;
    const placed = await withPlaces(read.document, catalogue);
    store.edit(() => placed);
    onClose();
  };
  return (
    <Modal opened={opened} onClose={onClose} title={t.editor.json} size="xl">
      <Stack gap="sm">
        <Textarea
          aria-label="JSON"
          classNames={{ input: 'mono' }}
          value={text}
          readOnly={!mayWrite}
          autosize
          minRows={16}
          maxRows={28}
          spellCheck={false}
          data-autofocus
          error={opened && 'fault' in read ? t.flows.importFaults[read.fault] : undefined}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <Group justify="space-between">
          <CopyIcon text={text} size="lg" />
          <Group gap="xs">
            <Button variant="default" onClick={onClose}>
              {mayWrite ? t.common.cancel : t.common.close}
            </Button>
            {mayWrite && (
              <Button disabled={'fault' in read} onClick={() => void apply()}>
                {t.common.apply}
              </Button>
            )}
          </Group>
        </Group>
      </Stack>
    </Modal>
  );
};
