import { Button, Group, Modal, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Json } from '#flow/json.ts';
import { ApiError } from '../api-error.ts';
import { errorWords } from '../shell/error-words.ts';
import { toastDone, toastError } from '../shell/toasts.tsx';
import { useTexts } from '../texts/texts.ts';
import { type EventRow, sendEvent } from './events-api.ts';
import { useEventsTexts } from './events-texts.ts';

interface SendDialogProps {
  /** Null: closed. What it begins with: an event to send again, or nothing. */
  begin: Partial<EventRow> | null;
  onClose: () => void;
  onSent: () => void;
}

export const SendDialog = ({ begin, onClose, onSent }: SendDialogProps) => {
  const t = useEventsTexts();
  return (
    <Modal opened={begin !== null} onClose={onClose} title={t.sendTitle} size="lg">
      {begin && <SendForm key={begin.id ?? ''} begin={begin} onClose={onClose} onSent={onSent} />}
    </Modal>
  );
};

const read = (text: string): { data: Json } | null => {
  try {
    return { data: text.trim() === '' ? {} : (JSON.parse(text) as Json) };
  } catch {
    return null;
  }
};

const SendForm = ({ begin, onClose, onSent }: SendDialogProps & { begin: Partial<EventRow> }) => {
  const t = useEventsTexts();
  const texts = useTexts();
  const [name, setName] = useState(begin.name ?? '');
  const [key, setKey] = useState(begin.key ?? '');
  const [text, setText] = useState(begin.data === undefined ? '{}' : JSON.stringify(begin.data, null, 2));
  const [refused, setRefused] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const parsed = read(text);
  const submit = async () => {
    if (!parsed || name.trim() === '') return;
    setBusy(true);
    setRefused(null);
    try {
      const done = await sendEvent({ name: name.trim(), ...(key ? { key } : {}), data: parsed.data });
      toastDone(t.sent(done.started.length, done.reached.length));
      onSent();
      onClose();
    } catch (error) {
      // A name that belongs to somebody else is said where it was written.
      if (error instanceof ApiError && (error.status === 403 || error.status === 422))
        setRefused(errorWords(error, texts).detail || errorWords(error, texts).title);
      else toastError(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <Stack>
        <Text size="sm" c="dimmed">
          {t.sendHelp}
        </Text>
        <TextInput
          label={t.name}
          description={t.nameHelp}
          required
          maxLength={200}
          value={name}
          error={refused}
          data-autofocus
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <TextInput
          label={t.key}
          description={t.keyHelp}
          maxLength={500}
          value={key}
          onChange={(event) => setKey(event.currentTarget.value)}
        />
        <Textarea
          label={t.data}
          classNames={{ input: 'mono' }}
          autosize
          minRows={4}
          maxRows={14}
          value={text}
          error={parsed ? undefined : t.badJson}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {texts.common.cancel}
          </Button>
          <Button type="submit" loading={busy} disabled={!parsed}>
            {t.send}
          </Button>
        </Group>
      </Stack>
    </form>
  );
};
