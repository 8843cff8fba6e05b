import { Autocomplete, Button, Group, Modal, Stack } from '@mantine/core';
import { useState } from 'react';
import type { FlowDocument } from '#flow/document.ts';
import type { Json } from '#flow/json.ts';
import type { Run, Step } from '../api-types.ts';
import { findNode } from '../document/connect.ts';
import { toastDone, toastError } from '../shell/toasts.tsx';
import { useTexts } from '../texts/texts.ts';
import { JsonField } from './json-field.tsx';
import { runsApi } from './runs-api.ts';
import { useRunsTexts } from './runs-texts.ts';
import { names } from './story/story-names.ts';

interface SendEventDialogProps {
  run: Run;
  steps: readonly Step[];
  document: FlowDocument;
  node: string;
  onClose: () => void;
}

/** The names that a node waits for: as they were evaluated where the trace has that, else as the document says. */
const namesOf = ({ steps, document, node }: Pick<SendEventDialogProps, 'steps' | 'document' | 'node'>): string[] => {
  const input = steps.findLast((step) => step.node === node && step.endedAt === null)?.input;
  const evaluated = typeof input === 'object' && input !== null && !Array.isArray(input) ? input.events : null;
  const found = names(evaluated ?? findNode(document, node)?.config.events ?? null);
  return [...new Set(found)];
};

/** Tells one run alone, as if it had come from outside. */
export const SendEventDialog = ({ run, steps, document, node, onClose }: SendEventDialogProps) => {
  const t = useTexts();
  const r = useRunsTexts();
  const known = namesOf({ steps, document, node });
  const [name, setName] = useState(known[0] ?? '');
  const [data, setData] = useState<Json | undefined>({});
  const [busy, setBusy] = useState(false);
  const sendIt = async () => {
    if (data === undefined) return;
    setBusy(true);
    try {
      await runsApi.sendEvent(run.id, { name, data });
      toastDone(r.waits.sent);
      onClose();
    } catch (error) {
      toastError(error);
      setBusy(false);
    }
  };
  return (
    <Modal opened onClose={onClose} title={r.waits.eventTitle}>
      <Stack gap="sm">
        <p className="field-hint">{r.waits.eventHelp}</p>
        <Autocomplete label={r.waits.eventName} data={known} value={name} onChange={setName} />
        <JsonField label={r.waits.eventData} initial={{}} onChange={setData} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t.common.cancel}
          </Button>
          <Button loading={busy} disabled={data === undefined || name.trim() === ''} onClick={() => void sendIt()}>
            {r.waits.sendEvent}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
};
