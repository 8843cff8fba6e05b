import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import type { Json } from '#flow/json.ts';
import { api } from '../api-client.ts';
import { Form } from '../form/form.tsx';
import { PLAIN_FORM } from '../form/form-context.ts';
import { JsonInput } from '../form/json-input.tsx';
import { navigate } from '../router.ts';
import { toastError } from '../shell/toasts.tsx';
import { useTexts } from '../texts/texts.ts';
import { useTestingTexts } from './testing-texts.ts';

interface RunPublishedProps {
  flowId: string;
  version: number;
  data: Json;
  onClose: () => void;
}

/** A run of production, asked for by hand: said as such, and never begun by the keys of a test. */
export const RunPublished = ({ flowId, version, data: first, onClose }: RunPublishedProps) => {
  const t = useTestingTexts();
  const { common } = useTexts();
  const [data, setData] = useState<Json | undefined>(first);
  const [busy, setBusy] = useState(false);
  const run = async () => {
    setBusy(true);
    try {
      navigate(`/runs/${(await api.startRun(flowId, { data: data ?? null })).id}`);
    } catch (error) {
      toastError(error);
      setBusy(false);
    }
  };
  return (
    <Modal opened onClose={onClose} title={t.publishedTitle(version)} size="lg">
      <Form world={PLAIN_FORM}>
        <Stack gap="md">
          <Text size="sm">{t.publishedText}</Text>
          <JsonInput label={t.eventData} value={data} onChange={setData} minRows={6} maxRows={16} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {common.cancel}
            </Button>
            <Button loading={busy} onClick={() => void run()}>
              {t.start}
            </Button>
          </Group>
        </Stack>
      </Form>
    </Modal>
  );
};
