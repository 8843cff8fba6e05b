import { Button, Group, Modal, SegmentedControl, Stack, Switch, Text } from '@mantine/core';
import { useState } from 'react';
import type { FlowDocument } from '#flow/document.ts';
import type { Json } from '#flow/json.ts';
import type { Pin } from '#flow/machine/protocol.ts';
import { api } from '../api-client.ts';
import type { Flow, StartRun } from '../api-types.ts';
import { exampleOf } from '../document/example.ts';
import { Form } from '../form/form.tsx';
import { PLAIN_FORM } from '../form/form-context.ts';
import { JsonInput } from '../form/json-input.tsx';
import { Icon } from '../icons/icon.tsx';
import { navigate } from '../router.ts';
import { toastError } from '../shell/toasts.tsx';
import { useTexts } from '../texts/texts.ts';

interface RunDialogProps {
  opened: boolean;
  flow: Flow;
  document: FlowDocument;
  flush: () => Promise<boolean>;
  onClose: () => void;
}

const remembered = (flow: string): string => `trama.testData.${flow}`;

const lastData = (flow: string, document: FlowDocument): Json => {
  try {
    return JSON.parse(localStorage.getItem(remembered(flow)) ?? '') as Json;
  } catch {
    return document.input ? exampleOf(document.input) : {};
  }
};

const toPins = (value: Json | undefined): Record<string, Pin> | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length > 0
    ? (value as unknown as Record<string, Pin>)
    : undefined;

export const RunDialog = ({ opened, flow, document, flush, onClose }: RunDialogProps) => {
  const t = useTexts();
  const [what, setWhat] = useState<'draft' | 'published'>('draft');
  const [data, setData] = useState<Json | undefined>(() => lastData(flow.id, document));
  const [pins, setPins] = useState<Json | undefined>();
  const [withPins, setWithPins] = useState(false);
  const [simulate, setSimulate] = useState(false);
  const [busy, setBusy] = useState(false);
  const run = async () => {
    setBusy(true);
    try {
      if (!(await flush())) return;
      localStorage.setItem(remembered(flow.id), JSON.stringify(data ?? null));
      const chosen = withPins ? toPins(pins) : undefined;
      const test: Partial<StartRun> = { test: true, version: 'draft', simulate, ...(chosen ? { pins: chosen } : {}) };
      const started = await api.startRun(flow.id, { data: data ?? null, ...(what === 'draft' ? test : {}) });
      navigate(`/runs/${started.id}`);
    } catch (error) {
      toastError(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal opened={opened} onClose={onClose} title={t.run.title} size="lg">
      <Form world={PLAIN_FORM}>
        <Stack gap="md">
          <SegmentedControl
            value={what}
            onChange={(value) => setWhat(value as typeof what)}
            data={[
              { value: 'draft', label: t.run.draft },
              {
                value: 'published',
                label: t.run.published(flow.publishedVersion),
                disabled: flow.publishedVersion === null,
              },
            ]}
          />
          <Text size="sm" c="dimmed">
            {what === 'draft' ? t.run.draftHelp : t.run.publishedHelp}
          </Text>
          <JsonInput label={t.run.data} value={data} onChange={setData} minRows={6} maxRows={16} />
          {what === 'draft' && (
            <>
              <Switch
                label={t.run.simulate}
                description={t.run.simulateHelp}
                checked={simulate}
                onChange={(event) => setSimulate(event.currentTarget.checked)}
              />
              <Switch
                label={t.run.pins}
                description={t.run.pinsHelp}
                checked={withPins}
                onChange={(event) => setWithPins(event.currentTarget.checked)}
              />
              {withPins && (
                <JsonInput
                  value={pins ?? { [document.nodes[0]?.id ?? 'passo']: { output: {} } }}
                  onChange={setPins}
                  minRows={4}
                />
              )}
            </>
          )}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t.common.cancel}
            </Button>
            <Button
              data-autofocus
              loading={busy}
              leftSection={<Icon name="play" size={15} />}
              onClick={() => void run()}
            >
              {what === 'draft' ? t.editor.test : t.run.start}
            </Button>
          </Group>
        </Stack>
      </Form>
    </Modal>
  );
};
