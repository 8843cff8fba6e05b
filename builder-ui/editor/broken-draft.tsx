import { Button, Stack, Text, Textarea, Title } from '@mantine/core';
import { useState } from 'react';
import type { FlowDocument } from '#flow/document.ts';
import { api, type LoadedFlow } from '../api-client.ts';
import { readDocument } from '../document/read-document.ts';
import { Link } from '../shell/link.tsx';
import { toastError } from '../shell/toasts.tsx';
import { useTexts } from '../texts/texts.ts';

/** A draft that an API client saved and that cannot be drawn: its text can be mended, and nothing of it is lost. */
export const BrokenDraft = ({ loaded, onMended }: { loaded: LoadedFlow; onMended: () => void }) => {
  const t = useTexts();
  const [text, setText] = useState(() => JSON.stringify(loaded.flow.draft, null, 2));
  const [busy, setBusy] = useState(false);
  const read = readDocument(text);
  const save = async (document: FlowDocument) => {
    setBusy(true);
    try {
      await api.saveDraft(loaded.flow.id, { document, board: loaded.flow.board }, loaded.etag);
      onMended();
    } catch (error) {
      toastError(error);
      setBusy(false);
    }
  };
  return (
    <Stack className="page" gap="sm">
      <Link href="/flows">{t.editor.back}</Link>
      <Title order={1}>{loaded.flow.name}</Title>
      <Text c="dimmed">{t.editor.broken}</Text>
      <Textarea
        aria-label="JSON"
        classNames={{ input: 'mono' }}
        value={text}
        autosize
        minRows={12}
        maxRows={28}
        error={'fault' in read ? t.flows.importFaults[read.fault] : undefined}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Button disabled={'fault' in read} loading={busy} onClick={() => 'document' in read && void save(read.document)}>
        {t.common.save}
      </Button>
    </Stack>
  );
};
