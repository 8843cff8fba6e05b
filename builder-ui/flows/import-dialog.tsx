import { Button, FileButton, Group, Modal, Stack, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { FlowDocument } from '#flow/document.ts';
import { api } from '../api-client.ts';
import { readDocument } from '../document/read-document.ts';
import { Icon } from '../icons/icon.tsx';
import { navigate } from '../router.ts';
import { toastError } from '../shell/toasts.tsx';
import { useTexts } from '../texts/texts.ts';

/** A document as text or as a file becomes a new flow; its problems are shown in the editor, not here. */
export const ImportDialog = ({ opened, onClose }: { opened: boolean; onClose: () => void }) => {
  const t = useTexts();
  const [text, setText] = useState('');
  const [busy, setBusy] = useState(false);
  const read = text.trim() === '' ? null : readDocument(text);
  const create = async (definition: FlowDocument) => {
    setBusy(true);
    try {
      navigate(`/flows/${(await api.createFlow(definition)).id}`);
    } catch (error) {
      toastError(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal opened={opened} onClose={onClose} title={t.flows.importTitle} size="lg">
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {t.flows.importHelp}
        </Text>
        <Textarea
          aria-label="JSON"
          classNames={{ input: 'mono' }}
          placeholder='{ "language": "trama/1", … }'
          value={text}
          autosize
          minRows={8}
          maxRows={18}
          data-autofocus
          onChange={(event) => setText(event.currentTarget.value)}
          error={read && 'fault' in read ? t.flows.importFaults[read.fault] : undefined}
        />
        <Group justify="space-between">
          <FileButton accept="application/json,.json" onChange={(file) => void file?.text().then(setText)}>
            {(props) => (
              <Button {...props} variant="default" leftSection={<Icon name="upload" size={16} />}>
                {t.flows.chooseFile}
              </Button>
            )}
          </FileButton>
          <Button
            loading={busy}
            disabled={!read || 'fault' in read}
            onClick={() => read && 'document' in read && void create(read.document)}
          >
            {t.flows.import}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
};
