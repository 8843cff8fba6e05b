import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useRef } from 'react';
import { useTexts } from '../texts/texts.ts';
import type { ListedFlow } from './flows-api.ts';
import { useFlowsTexts } from './flows-texts.ts';

interface ArchiveDialogProps {
  /** Null: closed. */
  flows: ListedFlow[] | null;
  onClose: () => void;
  onArchive: (flows: ListedFlow[]) => void;
}

/** Asks before flows fall silent, and says what stops, what goes on, and where they will be. */
export const ArchiveDialog = ({ flows, onClose, onArchive }: ArchiveDialogProps) => {
  const t = useFlowsTexts();
  const texts = useTexts();
  // While the dialog goes it still says what it asked.
  const last = useRef<ListedFlow[]>([]);
  if (flows) last.current = flows;
  const asked = last.current;
  const live = asked.filter(({ publishedVersion }) => publishedVersion !== null).length;
  return (
    <Modal opened={flows !== null} onClose={onClose} title={t.askArchive(asked.length, asked[0]?.name ?? '')}>
      <Stack>
        {live > 0 && (
          <Text size="sm" fw={560}>
            {t.archiveLive(live, asked.length)}
          </Text>
        )}
        <Text size="sm">{t.archiveText(asked.length)}</Text>
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose} data-autofocus>
            {texts.common.cancel}
          </Button>
          <Button
            color="red"
            onClick={() => {
              onClose();
              onArchive(asked);
            }}
          >
            {t.archive}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
};
