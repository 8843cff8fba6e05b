import { Button, Modal, Stack, Text } from '@mantine/core';
import { type RefObject, useState } from 'react';
import type { FlowDocument } from '#flow/document.ts';
import type { Catalogue } from '#flow/node-type.ts';
import { api } from '../api-client.ts';
import { withPlaces } from '../canvas/with-places.ts';
import { asDrawable } from '../document/read-document.ts';
import { toastError } from '../shell/toasts.tsx';
import { useTexts } from '../texts/texts.ts';
import type { Saver } from './autosave.ts';
import { type EditorStore, useEditor } from './editor-store.ts';

const drawn = (draft: FlowDocument): FlowDocument => {
  const read = asDrawable(draft);
  return 'document' in read ? read.document : draft;
};

interface ConflictDialogProps {
  store: EditorStore;
  catalogue: Catalogue;
  flowId: string;
  saver: RefObject<Saver | null>;
}

/** Someone else saved the draft (412): which one stays is for the author to say, and nothing is lost before. */
export const ConflictDialog = ({ store, catalogue, flowId, saver }: ConflictDialogProps) => {
  const t = useTexts();
  const conflict = useEditor(store, (state) => state.save === 'conflict');
  const [busy, setBusy] = useState(false);
  const choose = async (whose: 'mine' | 'theirs') => {
    setBusy(true);
    try {
      const { flow, etag } = await api.flow(flowId);
      saver.current?.setEtag(etag);
      if (whose === 'theirs') {
        store.adopt({ document: await withPlaces(drawn(flow.draft), catalogue), board: flow.board });
        store.setSave('saved');
      } else {
        store.setSave('dirty');
        await saver.current?.flush();
      }
    } catch (error) {
      toastError(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal
      opened={conflict}
      onClose={() => {}}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      title={t.conflict.title}
    >
      <Stack gap="sm">
        <Text size="sm">{t.conflict.text}</Text>
        <Button loading={busy} onClick={() => void choose('mine')}>
          {t.conflict.mine}
        </Button>
        <Button variant="default" loading={busy} onClick={() => void choose('theirs')}>
          {t.conflict.theirs}
        </Button>
      </Stack>
    </Modal>
  );
};
